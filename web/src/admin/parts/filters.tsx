import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { inputStyle } from "../../parts/field-style.ts";
import type { AdminSearch } from "../admin-search.ts";

type FilterKey = Exclude<keyof AdminSearch, "page" | "version" | "cursor">;
const pauseMs = 350;

/** Puts a filter into the address; the list begins anew. */
function useFilter(name: FilterKey): [value: string, set: (value: string) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (value: string) =>
    void navigate({
      to: ".",
      search: (before) => ({ ...before, [name]: value === "" ? undefined : value, cursor: undefined, page: undefined }),
      replace: true,
    });
  return [search[name] ?? "", set];
}

export function Filters({ children }: { children: ReactNode }) {
  return (
    <search className="flex flex-wrap items-end gap-3" aria-label="Filters">
      {children}
    </search>
  );
}

const labelStyle = "text-xs font-medium text-quiet";
const focused = "focus:outline-2 focus:outline-accent-text";

/** Looks for what is typed, as soon as the typing pauses. */
export function TextFilter({
  name,
  label,
  placeholder,
  wide = false,
}: {
  name: FilterKey;
  label: string;
  placeholder?: string;
  wide?: boolean;
}) {
  const id = useId();
  const [value, set] = useFilter(name);
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className={`grid gap-1 ${wide ? "min-w-56 flex-1" : "w-38"}`}>
      <label htmlFor={id} className={labelStyle}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        spellCheck={false}
        value={typed}
        placeholder={placeholder}
        className={inputStyle("dense", focused)}
        onChange={({ target }) => {
          setTyped(target.value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => set(target.value.trim()), pauseMs);
        }}
      />
    </div>
  );
}

interface ChoiceFilterProps {
  name: FilterKey;
  label: string;
  /** What is shown without a choice. */
  all: string;
  choices: readonly (readonly [value: string, words: string])[];
}

export function ChoiceFilter({ name, label, all, choices }: ChoiceFilterProps) {
  const id = useId();
  const [value, set] = useFilter(name);
  return (
    <div className="grid w-42 gap-1">
      <label htmlFor={id} className={labelStyle}>
        {label}
      </label>
      <select id={id} value={value} className={inputStyle("dense", `pr-7 ${focused}`)} onChange={({ target }) => set(target.value)}>
        <option value="">{all}</option>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A first and a last day, in UTC as the API counts them. */
export function PeriodFilter({ fallback = {} }: { fallback?: { from?: string; to?: string } }) {
  return (
    <>
      <DayFilter name="from" label="From" fallback={fallback.from} />
      <DayFilter name="to" label="To" fallback={fallback.to} />
    </>
  );
}

function DayFilter({ name, label, fallback = "" }: { name: "from" | "to"; label: string; fallback?: string | undefined }) {
  const id = useId();
  const [value, set] = useFilter(name);
  return (
    <div className="grid w-37 gap-1">
      <label htmlFor={id} className={labelStyle}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value === "" ? fallback : value}
        className={inputStyle("dense", focused)}
        onChange={({ target }) => set(target.value)}
      />
    </div>
  );
}
