import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { PencilRuler } from "lucide-react";
import { useId, useState } from "react";
import type { Venue } from "../../../../contracts/venues.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { inputStyle } from "../../parts/field-style.ts";
import { seats } from "../../words.ts";
import { venueQuery, venuesQuery } from "../api/organizer-queries.ts";

interface VenuePickerProps {
  domain: Domain;
  listingId: string;
  venueId: string | undefined;
  onPick: (venue: Venue) => void;
}

/** Where it is on: one of the venues that are there, or a new one. */
export function VenuePicker({ domain, listingId, venueId, onPick }: VenuePickerProps) {
  const [q, setQ] = useState("");
  const id = useId();
  const venues = useQuery(venuesQuery(domain, q.trim()));
  const found = venues.data?.items ?? [];
  const { param } = domainWords[domain];
  const picked = useQuery({ ...venueQuery(domain, venueId ?? ""), enabled: venueId !== undefined });
  const shown = picked.data !== undefined && q === "" && !found.some((venue) => venue.id === venueId) ? [picked.data, ...found] : found;
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <div className="grid min-w-48 flex-1 gap-1.5">
          <label htmlFor={id} className="text-sm font-medium">
            Find a venue
          </label>
          <input
            id={id}
            type="search"
            value={q}
            onChange={({ target }) => setQ(target.value)}
            className={inputStyle("roomy", "h-11 text-base focus:outline-2 focus:outline-accent-text")}
          />
        </div>
        <Link to="/organizer/venues/new" search={{ d: param, next: listingId }} className={buttonStyle("plain", "medium", "h-11")}>
          <PencilRuler className="size-4" aria-hidden />
          Draw a new one
        </Link>
      </div>
      <fieldset className="max-h-72 overflow-y-auto rounded-card border border-line">
        <legend className="sr-only">Venue</legend>
        {venues.isPending ? <div className="skeleton m-3 h-24" /> : null}
        {shown.length === 0 && !venues.isPending ? (
          <p className="p-6 text-center text-sm text-quiet">{q === "" ? "There is no venue yet. Draw one." : "No venue is called that."}</p>
        ) : null}
        {shown.map((venue) => (
          <label
            key={venue.id}
            className="flex cursor-pointer items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0 hover:bg-stage has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent-text"
          >
            <input
              type="radio"
              name="venue"
              value={venue.id}
              checked={venue.id === venueId}
              onChange={() => onPick(venue)}
              className="size-4"
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{venue.name}</span>
              <span className="block truncate text-sm text-quiet">
                {venue.city} · {venue.timeZone}
              </span>
            </span>
            <span className="tabular text-sm text-quiet">{venue.seatCount === 0 ? "No seats" : seats(venue.seatCount)}</span>
          </label>
        ))}
      </fieldset>
      {venueId === undefined ? null : (
        <Link
          to="/organizer/venues/$id/edit"
          params={{ id: venueId }}
          search={{ d: param, next: listingId }}
          className="justify-self-start text-sm font-medium text-accent-text hover:underline"
        >
          Draw a new venue from this one
        </Link>
      )}
    </>
  );
}
