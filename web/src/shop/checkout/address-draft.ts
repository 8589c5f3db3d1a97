import type { ShippingAddress } from "../../../../contracts/orders.ts";
import { likelyCountry } from "./countries.ts";

export type AddressDraft = Record<keyof ShippingAddress, string>;

/** For this tab: whoever comes back from their bank finds what they typed. */
const key = "mq_address";
const empty: AddressDraft = { name: "", line1: "", line2: "", postalCode: "", city: "", country: "" };

export function storedDraft(name: string): AddressDraft {
  const fresh = { ...empty, name, country: likelyCountry() };
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (typeof stored !== "object" || stored === null) return fresh;
    const known = Object.entries(stored).filter(([part, value]) => part in empty && typeof value === "string");
    return { ...fresh, ...Object.fromEntries(known) };
  } catch {
    return fresh;
  }
}

export function storeDraft(draft: AddressDraft): void {
  sessionStorage.setItem(key, JSON.stringify(draft));
}

/** As the API takes it. */
export function addressOf({ line2, ...draft }: AddressDraft): ShippingAddress {
  const trimmed = Object.fromEntries(Object.entries(draft).map(([part, value]) => [part, value.trim()])) as Omit<AddressDraft, "line2">;
  return line2.trim() === "" ? trimmed : { ...trimmed, line2: line2.trim() };
}
