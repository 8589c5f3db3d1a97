import { useId } from "react";
import { inputStyle } from "../../parts/field-style.ts";

interface ChoiceFieldProps<Value extends string> {
  label: string;
  value: Value;
  choices: Record<Value, string>;
  onChange: (value: Value) => void;
}

/** One of a few words. */
export function ChoiceField<Value extends string>({ label, value, choices, onChange }: ChoiceFieldProps<Value>) {
  const id = useId();
  const values = Object.keys(choices) as Value[];
  return (
    <div className="grid gap-1.5 pb-5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        className={inputStyle("roomy", "focus:outline-2 focus:outline-accent-text")}
        onChange={({ target }) => onChange(values.find((each) => each === target.value) ?? value)}
      >
        {values.map((each) => (
          <option key={each} value={each}>
            {choices[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
