import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { OwnEntry } from "../../api/after-sale-queries.ts";
import { showtimeQuery } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { dayAndClock, zoneName } from "../../time.ts";

/** The show that somebody waits for, and the way to it. */
export function WhatFor({ own: { domain, entry } }: { own: OwnEntry }) {
  const show = useQuery(showtimeQuery(domain, entry.showtimeId)).data;
  if (show === undefined) return <div className="skeleton h-12 w-56 max-w-full" />;
  return (
    <Link to="/$kind/$id" params={{ kind: domainWords[domain].kind, id: show.listing.id }} className="min-w-0">
      <span className="block truncate font-display font-bold tracking-tight">{show.listing.title}</span>
      <span className="tabular block truncate text-sm text-quiet">
        {dayAndClock(show.startsAt, show.timeZone)} {zoneName(show.startsAt, show.timeZone)} · {show.venue.name}
      </span>
    </Link>
  );
}
