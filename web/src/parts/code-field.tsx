import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { Below } from "./field.tsx";

export const codeDigits = 6;
const places = Array.from({ length: codeDigits }, (_, place) => place);

interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  /** Called with the sixth digit. */
  onComplete?: (code: string) => void;
  autoFocus?: boolean;
  label?: string;
}

/**
 * The six digits of a mailed code. One real line of text under six drawn boxes: so pasting "123 456", the phone's own suggestion, selecting
 * and deleting work as everywhere.
 */
export function CodeField({ value, onChange, onComplete, autoFocus = false, label = "Code from the mail" }: CodeFieldProps) {
  return (
    <TextField
      name="otp"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus={autoFocus}
      isRequired
      value={value}
      onChange={(typed) => {
        const code = typed.replaceAll(/\D/g, "").slice(0, codeDigits);
        onChange(code);
        if (code.length === codeDigits && code !== value) onComplete?.(code);
      }}
      validate={(code) => (code.length > 0 && code.length < codeDigits ? `The code has ${codeDigits} digits.` : null)}
      className="grid gap-1.5"
    >
      <Label className="text-sm font-medium">{label}</Label>
      <div className="group relative max-w-78">
        <div aria-hidden="true" className="grid grid-cols-6 gap-2">
          {places.map((place) => (
            <span
              key={place}
              data-here={place === Math.min(value.length, codeDigits - 1) ? "" : undefined}
              className="tabular grid h-13 place-items-center rounded-control border border-edge bg-raised font-display text-lg font-bold group-has-[[data-focused]]:data-here:border-transparent group-has-[[data-focused]]:data-here:outline-2 group-has-[[data-focused]]:data-here:outline-accent-text group-has-[[data-invalid]]:border-loss"
            >
              {value[place] ?? ""}
            </span>
          ))}
        </div>
        <Input className="absolute inset-0 w-full bg-transparent pl-4 text-base tracking-[2.4em] text-transparent caret-transparent outline-none selection:bg-transparent" />
      </div>
      <Below hint={undefined} />
    </TextField>
  );
}
