import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { limits } from "../../../contracts/limits.ts";
import { Below } from "./field.tsx";
import { inputStyle } from "./field-style.ts";

interface PasswordFieldProps {
  label?: string;
  name?: string;
  /** A new one has a least length and a hint; the present one is only asked for. */
  kind: "new" | "current";
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  aside?: ReactNode;
}

/** A password that its owner may look at. */
export function PasswordField({
  label = "Password",
  name = "password",
  kind,
  value,
  onChange,
  autoFocus = false,
  aside,
}: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const minLength = kind === "new" ? limits.passwordCharsMin : undefined;
  return (
    <TextField
      name={name}
      type={shown ? "text" : "password"}
      autoComplete={`${kind}-password`}
      autoFocus={autoFocus}
      isRequired
      value={value}
      onChange={onChange}
      maxLength={limits.passwordCharsMax}
      spellCheck="false"
      {...(minLength === undefined ? {} : { minLength })}
      className={`grid gap-1.5 ${kind === "new" ? "pb-2" : ""}`}
    >
      {({ isInvalid }) => (
        <>
          <div className="flex items-baseline justify-between gap-4">
            <Label className="text-sm font-medium">{label}</Label>
            {aside}
          </div>
          <div className="relative">
            <Input className={inputStyle("roomy", "pr-12")} />
            <ToggleButton
              isSelected={shown}
              onChange={setShown}
              aria-label={`Show ${label.toLowerCase()}`}
              className="absolute inset-y-1 right-1 grid w-10 place-items-center rounded-control text-quiet hover:text-ink"
            >
              {shown ? <EyeOff className="size-[18px]" aria-hidden /> : <Eye className="size-[18px]" aria-hidden />}
            </ToggleButton>
          </div>
          <Below
            hint={kind === "new" && !isInvalid ? `At least ${limits.passwordCharsMin} characters. A short sentence does well.` : undefined}
            minLength={minLength}
          />
        </>
      )}
    </TextField>
  );
}
