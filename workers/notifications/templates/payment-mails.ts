import { z } from "zod";
import { BookedShow } from "../../../contracts/bookings.ts";
import { Time } from "../../../contracts/values.ts";
import { money } from "../wording.ts";
import type { MailBlock, MailContent, Sum } from "./mail-content.ts";
import { Link, momentLine } from "./parts.ts";

/**
 * What every mail about a payment says. It was for a booking or for an order, or for seats that were never booked: then both ids are null. `show`: null of an
 * order. `at`: when it was paid, failed or given back.
 */
const aboutPayment = {
  name: z.string(),
  paymentId: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  method: z.string(),
  at: Time,
  show: BookedShow.nullable(),
  bookingId: z.string().nullable(),
  orderId: z.string().nullable(),
  link: Link,
};

/** Of `payment-receipt`. */
export const PaymentMail = z.object(aboutPayment);
export type PaymentMail = z.infer<typeof PaymentMail>;

/** Of `payment-failed`: why, as the provider says it in a code. */
export const FailedPaymentMail = PaymentMail.extend({ failureCode: z.string().nullable() });
export type FailedPaymentMail = z.infer<typeof FailedPaymentMail>;

/** Of `payment-refunded`: `amount` is what came back. `reason`: in the words of whoever decided it. */
export const RefundedPaymentMail = PaymentMail.extend({ refundId: z.string(), reason: z.string() });
export type RefundedPaymentMail = z.infer<typeof RefundedPaymentMail>;

/** The mail that says what was paid, how and for what. */
export function receiptMail(payload: unknown): MailContent {
  const mail = PaymentMail.parse(payload);
  return {
    subject: `Receipt: ${amountOf(mail)} for ${subjectOf(mail)}`,
    heading: `${mail.name}, thank you for your payment.`,
    blocks: [...showOf(mail), facts("Receipt", mail, { amount: "Paid", at: "Paid on", method: "Paid with" }), button(mail)],
    reason: "You get this mail because something was paid for with your account. Keep it as your receipt.",
  };
}

/** The mail that says a payment came to nothing of which its payer had still to hear. */
export function failedPaymentMail(payload: unknown): MailContent {
  const mail = FailedPaymentMail.parse(payload);
  const next =
    mail.orderId === null
      ? "If your seats are no longer held for you, choose them again, and pay with another card."
      : "Your order was not placed. What was in it is still to be had: you can order it again and pay with another card.";
  return {
    subject: `Your payment of ${amountOf(mail)} did not go through`,
    heading: `${mail.name}, your payment did not go through.`,
    blocks: [
      { block: "said", lines: [wordsOfFailure(mail.failureCode), "You have not been charged.", next] },
      ...showOf(mail),
      facts("The payment", mail, { amount: "Amount", at: "Failed on", method: "With" }),
      button(mail),
    ],
    reason: "You get this mail because a payment of your account was still to be settled.",
  };
}

/** The mail that says money was given back. */
export function refundedPaymentMail(payload: unknown): MailContent {
  const mail = RefundedPaymentMail.parse(payload);
  return {
    subject: `Refund: ${amountOf(mail)} for ${subjectOf(mail)}`,
    heading: `${mail.name}, ${amountOf(mail)} is on its way back to you.`,
    blocks: [
      { block: "said", lines: ["We have given it back. Your bank shows it within a few days."] },
      ...showOf(mail),
      facts("The refund", mail, { amount: "Refunded", at: "Refunded on", method: "To" }, [
        { name: "Reason", value: capitalized(mail.reason) },
        { name: "Refund", value: mail.refundId },
      ]),
      button(mail),
    ],
    reason: "You get this mail because a payment of your account was refunded.",
  };
}

const amountOf = ({ amount, currency }: PaymentMail): string => money(amount, currency);
const subjectOf = ({ show, bookingId, orderId }: PaymentMail): string =>
  orderId !== null ? `order ${orderId}` : `${show?.title ?? "your booking"}${bookingId === null ? "" : ` (${bookingId})`}`;
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const showOf = ({ show }: PaymentMail): MailBlock[] => (show === null ? [] : [{ block: "show", show }]);

function button({ orderId, bookingId, link }: PaymentMail): MailBlock {
  const label = orderId !== null ? "See your order" : bookingId !== null ? "See your booking" : "See the show";
  return { block: "button", label, link };
}

/** A payment's own facts, under the words that its mail has for them. */
function facts(title: string, mail: PaymentMail, words: { amount: string; at: string; method: string }, more: Sum[] = []): MailBlock {
  const what = mail.orderId !== null ? `Order ${mail.orderId}` : mail.bookingId !== null ? `Booking ${mail.bookingId}` : null;
  return {
    block: "facts",
    title,
    facts: [
      { name: words.amount, value: amountOf(mail) },
      { name: words.at, value: momentLine(mail.at, mail.show?.timeZone ?? "UTC") },
      { name: words.method, value: `Your ${mail.method}` },
      ...(what === null ? [] : [{ name: "For", value: what }]),
      ...more,
      { name: "Payment", value: mail.paymentId },
    ],
  };
}

const failures: Record<string, string> = {
  card_declined: "Your bank declined it.",
  insufficient_funds: "There was not enough money for it.",
  expired_card: "The card is no longer valid.",
  never_charged: "It was not completed in time.",
  abandoned: "It was not completed in time.",
};

const wordsOfFailure = (code: string | null): string =>
  (code !== null && Object.hasOwn(failures, code) ? failures[code] : undefined) ?? "It could not be completed.";
