import { type DomainParam, domainOfParam, domainWords } from "../../domains.ts";

/** What the addresses of an organizer's shop can hold. */
export interface ShopSearch {
  /** The domain: one sells in each of them apart. */
  d?: DomainParam | undefined;
  q?: string | undefined;
  status?: string | undefined;
  sort?: string | undefined;
  /** Calendar days on the reader's own clocks, `2026-11-21`. */
  from?: string | undefined;
  to?: string | undefined;
}

const texts = ["q", "status", "sort", "from", "to"] as const;

export function shopSearch(raw: Record<string, unknown>): ShopSearch {
  const domain = domainOfParam(raw.d);
  const search: ShopSearch = { d: domain === undefined ? undefined : domainWords[domain].param };
  for (const key of texts) {
    const value = raw[key];
    if (typeof value === "string" && value !== "") search[key] = value.slice(0, 200);
  }
  return search;
}
