import { ConfirmationMail, renderConfirmationMail } from "./confirmation-mail.tsx";
import { oneLine } from "./one-line.ts";

/** Every kind of mail: what it is made from, and how. */
const kinds = {
  "booking-confirmed": (payload: unknown) => renderConfirmationMail(ConfirmationMail.parse(payload)),
};
export type MailKind = keyof typeof kinds;

/** A mail from the payload of its job. Throws for a payload that its kind does not take. */
export function renderMail(kind: MailKind, payload: unknown): { subject: string; html: string; text: string } {
  const mail = kinds[kind](payload);
  return { ...mail, subject: oneLine(mail.subject) };
}
