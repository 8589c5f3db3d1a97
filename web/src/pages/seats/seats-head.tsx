import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { domainWords } from "../../domains.ts";
import { dayAndClock, zoneName } from "../../time.ts";
import type { LiveState } from "./live-seats.ts";

const stateWords: Record<LiveState, string> = { connecting: "", live: "Live", reconnecting: "Reconnecting" };

export function SeatsHead({ show, state }: { show: ShowtimeWithListing; state: LiveState }) {
  const { listing, venue } = show;
  return (
    <header className="flex items-center gap-3 border-b border-line px-3 py-2 sm:px-5">
      <Link
        to="/$kind/$id"
        params={{ kind: domainWords[listing.domain].kind, id: listing.id }}
        aria-label={`Back to ${listing.title}`}
        className="inline-flex size-10 shrink-0 items-center justify-center rounded-control hover:bg-line/60"
      >
        <ArrowLeft className="size-5" aria-hidden />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-base font-bold sm:text-lg">{listing.title}</h1>
        <p className="tabular truncate text-sm text-quiet">
          {dayAndClock(show.startsAt, show.timeZone)} {zoneName(show.startsAt, show.timeZone)} · {venue.name}, {venue.city}
        </p>
      </div>
      <p role="status" className="flex min-w-14 shrink-0 items-center justify-end gap-2 text-sm text-quiet">
        <span
          aria-hidden="true"
          className={`size-2 rounded-full ${state === "live" ? "bg-ink" : "animate-pulse border border-edge bg-transparent"}`}
        />
        {stateWords[state]}
        {state === "reconnecting" ? <span className="max-sm:sr-only">— seats may be a moment behind</span> : null}
      </p>
    </header>
  );
}
