import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarPlus, PencilRuler } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../../admin/parts/badge.tsx";
import { domainWords } from "../../domains.ts";
import { money } from "../../money.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { Poster } from "../../parts/poster.tsx";
import { dayAndClock, zoneName } from "../../time.ts";
import { type OwnListing, ownListingsQuery } from "../api/organizer-queries.ts";
import { OrganizerHead } from "../parts/organizer-head.tsx";
import { OrganizerTabs } from "../parts/organizer-tabs.tsx";
import { SoldBar } from "../parts/sold-bar.tsx";

const skeletons = ["a", "b", "c"];

/** What one puts on, of every kind, with drafts. */
export function MyEventsPage() {
  const own = useQuery(ownListingsQuery);
  const domains = own.data?.domains ?? [];
  const [first] = domains;
  return (
    <div className="page grid gap-6 py-8 sm:py-10">
      <OrganizerTabs />
      <OrganizerHead title="Your events" lead="What you put on, drafts too.">
        {own.data === undefined ? (
          <span className="h-10" aria-hidden="true" />
        ) : first === undefined ? null : (
          <>
            <Link to="/organizer/venues/new" search={{ d: domainWords[first].param }} className={buttonStyle("plain")}>
              <PencilRuler className="size-4" aria-hidden />
              Draw a venue
            </Link>
            <Link to="/events/create" className={buttonStyle("primary")}>
              <CalendarPlus className="size-4" aria-hidden />
              Create event
            </Link>
          </>
        )}
      </OrganizerHead>
      {own.isError ? (
        <Failed error={own.error} retry={() => void own.refetch()} title="Your events did not load" />
      ) : own.data === undefined ? (
        <ul key="pending" className="grid gap-3" aria-busy="true">
          {skeletons.map((each) => (
            <li key={each} className="skeleton h-30 rounded-card" />
          ))}
        </ul>
      ) : domains.length === 0 ? (
        <Empty title="You are no organizer yet" words="Ask the box office to name you one. Then your events stand here." />
      ) : own.data.items.length === 0 ? (
        <Empty title="Nothing on yet" words="An event starts as a draft that only you see.">
          <Link to="/events/create" className={buttonStyle("primary", "large")}>
            Create your first event
          </Link>
        </Empty>
      ) : (
        <ul className="grid gap-3">
          {own.data.items.map((item) => (
            <Item key={item.listing.id} {...item} isOneOfMany={domains.length > 1} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Empty({ title, words, children }: { title: string; words: string; children?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-edge px-6 py-16 text-center">
      <h2 className="text-lg">{title}</h2>
      <p className="text-quiet">{words}</p>
      <div className="mt-2">{children}</div>
    </div>
  );
}

function Item({ listing, sales, domain, isOneOfMany }: OwnListing & { isOneOfMany: boolean }) {
  const { next } = listing;
  return (
    <li className="relative grid grid-cols-[3.5rem_minmax(0,1fr)] items-center gap-x-4 gap-y-3 rounded-card border border-line bg-raised p-3 hover:border-edge sm:grid-cols-[4rem_minmax(0,1fr)_10rem_8rem] sm:gap-x-6 sm:pr-5">
      <Poster title={listing.title} url={listing.posterUrl} className="rounded-control" />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <Link
            to="/organizer/events/$id"
            params={{ id: listing.id }}
            className="max-w-full min-w-0 truncate font-display text-base font-bold tracking-tight after:absolute after:inset-0 after:rounded-card"
          >
            {listing.title}
          </Link>
          {listing.status === "DRAFT" ? <Badge tone="warm">Draft</Badge> : <Badge tone="good">Published</Badge>}
          {isOneOfMany ? <span className="text-xs text-quiet">{domainWords[domain].many}</span> : null}
        </div>
        <p className="tabular truncate text-sm text-quiet">
          {next === null
            ? listing.showtimeCount === 0
              ? "No showtimes yet"
              : "No showtime ahead"
            : `${dayAndClock(next.startsAt, next.timeZone)} ${zoneName(next.startsAt, next.timeZone)} · ${next.venue}, ${next.city}`}
        </p>
      </div>
      <div className="col-start-2 sm:col-start-auto">
        {sales === undefined || sales.seatsTotal === 0 ? null : <SoldBar sold={sales.seatsSold} total={sales.seatsTotal} />}
      </div>
      <div className="tabular col-start-2 text-sm sm:col-start-auto sm:text-right">
        {sales === undefined || sales.money.length === 0 ? (
          <span className="text-quiet">No sales</span>
        ) : (
          sales.money.map(({ currency, revenue, refunded }) => (
            <span key={currency} className="block font-semibold">
              {money(revenue - refunded, currency)}
            </span>
          ))
        )}
      </div>
    </li>
  );
}
