import type { MailKind } from "../../contracts/mails.ts";
import type { AttachmentName } from "./attachments/attachment-names.ts";
import { oneLine } from "./one-line.ts";
import { codeMail, passwordChangedMail } from "./templates/account-mails.ts";
import { cancelledMail, changedMail, offerMail, refundedMail, showtimeCancelledMail } from "./templates/after-sale-mails.ts";
import { confirmationMail } from "./templates/confirmation-mail.ts";
import { digestMail } from "./templates/digest-mail.ts";
import type { MailContent, MailFrame } from "./templates/mail-content.ts";
import { mailHtml } from "./templates/mail-page.tsx";
import { mailText } from "./templates/mail-text.ts";
import {
  orderCancelledMail,
  orderDeliveredMail,
  orderPaidMail,
  orderRefundedMail,
  orderReturnedMail,
  orderShippedMail,
} from "./templates/order-mails.ts";
import { failedPaymentMail, receiptMail, refundedPaymentMail } from "./templates/payment-mails.ts";
import { bookingFailuresMail, webhookDisabledMail } from "./templates/platform-mails.ts";
import { dayBeforeMail, fridayMail } from "./templates/reminder-mails.ts";
import { showtimeChangedMail } from "./templates/showtime-changed-mail.ts";

/** Every kind of mail: what it says, made from its payload and what is attached. */
const kinds: Record<MailKind, (payload: unknown, attached: readonly AttachmentName[]) => MailContent> = {
  "booking-confirmed": confirmationMail,
  "booking-changed": changedMail,
  "booking-cancelled": cancelledMail,
  "booking-refunded": refundedMail,
  "showtime-cancelled": showtimeCancelledMail,
  "showtime-changed": showtimeChangedMail,
  "waitlist-offered": offerMail,
  "order-paid": orderPaidMail,
  "order-shipped": orderShippedMail,
  "order-delivered": orderDeliveredMail,
  "order-cancelled": orderCancelledMail,
  "order-returned": orderReturnedMail,
  "order-refunded": orderRefundedMail,
  welcome: (payload) => codeMail("welcome", payload),
  "verify-email": (payload) => codeMail("verify-email", payload),
  "reset-password": (payload) => codeMail("reset-password", payload),
  "password-changed": passwordChangedMail,
  "booking-failures": bookingFailuresMail,
  "webhook-disabled": webhookDisabledMail,
  "payment-receipt": receiptMail,
  "payment-failed": failedPaymentMail,
  "payment-refunded": refundedPaymentMail,
  "day-before-reminder": dayBeforeMail,
  "friday-reminder": fridayMail,
  "message-digest": digestMail,
};

/** What stands around a mail, and what goes with it; what is left out is none. `attached`: the codes among them are shown in the HTML. */
export type Framed = Partial<MailFrame> & { attached?: readonly AttachmentName[] };

/** A mail from the payload of its job, the same in HTML and in text. Throws for a payload that its kind does not take. */
export function renderMail(kind: MailKind, payload: unknown, framed: Framed = {}): { subject: string; html: string; text: string } {
  const { brand = null, unsubscribeUrl = null, preferencesUrl = null, attached = [] } = framed;
  const content = kinds[kind](payload, attached);
  const frame = { brand, unsubscribeUrl, preferencesUrl };
  return { subject: oneLine(content.subject), html: mailHtml(content, frame), text: mailText(content, frame) };
}
