import { useSyncExternalStore } from "react";
import type { Domain } from "../../domains.ts";
import { changeCart } from "./cart-calls.ts";
import { rereadCart } from "./cart-queries.ts";

/** How many of an item somebody has just asked for; 0 takes it out. */
export type Wishes = ReadonlyMap<string, number>;

let wishes: Wishes = new Map();
let failures: ReadonlyMap<string, unknown> = new Map();
const sending = new Set<string>();
const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function become(itemId: string, wish: number | undefined, failure?: unknown): void {
  const nextWishes = new Map(wishes);
  const nextFailures = new Map(failures);
  if (wish === undefined) nextWishes.delete(itemId);
  else nextWishes.set(itemId, wish);
  if (failure === undefined) nextFailures.delete(itemId);
  else nextFailures.set(itemId, failure);
  wishes = nextWishes;
  failures = nextFailures;
  for (const listener of listeners) listener();
}

/** Shown at once, and sent; what is pressed while an answer is awaited is sent after it, as one. A refusal takes it back and is told at the item. */
export function wishQuantity(domain: Domain, itemId: string, quantity: number): void {
  become(itemId, quantity);
  void send(domain, itemId);
}

/** Takes an item out. Answers whether it is gone. */
export async function wishRemoved(domain: Domain, itemId: string): Promise<boolean> {
  become(itemId, 0);
  try {
    await changeCart(domain, "DELETE", `/cart/items/${itemId}`);
    become(itemId, undefined);
    return true;
  } catch (error) {
    become(itemId, undefined, error);
    void rereadCart(domain);
    return false;
  }
}

async function send(domain: Domain, itemId: string): Promise<void> {
  const quantity = wishes.get(itemId);
  // One at a time, so that the last press is the last to arrive.
  if (!quantity || sending.has(itemId)) return;
  sending.add(itemId);
  try {
    await changeCart(domain, "PATCH", `/cart/items/${itemId}`, { quantity });
    if (wishes.get(itemId) === quantity) become(itemId, undefined);
  } catch (error) {
    become(itemId, undefined, error);
    void rereadCart(domain);
  } finally {
    sending.delete(itemId);
  }
  await send(domain, itemId);
}

export function useWishes(): Wishes {
  return useSyncExternalStore(subscribe, () => wishes);
}

/** Why the last wish about an item was refused. */
export function useWishFailure(itemId: string): unknown {
  return useSyncExternalStore(subscribe, () => failures.get(itemId));
}
