import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import type { VenueWithLayout } from "../../../../contracts/venues.ts";
import { failedWith } from "../../api/failure.ts";
import { type Domain, domainOfParam, domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { toast } from "../../shell/toast.ts";
import { venueQuery } from "../api/organizer-queries.ts";
import { Editor } from "./editor.tsx";
import { emptyHouse, houseOf, seatCount } from "./house/house.ts";
import { SaveVenue, type VenueFacts } from "./save-venue.tsx";
import { useEditor } from "./use-editor.ts";

/** An empty plane. */
export function NewVenuePage() {
  const { d } = useSearch({ strict: false });
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return <Desk domain={domainOfParam(d) ?? "EVENT"} venue={null} facts={{ name: "", city: "", timeZone }} />;
}

/** The house of a venue that is there, to make another from it. */
export function EditVenuePage() {
  const { id = "" } = useParams({ strict: false });
  const domain = domainOfParam(useSearch({ strict: false }).d) ?? "EVENT";
  const venue = useQuery(venueQuery(domain, id));
  if (failedWith(venue.error, "VENUE_NOT_FOUND")) return <NotFound />;
  if (venue.isError) return <Failed error={venue.error} retry={() => void venue.refetch()} title="The venue did not load" />;
  if (venue.data === undefined) return <PagePending />;
  const { name, city, timeZone } = venue.data;
  return <Desk key={id} domain={domain} venue={venue.data} facts={{ name, city, timeZone }} />;
}

interface DeskProps {
  domain: Domain;
  venue: VenueWithLayout | null;
  facts: VenueFacts;
}

function Desk({ domain, venue, facts }: DeskProps) {
  const editor = useEditor(venue?.layout ? houseOf(venue.layout) : emptyHouse);
  const [isSaving, setSaving] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false });
  const isDirty = editor.state.history.past.length > 0 && !isSaved;
  useBlocker({
    shouldBlockFn: () => isDirty && !confirm("Leave the editor? What you drew is not saved."),
    enableBeforeUnload: () => isDirty,
    disabled: !isDirty,
  });
  const grave = editor.faults.find((fault) => fault.isGrave);
  const title = venue === null ? "New venue" : `Seats of ${venue.name}`;
  return (
    <div className="flex h-full flex-col">
      <PageHead title={title} />
      <header className="flex items-center gap-3 border-b border-line px-3 py-2 sm:px-4">
        <Link
          to="/events/my"
          aria-label="Back to your events"
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-control hover:bg-line/60"
        >
          <ArrowLeft className="size-5" aria-hidden />
        </Link>
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-base font-bold sm:text-lg">{title}</h1>
          <p className="truncate text-sm text-quiet">
            {venue === null ? "Draw the seats, then save" : `${venue.city}. Saving makes a new venue; this one stays.`}
          </p>
        </div>
        <Button
          variant="primary"
          isDisabled={seatCount(editor.house) === 0 || grave !== undefined}
          onPress={() => setSaving(true)}
          aria-label="Save as new venue"
        >
          <span className="sm:hidden">Save</span>
          <span className="max-sm:hidden">Save as new venue</span>
        </Button>
      </header>
      <Editor editor={editor} front={domainWords[domain].front} />
      <SaveVenue
        domain={domain}
        house={editor.house}
        facts={facts}
        isCopy={venue !== null}
        isOpen={isSaving}
        onClose={() => setSaving(false)}
        onSaved={(saved) => {
          setSaving(false);
          setSaved(true);
          toast({ title: `${saved.name} is saved`, body: "You can put on showtimes there now." });
          const search = { d: domainWords[domain].param, venue: saved.id };
          // Leaves only once the page knows that there is nothing to lose.
          setTimeout(() => {
            if (next === undefined) void navigate({ to: "/organizer/venues/$id/edit", params: { id: saved.id }, search, replace: true });
            else void navigate({ to: "/organizer/events/$id/showtimes/new", params: { id: next }, search });
          });
        }}
      />
    </div>
  );
}
