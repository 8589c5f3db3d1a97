import { useSyncExternalStore } from "react";

let open = false;
const listeners = new Set<() => void>();

function become(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

/** Shows the cart above the page. */
export const openCart = (): void => become(true);
export const closeCart = (): void => become(false);

export function useCartOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
