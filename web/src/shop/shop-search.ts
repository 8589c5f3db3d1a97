import { type DomainParam, domainOfParam, domainWords } from "../domains.ts";

type Raw = Record<string, unknown>;
const text = (raw: unknown) => (typeof raw === "string" || typeof raw === "number" ? String(raw).slice(0, 200) || undefined : undefined);

/** What the shop's addresses can hold: one set of words for all its pages, each takes those that it knows. */
export interface ShopSearch {
  /** Whose shop it is: ids do not tell their domain. */
  d?: DomainParam | undefined;
  q?: string | undefined;
  category?: string | undefined;
  sort?: string | undefined;
  status?: string | undefined;
}

export function shopSearch(raw: Raw): ShopSearch {
  const domain = domainOfParam(raw.d);
  return {
    d: domain && domainWords[domain].param,
    q: text(raw.q),
    category: text(raw.category),
    sort: text(raw.sort),
    status: text(raw.status),
  };
}
