import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField, type TextFieldProps } from "react-aria-components/TextField";

interface FieldProps extends Omit<TextFieldProps, "className" | "children"> {
  label: string;
  hint?: string;
}

/**
 * A labelled line of text with its hint, or its error in the same place: the line is kept free, so that a message which goes away while
 * somebody presses the button below does not pull the button from under the finger.
 */
export function Field({ label, hint, ...rest }: FieldProps) {
  return (
    <TextField {...rest} className="grid gap-1.5">
      {({ isInvalid }) => (
        <>
          <Label className="text-sm font-medium">{label}</Label>
          <Input className="h-12 rounded-control border border-edge bg-raised px-3.5 text-base placeholder:text-faint data-[focused]:border-transparent data-[focused]:outline-2 data-[focused]:outline-accent-text data-[invalid]:border-loss" />
          <div className="min-h-5 text-sm">
            {hint === undefined || isInvalid ? null : (
              <Text slot="description" className="text-quiet">
                {hint}
              </Text>
            )}
            <FieldError className="text-loss">
              {({ validationDetails, validationErrors }) => errorWords(validationDetails, rest, validationErrors)}
            </FieldError>
          </div>
        </>
      )}
    </TextField>
  );
}

function errorWords(details: ValidityState, { type, minLength }: Pick<TextFieldProps, "type" | "minLength">, messages: string[]): string {
  if (details.valueMissing) return "This is needed.";
  if (details.tooShort) return `At least ${minLength} characters.`;
  if (details.typeMismatch && type === "email") return "This is no e-mail address.";
  return messages.join(" ");
}
