import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { ShowtimeWithListing, UpdateShowtime } from "../../../../contracts/showtimes.ts";
import { failedWith } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import { domainOfParam, domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { toast } from "../../shell/toast.ts";
import { ownShowtimeQuery } from "../api/organizer-queries.ts";
import { OrganizerHead, ToEvent } from "../parts/organizer-head.tsx";
import { draftOf, type Faults, updateBody } from "../showtime/showtime-draft.ts";
import { ShowtimeForm } from "../showtime/showtime-form.tsx";

/** Changes what a showtime says. What is held or bought keeps its price. */
export function EditShowtimePage() {
  const { id } = useParams({ from: "/organizer/organizer/showtimes/$id/edit" });
  const show = useQuery(ownShowtimeQuery(domainOfParam(useSearch({ from: "/organizer/organizer/showtimes/$id/edit" }).d), id));
  if (failedWith(show.error, "SHOWTIME_NOT_FOUND")) return <NotFound />;
  if (show.isError) return <Failed error={show.error} retry={() => void show.refetch()} title="The showtime did not load" />;
  if (show.data === undefined) return <PagePending />;
  return <Edit key={show.data.updatedAt} show={show.data} />;
}

function Edit({ show }: { show: ShowtimeWithListing }) {
  const [before] = useState(() => draftOf(show));
  const [draft, setDraft] = useState(before);
  const [faults, setFaults] = useState<Faults>({});
  const { domain } = show.listing;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const back = () => navigate({ to: "/organizer/showtimes/$id", params: { id: show.id }, search: { d: domainWords[domain].param } });
  const save = useMutation({
    mutationFn: (body: UpdateShowtime) => request(domain, `/showtimes/${show.id}`, { method: "PATCH", body }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ownShowtimeQuery(domain, show.id).queryKey }),
        queryClient.invalidateQueries({ queryKey: ["showtime", show.id] }),
      ]);
      toast({ title: "The showtime is changed" });
      await back();
    },
  });
  return (
    <form
      className="page grid max-w-5xl gap-8 py-8 sm:py-12"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const made = updateBody(draft, before, show.timeZone);
        setFaults(made.ok ? {} : made.faults);
        if (!made.ok) return;
        if (Object.keys(made.body).length === 0) void back();
        else save.mutate(made.body);
      }}
    >
      <OrganizerHead
        title="Edit showtime"
        lead={`${show.listing.title} at ${show.venue.name}. What is held or bought keeps its price.`}
        above={<ToEvent id={show.listingId} title={show.listing.title} />}
      />
      <ShowtimeForm
        draft={draft}
        change={(changes) => {
          setDraft((old) => ({ ...old, ...changes }));
          setFaults({});
        }}
        faults={faults}
        timeZone={show.timeZone}
        isNew={false}
      />
      <div className="grid justify-items-start gap-3 border-t border-line pt-6">
        <FormFailure error={save.error} />
        <div className="flex gap-3">
          <Button type="submit" variant="primary" size="large" isPending={save.isPending}>
            {save.isPending ? "Saving…" : "Save changes"}
          </Button>
          <Button size="large" onPress={() => void back()}>
            Cancel
          </Button>
        </div>
      </div>
    </form>
  );
}
