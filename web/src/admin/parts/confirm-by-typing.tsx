import { type ReactNode, useState } from "react";
import { Form } from "react-aria-components/Form";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";

interface ConfirmByTypingProps {
  title: string;
  /** What must be typed. */
  word: string;
  action: string;
  acting: string;
  isOpen: boolean;
  onClose: () => void;
  attempt: { mutate: () => void; isPending: boolean; error: unknown };
  /** What will happen. */
  children: ReactNode;
}

/** For what cannot be undone: the button works when the word is typed. */
export function ConfirmByTyping({ isOpen, onClose, title, ...rest }: ConfirmByTypingProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} stays>
      <Question onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Question({ word, action, acting, onClose, attempt, children }: Omit<ConfirmByTypingProps, "title" | "isOpen">) {
  const [typed, setTyped] = useState("");
  const isRight = typed.trim() === word;
  return (
    <Form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) attempt.mutate();
      }}
    >
      <p className="text-sm text-quiet">{children}</p>
      <Field label={`Type ${word} to confirm`} autoComplete="off" spellCheck="false" autoFocus value={typed} onChange={setTyped} />
      <FormFailure error={attempt.error} />
      <div className="flex justify-end gap-3">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" variant="loss" isDisabled={!isRight} isPending={attempt.isPending}>
          {attempt.isPending ? acting : action}
        </Button>
      </div>
    </Form>
  );
}
