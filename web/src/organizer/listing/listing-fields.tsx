import { useId } from "react";
import { limits } from "../../../../contracts/limits.ts";
import type { Domain } from "../../domains.ts";
import { Field } from "../../parts/field.tsx";
import type { ListingDraft } from "./listing-draft.ts";

interface ListingFieldsProps {
  domain: Domain;
  draft: ListingDraft;
  onChange: (changes: Partial<ListingDraft>) => void;
  errors: Record<string, string>;
}

/** What people read of a listing. */
export function ListingFields({ domain, draft, onChange, errors }: ListingFieldsProps) {
  const id = useId();
  const field = (name: keyof ListingDraft) => ({
    name,
    value: draft[name],
    onChange: (value: string) => onChange({ [name]: value }),
  });
  return (
    <>
      <Field label="Title" isRequired maxLength={limits.nameCharsMax} {...field("title")} />
      {domain === "BUS" ? (
        <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
          <Field label="From" isRequired maxLength={limits.nameCharsMax} {...field("origin")} />
          <Field label="To" isRequired maxLength={limits.nameCharsMax} {...field("destination")} />
        </div>
      ) : null}
      <div className="grid gap-1.5 pb-5">
        <label htmlFor={id} className="text-sm font-medium">
          Description
        </label>
        <textarea
          id={id}
          rows={5}
          maxLength={limits.descriptionCharsMax}
          value={draft.description}
          onChange={({ target }) => onChange({ description: target.value })}
          className="w-full rounded-control border border-edge bg-raised px-3.5 py-2.5 focus:outline-2 focus:outline-accent-text"
        />
        {errors.description === undefined ? null : <p className="text-sm text-loss">{errors.description}</p>}
      </div>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-3">
        <Field label={domain === "MOVIE" ? "Genre" : "Kind"} placeholder={domain === "MOVIE" ? "Drama" : "Theatre"} {...field("type")} />
        <Field label="Language" placeholder="en" hint="As a tag: en, de-AT" {...field("language")} />
        <Field label="Minutes" inputMode="numeric" pattern="[0-9]*" {...field("durationMinutes")} />
      </div>
      <Field
        label="Poster"
        placeholder="https://…"
        hint="The address of a picture, 2:3. Without one we draw one."
        maxLength={limits.urlCharsMax}
        {...field("posterUrl")}
      />
    </>
  );
}
