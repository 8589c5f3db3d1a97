import { useEffect, useState, useSyncExternalStore } from "react";
import type { CartItem } from "../../../../contracts/cart.ts";
import type { Domain } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { addToCart } from "./cart-calls.ts";
import { refusalWords } from "./problem-words.ts";
import { wishRemoved } from "./wishes.ts";

interface TakenOut {
  domain: Domain;
  item: Extract<CartItem, { kind: "PRODUCT" }>;
}
const shownMs = 8000;

let last: TakenOut | null = null;
const listeners = new Set<() => void>();

function become(next: TakenOut | null): void {
  last = next;
  for (const listener of listeners) listener();
}

/** Takes a product out; for a moment it can be put back as it was. */
export async function takeOut(domain: Domain, item: TakenOut["item"]): Promise<void> {
  if (await wishRemoved(domain, item.id)) become({ domain, item });
}

/** What was taken out a moment ago, and the way to have it again. */
export function Removed() {
  const taken = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    setFailure(null);
    if (taken === null) return;
    const timer = setTimeout(() => become(null), shownMs);
    return () => clearTimeout(timer);
  }, [taken]);
  if (taken === null) return null;
  const { domain, item } = taken;
  const undo = async () => {
    try {
      await addToCart(domain, { productId: item.productId, variantId: item.variantId, quantity: item.quantity });
      become(null);
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div
      role="status"
      className="rise sticky bottom-0 order-first flex items-center justify-between gap-3 border-b border-line bg-stage px-5 py-2 text-sm"
    >
      <span className="min-w-0 truncate">{failure === null ? `${item.name} is out of your cart.` : refusalWords(failure)}</span>
      {failure === null ? (
        <Button variant="plain" size="small" onPress={() => void undo()}>
          Put back
        </Button>
      ) : null}
    </div>
  );
}
