import { useSyncExternalStore } from "react";
import { allDomains, type Domain } from "../../domains.ts";

type Carts = Partial<Record<Domain, string>>;

/** Whoever knows a cart's id has the cart: it stays in this browser and is never part of an address. */
const key = "mq_carts";
let carts = read();
const listeners = new Set<() => void>();

function read(): Carts {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    const ids = Object.entries(stored).filter(([domain, id]) => allDomains.includes(domain as Domain) && typeof id === "string");
    return Object.fromEntries(ids);
  } catch {
    return {};
  }
}

function become(next: Carts): void {
  carts = next;
  localStorage.setItem(key, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** The cart that this browser filled at `domain` before anybody logged in. */
export function guestCart(domain: Domain): string | undefined {
  return carts[domain];
}

export function keepGuestCart(domain: Domain, id: string): void {
  if (carts[domain] !== id) become({ ...carts, [domain]: id });
}

/** It has become part of somebody's own. */
export function dropGuestCart(domain: Domain): void {
  if (carts[domain] !== undefined) become(Object.fromEntries(Object.entries(carts).filter(([each]) => each !== domain)));
}

/** The ids by domain; also what other tabs make and give away. */
export function useGuestCarts(): Readonly<Carts> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => carts,
  );
}

addEventListener("storage", (event) => {
  if (event.key !== key) return;
  carts = read();
  for (const listener of listeners) listener();
});
