import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { CalendarPlus, ExternalLink } from "lucide-react";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { ListingWithShowtimes } from "../../../../contracts/showtimes.ts";
import { Badge } from "../../admin/parts/badge.tsx";
import { failedWith } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import { domainOfListing, domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { toast } from "../../shell/toast.ts";
import { ownListingQuery, ownListingsQuery, ownShowtimes } from "../api/organizer-queries.ts";
import { listingBody, listingDraftOf } from "../listing/listing-draft.ts";
import { ListingFields } from "../listing/listing-fields.tsx";
import { ShowtimeList } from "../listing/showtime-list.tsx";
import { OrganizerHead, ToMyEvents } from "../parts/organizer-head.tsx";

/** One listing: when it is on, what people read of it, and whether they see it. */
export function EventPage() {
  const { id } = useParams({ from: "/organizer/organizer/events/$id" });
  const listing = useQuery(ownListingQuery(id));
  if (failedWith(listing.error, "LISTING_NOT_FOUND")) return <NotFound />;
  if (listing.isError) return <Failed error={listing.error} retry={() => void listing.refetch()} title="The event did not load" />;
  if (listing.data === undefined) return <PagePending />;
  return <Event key={id} listing={listing.data} />;
}

function Event({ listing }: { listing: ListingWithShowtimes }) {
  const domain = domainOfListing(listing.id);
  const { kind } = domainWords[domain];
  const path = `/${kind}/${listing.id}`;
  const isDraft = listing.status === "DRAFT";
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const reread = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ownListingQuery(listing.id).queryKey }),
      queryClient.invalidateQueries({ queryKey: ownListingsQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: ["listing", domain, listing.id] }),
      // Showtimes say whether their listing is published.
      queryClient.invalidateQueries({ queryKey: ownShowtimes }),
      queryClient.invalidateQueries({ queryKey: ["showtime"] }),
    ]);
  const publish = useMutation({
    mutationFn: () => request(domain, path, { method: "PATCH", body: { status: isDraft ? "PUBLISHED" : "DRAFT" } }),
    onSuccess: async () => {
      await reread();
      toast(
        isDraft
          ? { title: `${listing.title} is published`, body: "Everybody sees it, and its seats are on sale." }
          : { title: `${listing.title} is a draft again`, body: "Nobody but you sees it, and nothing is sold." },
      );
    },
  });
  const remove = useMutation({
    mutationFn: () => request(domain, path, { method: "DELETE" }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ownListingsQuery.queryKey });
      await navigate({ to: "/events/my" });
    },
  });
  return (
    <div className="page grid gap-10 py-8 sm:py-12">
      <OrganizerHead
        title={listing.title}
        above={<ToMyEvents />}
        lead={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={isDraft ? "warm" : "good"}>{isDraft ? "Draft" : "Published"}</Badge>
            {isDraft ? "Only you see it." : "Everybody sees it."}
          </span>
        }
      >
        {isDraft ? null : (
          <Link to="/$kind/$id" params={{ kind, id: listing.id }} className={buttonStyle("plain")}>
            <ExternalLink className="size-4" aria-hidden />
            As visitors see it
          </Link>
        )}
        <Button variant={isDraft ? "primary" : "plain"} isPending={publish.isPending} onPress={() => publish.mutate()}>
          {isDraft ? "Publish" : "Unpublish"}
        </Button>
      </OrganizerHead>
      <FormFailure error={publish.error} />
      <section aria-labelledby="showtimes" className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="showtimes" className="text-lg">
            Showtimes
          </h2>
          <Link to="/organizer/events/$id/showtimes/new" params={{ id: listing.id }} className={buttonStyle("plain")}>
            <CalendarPlus className="size-4" aria-hidden />
            Add showtime
          </Link>
        </div>
        <ShowtimeList listing={listing} />
      </section>
      <section aria-labelledby="words" className="grid max-w-3xl gap-4">
        <h2 id="words" className="text-lg">
          What people read
        </h2>
        <EditForm listing={listing} path={path} reread={reread} />
      </section>
      {listing.showtimeCount === 0 ? (
        <section className="grid max-w-3xl justify-items-start gap-3 border-t border-line pt-6">
          <p className="text-sm text-quiet">An event without showtimes can be deleted.</p>
          <FormFailure error={remove.error} />
          <Button variant="loss" size="small" isPending={remove.isPending} onPress={() => remove.mutate()}>
            Delete event
          </Button>
        </section>
      ) : null}
    </div>
  );
}

function EditForm({ listing, path, reread }: { listing: ListingWithShowtimes; path: string; reread: () => Promise<unknown> }) {
  const domain = domainOfListing(listing.id);
  const [draft, setDraft] = useState(() => listingDraftOf(listing));
  const save = useMutation({
    mutationFn: () => request(domain, path, { method: "PATCH", body: listingBody(draft, domain) }),
    onSuccess: async () => {
      await reread();
      toast({ title: "Saved" });
    },
  });
  const errors = fieldErrors(save.error);
  const isSame = JSON.stringify(draft) === JSON.stringify(listingDraftOf(listing));
  return (
    <Form
      className="grid gap-2"
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ListingFields domain={domain} draft={draft} onChange={(changes) => setDraft({ ...draft, ...changes })} errors={errors} />
      {Object.keys(errors).length === 0 ? <FormFailure error={save.error} /> : null}
      <Button type="submit" variant="primary" isDisabled={isSame} isPending={save.isPending} className="justify-self-start">
        {save.isPending ? "Saving…" : "Save changes"}
      </Button>
    </Form>
  );
}
