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
}

const isId = (raw: unknown): raw is string => typeof raw === "string" && /^[A-Za-z0-9_-]{1,128}$/.test(raw);

export function organizerSearch(raw: Record<string, unknown>): OrganizerSearch {
  const domain = domainOfParam(raw.d);
  return {
    d: domain === undefined ? undefined : domainWords[domain].param,
    venue: isId(raw.venue) ? raw.venue : undefined,
    next: isId(raw.next) ? raw.next : undefined,
    q: typeof raw.q === "string" && raw.q !== "" ? raw.q.slice(0, 200) : undefined,
  };
}
