import type { ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField, type TextFieldProps } from "react-aria-components/TextField";
import { inputStyle } from "./field-style.ts";

interface FieldProps extends Omit<TextFieldProps, "className" | "children"> {
  label: string;
  hint?: ReactNode;
  placeholder?: string;
}

/** A labelled line of text with its hint, or its error in the same place. */
export function Field({ label, hint, placeholder, ...rest }: FieldProps) {
  return (
    <TextField {...rest} className={`grid gap-1.5 ${hint === undefined ? "" : "pb-2"}`}>
      {({ isInvalid }) => (
        <>
          <Label className="text-sm font-medium">{label}</Label>
          <Input className={inputStyle()} {...(placeholder === undefined ? {} : { placeholder })} />
          <Below hint={isInvalid ? undefined : hint} type={rest.type} minLength={rest.minLength} />
        </>
      )}
    </TextField>
  );
}

interface BelowProps {
  hint: ReactNode;
  type?: TextFieldProps["type"];
  minLength?: number | undefined;
}

/**
 * The line under a field: it is kept free, so that a message which goes away while somebody presses the button below does not pull the
 * button from under the finger.
 */
export function Below({ hint, type, minLength }: BelowProps) {
  return (
    <div className="min-h-5 text-sm">
      {hint === undefined ? null : (
        <Text slot="description" className="text-quiet">
          {hint}
        </Text>
      )}
      <FieldError className="text-loss">
        {({ validationDetails, validationErrors }) => errorWords(validationDetails, { type, minLength }, validationErrors)}
      </FieldError>
    </div>
  );
}

function errorWords(details: ValidityState, { type, minLength }: Omit<BelowProps, "hint">, messages: string[]): string {
  if (details.valueMissing) return "This is needed.";
  if (details.tooShort) return `At least ${minLength} characters.`;
  if (details.typeMismatch && type === "email") return "This is no e-mail address.";
  return messages.join(" ");
}
