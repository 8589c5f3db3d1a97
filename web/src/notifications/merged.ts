import type { Notification } from "../../../contracts/notifications.ts";
import type { Domain } from "../domains.ts";

/** A notification with the app that told it. */
export type NotificationAt = Notification & { domain: Domain };

/** What was read of one app so far. */
export interface Read {
  domain: Domain;
  items: readonly Notification[];
  /** Where it goes on, or null at the end. */
  nextCursor: string | null;
}

/**
 * What several apps told, as one list with the newest first. It ends where the app ends that was read least far: beyond that something may be missing in
 * between.
 */
export function merged(reads: readonly Read[]): NotificationAt[] {
  const readUntil = reads.reduce((latest, { items, nextCursor }) => {
    const last = items.at(-1)?.at ?? "";
    return nextCursor !== null && last > latest ? last : latest;
  }, "");
  return reads
    .flatMap(({ domain, items }) => items.map((item) => ({ ...item, domain })))
    .filter(({ at }) => at >= readUntil)
    .sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
}

/** Where it leads to, in the app that told it. */
export function hrefOf({ path, domain }: NotificationAt, paramOf: (domain: Domain) => string): string | null {
  if (path === null) return null;
  const url = new URL(path, "https://marquee.invalid");
  if (!url.searchParams.has("d")) url.searchParams.set("d", paramOf(domain));
  return url.pathname + url.search + url.hash;
}
