import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";

/** A ticket's number typed by hand, or what a hand scanner types: those end with Enter. */
export function ManualEntry({ onCode }: { onCode: (code: string) => boolean }) {
  const [text, setText] = useState("");
  return (
    <form
      className="grid grid-cols-[1fr_auto] items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (onCode(text)) setText("");
      }}
    >
      <Field
        label="Ticket number or code"
        hint="A hand scanner types here, too."
        value={text}
        onChange={setText}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" variant="primary" size="large" className="mt-[1.6875rem]" isDisabled={text.trim() === ""}>
        Check in
      </Button>
    </form>
  );
}
