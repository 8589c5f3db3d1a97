import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { BellRing } from "lucide-react";
import { merged, type NotificationAt } from "../../notifications/merged.ts";
import { NotificationLine } from "../../notifications/notification-line.tsx";
import { everyQuery, readsOf } from "../../notifications/notification-queries.ts";
import { useToldAt } from "../../notifications/use-notifications.ts";
import { useReading } from "../../notifications/use-reading.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { filterChip } from "../../parts/filter-chip.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { longDay } from "../../time.ts";

const route = getRouteApi("/notifications");
const skeletons = ["a", "b", "c", "d", "e"];
const filters = [
  { label: "All", unread: undefined },
  { label: "Unread", unread: true },
] as const;

/** Everything that one was told, by day, the newest first. */
export function NotificationsPage() {
  const { unread } = route.useSearch();
  const domains = useToldAt();
  const query = useInfiniteQuery({ ...everyQuery(domains, unread === true), enabled: domains.length > 0 });
  const { open, readAll } = useReading(domains);
  const items = merged(readsOf(query.data?.pages ?? []));
  const hasUnread = items.some(({ readAt }) => readAt === null);
  return (
    <div className="mx-auto max-w-2xl px-4 py-8 sm:px-6 sm:py-12">
      <PageHead title="Notifications" />
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1 className="text-xl sm:text-2xl">Notifications</h1>
        <Link to="/account/notifications" className="text-sm font-medium text-quiet hover:text-ink">
          What you wish to hear
        </Link>
      </div>
      <div className="flex min-h-10 items-center gap-2 py-5">
        <nav aria-label="Filters" className="flex flex-1 gap-2">
          {filters.map((filter) => (
            <Link
              key={filter.label}
              to="/notifications"
              search={{ unread: filter.unread }}
              resetScroll={false}
              activeProps={{}}
              aria-current={filter.unread === unread ? "true" : undefined}
              className={filterChip(filter.unread === unread)}
            >
              {filter.label}
            </Link>
          ))}
        </nav>
        {hasUnread ? (
          <button type="button" disabled={readAll.isPending} className={buttonStyle("ghost", "dense")} onClick={() => readAll.mutate()}>
            Mark all as read
          </button>
        ) : null}
      </div>
      {query.isError && items.length === 0 ? (
        <Failed error={query.error} retry={() => void query.refetch()} title="Your notifications did not load" />
      ) : query.isPending ? (
        <div aria-busy="true" className="grid gap-3">
          <span className="sr-only">Loading your notifications</span>
          {skeletons.map((each) => (
            <div key={each} className="skeleton h-18 rounded-card" />
          ))}
        </div>
      ) : items.length === 0 ? (
        <Nothing unreadOnly={unread === true} />
      ) : (
        <Days items={items} open={open} />
      )}
      {query.hasNextPage ? (
        <div className="mt-8 text-center">
          <button
            type="button"
            disabled={query.isFetchingNextPage}
            className={buttonStyle("plain", "large")}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </button>
        </div>
      ) : null}
    </div>
  );
}

const dayHere = (at: string): string => longDay(at, Intl.DateTimeFormat().resolvedOptions().timeZone);

function Days({ items, open }: { items: readonly NotificationAt[]; open: (item: NotificationAt) => void }) {
  return [...Map.groupBy(items, ({ at }) => dayHere(at))].map(([day, ofDay]) => (
    <section key={day} aria-label={day} className="mb-6">
      <h2 className="mb-2 text-sm font-medium text-quiet">{day}</h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-raised">
        {ofDay.map((item) => (
          <li key={`${item.domain} ${item.id}`}>
            <NotificationLine item={item} onOpen={() => open(item)} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

function Nothing({ unreadOnly }: { unreadOnly: boolean }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-line bg-raised px-6 py-14 text-center">
      <BellRing className="size-8 text-quiet" aria-hidden />
      <p className="font-medium">{unreadOnly ? "You have read everything" : "Nothing yet"}</p>
      <p className="max-w-sm text-sm text-quiet">
        What becomes of your bookings, orders and messages shows here, and at the bell on every page.
      </p>
      {unreadOnly ? (
        <Link to="/notifications" className={buttonStyle("plain")}>
          Show all
        </Link>
      ) : (
        <Link to="/" className={buttonStyle("plain")}>
          See what’s on
        </Link>
      )}
    </div>
  );
}
