import type { DomainParam } from "../domains.ts";
import { domainSearch } from "../page-search.ts";

export interface ChatSearch {
  /** The app whose rooms these are. */
  d?: DomainParam | undefined;
  /** The message to show, as `m` and its id: the router would take digits alone for a number and lose some of them. */
  message?: string | undefined;
  /** The token of an invitation's link. */
  invite?: string | undefined;
}

const text = (raw: unknown) => (typeof raw === "string" ? raw.slice(0, 64) : undefined);

/** What the chat's address says. */
export function chatSearch(raw: Record<string, unknown>): ChatSearch {
  return { ...domainSearch(raw), message: text(raw.message), invite: text(raw.invite) };
}
