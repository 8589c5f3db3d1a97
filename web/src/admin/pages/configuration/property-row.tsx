import { Trash2 } from "lucide-react";
import { useId } from "react";
import type { PropertyDescription } from "../../../../../contracts/configuration.ts";
import { IconButton } from "../../../parts/button.tsx";
import { inputStyle } from "../../../parts/field-style.ts";
import { boundsOf, type DraftProperty, type ValueType } from "./config-draft.ts";

interface PropertyRowProps {
  draft: DraftProperty;
  description: PropertyDescription | undefined;
  fault: string | undefined;
  onChange: (part: Partial<DraftProperty>) => void;
  onRemove: () => void;
}

const focused = "focus:outline-2 focus:outline-accent-text";
const types: [ValueType, string][] = [
  ["text", "Text"],
  ["number", "Number"],
  ["boolean", "Yes or no"],
];

/** A property with what it may be; the server's objection stands in the place of the hint. */
export function PropertyRow({ draft, description, fault, onChange, onRemove }: PropertyRowProps) {
  const id = useId();
  const { property, type, text } = draft;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1.5 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_15rem_auto]">
      <div className="col-span-2 min-w-0 sm:col-span-1">
        <label htmlFor={id} className="block font-mono text-sm break-all">
          {property}
        </label>
        <p
          id={`${id}-hint`}
          className={`text-xs ${fault === undefined ? "text-quiet" : "text-loss"}`}
          role={fault === undefined ? undefined : "alert"}
        >
          {fault ?? (description === undefined ? "" : hintOf(description))}
        </p>
      </div>
      <div className="flex min-w-0 gap-2">
        {description === undefined ? (
          <select
            aria-label={`Type of ${property}`}
            value={type}
            className={inputStyle("dense", `w-28 shrink-0 ${focused}`)}
            onChange={({ target }) => onChange({ type: types.find(([value]) => value === target.value)?.[0] ?? "text" })}
          >
            {types.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        ) : null}
        {type === "boolean" ? (
          <select id={id} value={text} className={inputStyle("dense", focused)} onChange={({ target }) => onChange({ text: target.value })}>
            <option value="true">Yes</option>
            <option value="false">No</option>
          </select>
        ) : (
          <input
            id={id}
            value={text}
            spellCheck={false}
            autoComplete="off"
            inputMode={type === "number" ? "decimal" : "text"}
            aria-describedby={`${id}-hint`}
            aria-invalid={fault !== undefined}
            title={description?.secret ? "A secret: the stars stand for what it is, and keep it" : undefined}
            className={inputStyle("dense", `tabular ${focused} ${fault === undefined ? "" : "border-loss"}`)}
            onChange={({ target }) => onChange({ text: target.value })}
          />
        )}
      </div>
      <IconButton aria-label={`Remove ${property}`} className="size-9 text-quiet hover:text-loss" onPress={onRemove}>
        <Trash2 className="size-4" aria-hidden />
      </IconButton>
    </li>
  );
}

const hintOf = (description: PropertyDescription): string =>
  [description.description, boundsOf(description), description.default === "" ? "" : `Default: ${description.default}.`]
    .filter(Boolean)
    .join(" ");
