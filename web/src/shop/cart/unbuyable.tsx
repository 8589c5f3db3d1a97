import { useState } from "react";
import type { Cart } from "../../../../contracts/cart.ts";
import type { Domain } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { changeCart } from "./cart-calls.ts";
import { rereadCart } from "./cart-queries.ts";
import { blocks } from "./problem-words.ts";

/** Some of the cart cannot be bought as it is: one press leaves what can. */
export function Unbuyable({ domain, cart }: { domain: Domain; cart: Cart }) {
  const [busy, setBusy] = useState(false);
  const mend = async () => {
    setBusy(true);
    try {
      for (const item of cart.items.filter(blocks)) {
        const path = `/cart/items/${item.id}`;
        const left = item.kind === "PRODUCT" && item.problem === "OUT_OF_STOCK" ? item.available : 0;
        if (left > 0) await changeCart(domain, "PATCH", path, { quantity: left });
        else await changeCart(domain, "DELETE", path);
      }
    } catch {
      // What is still in the way is shown as before.
      await rereadCart(domain);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div role="status" className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-edge bg-raised p-4 text-sm">
      <p className="min-w-0 flex-1 basis-60">Some of it cannot be bought as it is. Go on with what there is?</p>
      <Button isPending={busy} onPress={() => void mend()}>
        Leave it out
      </Button>
    </div>
  );
}
