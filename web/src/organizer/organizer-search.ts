import { type DomainParam, domainOfParam, domainWords } from "../domains.ts";

/** What the organizers' addresses can hold. */
export interface OrganizerSearch {
  /** The domain, where the id does not tell it. */
  d?: DomainParam | undefined;
  /** The venue that a new showtime starts with. */
  venue?: string | undefined;
  /** The listing that a new venue is drawn for. */
  next?: string | undefined;
  /** A filter over lists. */
  q?: string | undefined;
  status?: string | undefined;
  sort?: string | undefined;
  /** Calendar days on the reader's own clocks, `2026-11-21`. */
  from?: string | undefined;
  to?: string | undefined;
}

const text = (raw: unknown) => (typeof raw === "string" && raw !== "" ? raw.slice(0, 200) : undefined);
const isId = (raw: unknown): raw is string => typeof raw === "string" && /^[A-Za-z0-9_-]{1,128}$/.test(raw);

export function organizerSearch(raw: Record<string, unknown>): OrganizerSearch {
  const domain = domainOfParam(raw.d);
  return {
    d: domain === undefined ? undefined : domainWords[domain].param,
    venue: isId(raw.venue) ? raw.venue : undefined,
    next: isId(raw.next) ? raw.next : undefined,
    q: text(raw.q),
    status: text(raw.status),
    sort: text(raw.sort),
    from: text(raw.from),
    to: text(raw.to),
  };
}
