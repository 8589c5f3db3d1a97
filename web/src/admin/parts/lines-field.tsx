import { useId } from "react";

interface LinesFieldProps {
  label: string;
  name: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  fault: string | undefined;
}

/** A list, one thing a line. */
export function LinesField({ label, name, hint, value, onChange, fault }: LinesFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        name={name}
        rows={4}
        spellCheck={false}
        value={value}
        aria-describedby={`${id}-hint`}
        aria-invalid={fault !== undefined}
        className={`w-full rounded-control border bg-raised px-3.5 py-2.5 font-mono text-sm focus:outline-2 focus:outline-accent-text ${fault === undefined ? "border-edge" : "border-loss"}`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p
        id={`${id}-hint`}
        role={fault === undefined ? undefined : "alert"}
        className={`min-h-5 text-sm ${fault === undefined ? "text-quiet" : "text-loss"}`}
      >
        {fault ?? hint}
      </p>
    </div>
  );
}

/** The lines that hold something. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
