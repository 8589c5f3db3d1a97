import { type DomainParam, domainOfParam, domainWords } from "./domains.ts";
import { sameSitePath } from "./session/same-site-path.ts";

type Raw = Record<string, unknown>;

function text(raw: unknown): string | undefined {
  if (typeof raw === "number") return String(raw);
  return typeof raw === "string" && raw.trim() !== "" ? raw.slice(0, 200) : undefined;
}

function domainParam(raw: unknown): DomainParam | undefined {
  const domain = domainOfParam(raw);
  return domain === undefined ? undefined : domainWords[domain].param;
}

export type When = "tonight" | "weekend";
export interface DiscoverSearch {
  d?: DomainParam | undefined;
  when?: When | undefined;
  city?: string | undefined;
  q?: string | undefined;
}

export function discoverSearch(raw: Raw): DiscoverSearch {
  const when = raw.when === "tonight" || raw.when === "weekend" ? raw.when : undefined;
  return { d: domainParam(raw.d), when, city: text(raw.city), q: text(raw.q) };
}

export function listingSearch(raw: Raw): { day?: string | undefined } {
  return { day: text(raw.day) };
}

/** `?d=`: ids of showtimes, reservations and bookings do not tell their domain. */
export function domainSearch(raw: Raw): { d?: DomainParam | undefined } {
  return { d: domainParam(raw.d) };
}

/** Of the seat map: `exchange` is the booking that is given for the seats which are chosen. */
export function seatsSearch(raw: Raw): { d?: DomainParam | undefined; exchange?: string | undefined } {
  return { d: domainParam(raw.d), exchange: text(raw.exchange) };
}

export interface SignInSearch {
  /** The way back, on this site only. */
  next?: string | undefined;
  /** The session ran out. */
  ended?: boolean | undefined;
  /** The password was changed a moment ago. */
  reset?: boolean | undefined;
}

export function signInSearch(raw: Raw): SignInSearch {
  return { next: sameSitePath(raw.next), ended: raw.ended === true ? true : undefined, reset: raw.reset === true ? true : undefined };
}

/** What a provider's sign-in comes back with: a code for one use, or why not. */
export function returnSearch(raw: Raw): { code?: string | undefined; error?: string | undefined } {
  return { code: text(raw.code), error: text(raw.error) };
}
