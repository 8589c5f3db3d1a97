import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { onSaleQuery } from "../api/queries.ts";
import type { Domain } from "../domains.ts";
import { useSession } from "../session/session.ts";
import { LiveNotifications } from "./live-notifications.ts";
import { merged, type NotificationAt } from "./merged.ts";
import { askForNotifications, latestQuery } from "./notification-queries.ts";
import { askAnew } from "./out-of-date.ts";

const none: readonly Domain[] = [];
/** The page itself comes first. */
const connectAfterMs = 1500;

/** The apps at which somebody who is signed in may be told something. */
export function useToldAt(): readonly Domain[] {
  const session = useSession();
  const onSale = useQuery({ ...onSaleQuery, enabled: session.status === "in" }).data;
  return session.status === "in" ? (onSale ?? none) : none;
}

export interface Latest {
  items: NotificationAt[];
  unread: number;
  loading: boolean;
  error: unknown;
  retry: () => void;
}

/** The last ones of all apps, and how many are unread. */
export function useLatest(): Latest {
  const domains = useToldAt();
  const queries = useQueries({ queries: domains.map(latestQuery) });
  const reads = domains.flatMap((domain, index) => {
    const page = queries[index]?.data;
    return page === undefined ? [] : [{ domain, ...page }];
  });
  return {
    items: merged(reads),
    unread: reads.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
    loading: queries.some(({ isPending }) => isPending),
    error: queries.find(({ isError, data }) => isError && data === undefined)?.error ?? null,
    retry: () => {
      for (const query of queries) if (query.isError) void query.refetch();
    },
  };
}

/** Keeps what was told true while the page is open. */
export function useLiveNotifications(): void {
  const session = useSession();
  const domains = useToldAt();
  const me = session.status === "in" ? session.user.id : null;
  const at = domains.join();
  useEffect(() => {
    if (me === null || at === "") return;
    const live = new LiveNotifications(me, at.split(",") as Domain[], (push) => {
      askAnew(push);
      if (push.type !== "cart.changed") void askForNotifications();
    });
    const timer = setTimeout(() => live.start(), connectAfterMs);
    return () => {
      clearTimeout(timer);
      live.stop();
    };
  }, [me, at]);
}
