import { type HTMLAttributes, type ReactNode, useId } from "react";
import { inputStyle } from "../../parts/field-style.ts";

/** A part of a long form with its heading. */
export function Part({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-4 border-t border-line pt-6 md:grid-cols-[14rem_minmax(0,1fr)] md:gap-8">
      <div className="grid content-start gap-1">
        <h2 id={id} className="text-base">
          {title}
        </h2>
        {lead === undefined ? null : <p className="text-sm text-quiet">{lead}</p>}
      </div>
      <div className="grid min-w-0 content-start gap-4">{children}</div>
    </section>
  );
}

interface EntryProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  fault: string | undefined;
  hint?: ReactNode;
  type?: "text" | "datetime-local";
  inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  placeholder?: string;
  suffix?: string;
  isDisabled?: boolean;
}

/** A line of a form whose fault is known before it is sent. */
export function Entry({
  label,
  value,
  onChange,
  fault,
  hint,
  type = "text",
  inputMode,
  placeholder,
  suffix,
  isDisabled = false,
}: EntryProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative min-w-0">
        <input
          id={id}
          type={type}
          inputMode={inputMode}
          placeholder={placeholder}
          autoComplete="off"
          disabled={isDisabled}
          value={value}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-below`}
          onChange={({ target }) => onChange(target.value)}
          className={inputStyle(
            "roomy",
            `tabular h-11 text-base focus:outline-2 focus:outline-accent-text disabled:opacity-60 ${suffix === undefined ? "" : "pr-14"} ${fault === undefined ? "" : "border-loss"}`,
          )}
        />
        {suffix === undefined ? null : (
          <span className="pointer-events-none absolute inset-y-0 right-3.5 grid place-items-center text-sm text-quiet">{suffix}</span>
        )}
      </div>
      <p id={`${id}-below`} className={`text-sm ${fault === undefined ? "text-quiet" : "text-loss"}`}>
        {fault ?? hint}
      </p>
    </div>
  );
}

interface PickProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly (readonly [value: Value, words: string])[];
  onChange: (value: Value) => void;
  hint?: ReactNode;
}

export function Pick<Value extends string>({ label, value, choices, onChange, hint }: PickProps<Value>) {
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(choices.find(([each]) => each === target.value)?.[0] ?? value)}
        className={inputStyle("roomy", "h-11 text-base focus:outline-2 focus:outline-accent-text")}
      >
        {choices.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
      {hint === undefined ? null : <p className="text-sm text-quiet">{hint}</p>}
    </div>
  );
}
