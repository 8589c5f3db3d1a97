import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { Venue } from "../../../../contracts/venues.ts";
import { ChoiceField } from "../../admin/parts/choice-field.tsx";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure, fieldErrors } from "../../parts/form-failure.tsx";
import { seats as seatWords } from "../../words.ts";
import { organizing } from "../api/organizer-queries.ts";
import { type House, layoutOf, seatCount } from "./house/house.ts";

export interface VenueFacts {
  name: string;
  city: string;
  timeZone: string;
}

interface SaveVenueProps {
  domain: Domain;
  house: House;
  facts: VenueFacts;
  /** Whether the house was another venue's before. */
  isCopy: boolean;
  isOpen: boolean;
  onClose: () => void;
  onSaved: (venue: Venue) => void;
}

/** Venues never change: people hold tickets for them. What was drawn becomes a venue of its own. */
export function SaveVenue({ isOpen, onClose, ...rest }: SaveVenueProps) {
  return (
    <Dialog title="Save as new venue" isOpen={isOpen} onClose={onClose}>
      <SaveForm {...rest} />
    </Dialog>
  );
}

/** Showtimes are entered and shown in the venue's. */
const zones: Record<string, string> = Object.fromEntries(
  ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => [zone, zone.replaceAll("_", " ")]),
);

function SaveForm({ domain, house, facts, isCopy, onSaved }: Omit<SaveVenueProps, "isOpen" | "onClose">) {
  const [draft, setDraft] = useState(facts);
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: async () => {
      const body = { name: draft.name.trim(), city: draft.city.trim(), timeZone: draft.timeZone.trim(), layout: layoutOf(house) };
      return (await request<{ venue: Venue }>(domain, "/venues", { method: "POST", body })).venue;
    },
    onSuccess: async (venue) => {
      await queryClient.invalidateQueries({ queryKey: [organizing, "venues"] });
      onSaved(venue);
    },
  });
  const set = (key: keyof VenueFacts) => (value: string) => setDraft((before) => ({ ...before, [key]: value }));
  const errors = fieldErrors(save.error);
  const isElsewhere = save.error !== null && !["name", "city", "timeZone"].some((field) => field in errors);
  return (
    <Form
      className="grid gap-2"
      validationErrors={errors}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p className="mb-2 text-sm text-quiet">
        {seatWords(seatCount(house))}.{" "}
        {isCopy
          ? "A venue stays as it is once it is saved, because its showtimes use it: this makes another one."
          : "Once it is saved, a venue stays as it is."}
      </p>
      <Field label="Name" name="name" isRequired maxLength={200} value={draft.name} onChange={set("name")} autoFocus />
      <Field label="City" name="city" isRequired maxLength={200} value={draft.city} onChange={set("city")} />
      <ChoiceField label="Time zone" value={draft.timeZone} choices={zones} onChange={set("timeZone")} />
      {isElsewhere ? <FormFailure error={save.error} /> : null}
      <Button type="submit" variant="primary" size="large" isPending={save.isPending}>
        {save.isPending ? "Saving…" : "Save as new venue"}
      </Button>
    </Form>
  );
}
