import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { NotificationPage, NotificationPreferences, UnreadCount } from "../../../contracts/notifications.ts";
import { own } from "../api/queries.ts";
import { request } from "../api/request.ts";
import type { Domain } from "../domains.ts";
import { queryClient } from "../query-client.ts";
import type { NotificationAt, Read } from "./merged.ts";

/** Behind the bell stand this many; the page has the others. */
export const shortList = 12;
const pageItems = 30;
const topic = [own, "notifications"] as const;

const ask = (domain: Domain, search: Record<string, string>, signal: AbortSignal) =>
  request<NotificationPage>(domain, `/notifications?${new URLSearchParams(search)}`, { signal });

/** The last ones of an app and how many are unread there. The socket says when there are others. */
export const latestQuery = (domain: Domain) =>
  queryOptions({
    queryKey: [...topic, "latest", domain],
    queryFn: ({ signal }) => ask(domain, { limit: String(shortList) }, signal),
    staleTime: 60_000,
  });

type Cursors = Partial<Record<Domain, string>>;

/** Everything that was told, at every app, page by page. */
export const everyQuery = (domains: readonly Domain[], unreadOnly: boolean) =>
  infiniteQueryOptions({
    queryKey: [...topic, "every", domains.join(), unreadOnly],
    initialPageParam: null as Cursors | null,
    queryFn: async ({ pageParam, signal }): Promise<Read[]> => {
      const going = pageParam === null ? domains : domains.filter((domain) => pageParam[domain] !== undefined);
      return Promise.all(
        going.map(async (domain) => {
          const cursor = pageParam?.[domain];
          const search = { limit: String(pageItems), ...(unreadOnly && { unread: "true" }), ...(cursor !== undefined && { cursor }) };
          const { items, nextCursor } = await ask(domain, search, signal);
          return { domain, items, nextCursor };
        }),
      );
    },
    getNextPageParam: (page: Read[]): Cursors | null => {
      const cursors: Cursors = {};
      for (const { domain, nextCursor } of page) if (nextCursor !== null) cursors[domain] = nextCursor;
      return Object.keys(cursors).length === 0 ? null : cursors;
    },
  });

/** What was read of each app over all pages. */
export function readsOf(pages: readonly Read[][]): Read[] {
  const byDomain = Map.groupBy(pages.flat(), ({ domain }) => domain);
  return [...byDomain].map(([domain, reads]) => ({
    domain,
    items: reads.flatMap(({ items }) => items),
    nextCursor: reads.at(-1)?.nextCursor ?? null,
  }));
}

/** Asks anew for what was told. */
export const askForNotifications = (): Promise<void> => queryClient.invalidateQueries({ queryKey: topic });

/** Marks these as read, wherever they were told; `all`: every one of these apps. */
export async function markRead(items: readonly NotificationAt[]): Promise<void> {
  const unread = Map.groupBy(
    items.filter(({ readAt }) => readAt === null),
    ({ domain }) => domain,
  );
  for (const [domain, some] of unread) await tellRead(domain, { ids: some.map(({ id }) => id) });
  await askForNotifications();
}

export async function markAllRead(domains: readonly Domain[]): Promise<void> {
  await Promise.all(domains.map((domain) => tellRead(domain, { all: true })));
  await askForNotifications();
}

const tellRead = (domain: Domain, body: object) =>
  request<UnreadCount>(domain, "/notifications/read", { method: "POST", body, waits: true });

export const preferencesQuery = queryOptions({
  queryKey: [own, "notification-preferences"],
  queryFn: ({ signal }) => request<NotificationPreferences>(undefined, "/notifications/preferences", { signal }),
  refetchOnWindowFocus: false,
});

export const changePreferences = (change: object): Promise<NotificationPreferences> =>
  request<NotificationPreferences>(undefined, "/notifications/preferences", { method: "PATCH", body: change, waits: true });
