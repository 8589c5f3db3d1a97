import { type ReactNode, useId, useState } from "react";
import { inputStyle } from "../../parts/field-style.ts";

const style = inputStyle("dense", "focus:outline-2 focus:outline-accent-text");

interface DenseProps {
  label: string;
  children: (id: string) => ReactNode;
}

function Dense({ label, children }: DenseProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="truncate text-xs font-medium text-quiet">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface NumberInputProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number;
}

/** A number that is taken over as soon as it is one, and within its bounds. */
export function NumberInput({ label, value, onChange, min = 0, max = 1000, step = 1 }: NumberInputProps) {
  const [text, setText] = useState<string | null>(null);
  return (
    <Dense label={label}>
      {(id) => (
        <input
          id={id}
          type="number"
          className={`tabular ${style}`}
          min={min}
          max={max}
          step={step}
          value={text ?? value}
          onChange={({ target }) => {
            setText(target.value);
            const next = Number(target.value);
            if (target.value !== "" && Number.isFinite(next) && next >= min && next <= max) onChange(next);
          }}
          onBlur={() => setText(null)}
        />
      )}
    </Dense>
  );
}

interface TextInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** Offered while typing. */
  choices?: readonly string[];
}

export function TextInput({ label, value, onChange, placeholder, choices }: TextInputProps) {
  return (
    <Dense label={label}>
      {(id) => (
        <>
          <input
            id={id}
            className={style}
            value={value}
            placeholder={placeholder}
            autoComplete="off"
            list={choices === undefined ? undefined : `${id}-choices`}
            onChange={({ target }) => onChange(target.value)}
          />
          {choices === undefined ? null : (
            <datalist id={`${id}-choices`}>
              {choices.map((choice) => (
                <option key={choice} value={choice} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Dense>
  );
}

interface ChoiceInputProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly (readonly [value: Value, words: string])[];
  onChange: (value: Value) => void;
}

export function ChoiceInput<Value extends string>({ label, value, choices, onChange }: ChoiceInputProps<Value>) {
  return (
    <Dense label={label}>
      {(id) => (
        <select
          id={id}
          className={style}
          value={value}
          onChange={({ target }) => onChange(choices.find(([each]) => each === target.value)?.[0] ?? value)}
        >
          {choices.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Dense>
  );
}

/** A part of the panel that opens and closes. */
export function Fold({ title, children, isOpen = true }: { title: string; children: ReactNode; isOpen?: boolean }) {
  return (
    <details open={isOpen} className="group border-b border-line">
      <summary className="flex h-10 cursor-pointer items-center justify-between px-4 text-sm font-semibold select-none hover:bg-line/40">
        {title}
        <span aria-hidden="true" className="text-quiet transition-transform duration-150 group-open:rotate-90">
          ›
        </span>
      </summary>
      <div className="grid gap-3 px-4 pt-1 pb-4">{children}</div>
    </details>
  );
}
