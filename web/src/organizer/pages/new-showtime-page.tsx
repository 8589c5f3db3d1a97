import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { CreateShowtime, ListingWithShowtimes, Showtime } from "../../../../contracts/showtimes.ts";
import type { VenueWithLayout } from "../../../../contracts/venues.ts";
import { failedWith } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import { domainOfListing, domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { toast } from "../../shell/toast.ts";
import { ownListingQuery, venueQuery } from "../api/organizer-queries.ts";
import { OrganizerHead, ToEvent } from "../parts/organizer-head.tsx";
import { Part } from "../showtime/form-parts.tsx";
import { createBody, type Faults, newDraft, type ShowtimeDraft } from "../showtime/showtime-draft.ts";
import { ShowtimeForm } from "../showtime/showtime-form.tsx";
import { tiersOfLayout } from "../showtime/tiers-of-layout.ts";
import { VenuePicker } from "../showtime/venue-picker.tsx";

/** Puts a listing on somewhere. */
export function NewShowtimePage() {
  const { id } = useParams({ from: "/organizer/organizer/events/$id/showtimes/new" });
  const listing = useQuery(ownListingQuery(id));
  if (failedWith(listing.error, "LISTING_NOT_FOUND")) return <NotFound />;
  if (listing.isError) return <Failed error={listing.error} retry={() => void listing.refetch()} title="The event did not load" />;
  if (listing.data === undefined) return <PagePending />;
  return <NewShowtime listing={listing.data} />;
}

function NewShowtime({ listing }: { listing: ListingWithShowtimes }) {
  const domain = domainOfListing(listing.id);
  const navigate = useNavigate();
  const { venue: venueId } = useSearch({ from: "/organizer/organizer/events/$id/showtimes/new" });
  const venue = useQuery({ ...venueQuery(domain, venueId ?? ""), enabled: venueId !== undefined });
  return (
    <div className="page grid max-w-5xl gap-8 py-8 sm:py-12">
      <OrganizerHead title="New showtime" lead={listing.title} above={<ToEvent id={listing.id} title={listing.title} />} />
      <Part title="Where" lead="The seats come from the venue.">
        <VenuePicker
          domain={domain}
          listingId={listing.id}
          venueId={venueId}
          onPick={({ id }) => void navigate({ to: ".", search: (before) => ({ ...before, venue: id }), replace: true, resetScroll: false })}
        />
      </Part>
      {venueId === undefined ? null : venue.isError ? (
        <Failed error={venue.error} retry={() => void venue.refetch()} title="The venue did not load" />
      ) : venue.data === undefined ? (
        <div className="skeleton h-64 rounded-card" />
      ) : (
        <Terms key={venue.data.id} listing={listing} venue={venue.data} />
      )}
    </div>
  );
}

function Terms({ listing, venue }: { listing: ListingWithShowtimes; venue: VenueWithLayout }) {
  const domain = domainOfListing(listing.id);
  const { kind, param } = domainWords[domain];
  const named = tiersOfLayout(venue.layout);
  const [draft, setDraft] = useState<ShowtimeDraft>(() => ({
    ...newDraft,
    ...(named.length > 0 && { tiers: named.map((name) => ({ name, price: "" })) }),
  }));
  const [faults, setFaults] = useState<Faults>({});
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: async (body: CreateShowtime) =>
      (await request<{ showtime: Showtime }>(domain, `/${kind}/${listing.id}/showtimes`, { method: "POST", body })).showtime,
    onSuccess: async (show) => {
      await queryClient.invalidateQueries({ queryKey: ownListingQuery(listing.id).queryKey });
      toast({
        title: "The showtime is on",
        body: listing.status === "DRAFT" ? "Publish the event to sell its seats." : "Its seats are on sale.",
      });
      await navigate({ to: "/organizer/showtimes/$id", params: { id: show.id }, search: { d: param }, replace: true });
    },
  });
  return (
    <form
      className="grid gap-8"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const made = createBody(draft, venue);
        setFaults(made.ok ? {} : made.faults);
        if (made.ok) create.mutate(made.body);
      }}
    >
      <ShowtimeForm
        draft={draft}
        change={(changes) => {
          setDraft((before) => ({ ...before, ...changes }));
          setFaults({});
        }}
        faults={faults}
        timeZone={venue.timeZone}
        isNew
      />
      <div className="grid justify-items-start gap-3 border-t border-line pt-6">
        {Object.keys(faults).length === 0 ? null : (
          <p role="alert" className="text-sm text-loss">
            {Object.keys(faults).length === 1 ? "One thing is" : `${Object.keys(faults).length} things are`} still to be mended above.
          </p>
        )}
        <FormFailure error={create.error} />
        <Button type="submit" variant="primary" size="large" isPending={create.isPending}>
          {create.isPending ? "Putting it on…" : "Put it on"}
        </Button>
      </div>
    </form>
  );
}
