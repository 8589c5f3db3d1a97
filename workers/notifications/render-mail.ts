import { BookingFailuresMail, type MailKind, PasswordChangedMail } from "../../contracts/mails.ts";
import { renderCodeMail, renderPasswordChangedMail, ShownCodeMail } from "./account-mails.tsx";
import {
  CancelledMail,
  ChangedMail,
  OfferMail,
  RefundedMail,
  renderCancelledMail,
  renderChangedMail,
  renderOfferMail,
  renderRefundedMail,
  renderShowtimeCancelledMail,
} from "./after-sale-mails.tsx";
import { renderBookingFailuresMail } from "./booking-failures-mail.tsx";
import { ConfirmationMail, renderConfirmationMail } from "./confirmation-mail.tsx";
import { oneLine } from "./one-line.ts";
import {
  OrderPaidMail,
  OrderRefundMail,
  OrderShippedMail,
  renderOrderCancelledMail,
  renderOrderPaidMail,
  renderOrderRefundedMail,
  renderOrderReturnedMail,
  renderOrderShippedMail,
} from "./order-mails.tsx";

/** Every kind of mail: what it is made from, and how. */
const kinds: Record<MailKind, (payload: unknown) => { subject: string; html: string; text: string }> = {
  "booking-confirmed": (payload) => renderConfirmationMail(ConfirmationMail.parse(payload)),
  "booking-changed": (payload) => renderChangedMail(ChangedMail.parse(payload)),
  "booking-cancelled": (payload) => renderCancelledMail(CancelledMail.parse(payload)),
  "booking-refunded": (payload) => renderRefundedMail(RefundedMail.parse(payload)),
  "showtime-cancelled": (payload) => renderShowtimeCancelledMail(CancelledMail.parse(payload)),
  "waitlist-offered": (payload) => renderOfferMail(OfferMail.parse(payload)),
  "order-paid": (payload) => renderOrderPaidMail(OrderPaidMail.parse(payload)),
  "order-shipped": (payload) => renderOrderShippedMail(OrderShippedMail.parse(payload)),
  "order-cancelled": (payload) => renderOrderCancelledMail(OrderRefundMail.parse(payload)),
  "order-returned": (payload) => renderOrderReturnedMail(OrderRefundMail.parse(payload)),
  "order-refunded": (payload) => renderOrderRefundedMail(OrderRefundMail.parse(payload)),
  welcome: (payload) => renderCodeMail("welcome", ShownCodeMail.parse(payload)),
  "verify-email": (payload) => renderCodeMail("verify-email", ShownCodeMail.parse(payload)),
  "reset-password": (payload) => renderCodeMail("reset-password", ShownCodeMail.parse(payload)),
  "password-changed": (payload) => renderPasswordChangedMail(PasswordChangedMail.parse(payload)),
  "booking-failures": (payload) => renderBookingFailuresMail(BookingFailuresMail.parse(payload)),
};

/** A mail from the payload of its job. Throws for a payload that its kind does not take. */
export function renderMail(kind: MailKind, payload: unknown): { subject: string; html: string; text: string } {
  const mail = kinds[kind](payload);
  return { ...mail, subject: oneLine(mail.subject) };
}
