import { z } from "zod";
import { HeldSeat } from "../../../contracts/seats.ts";
import { Time } from "../../../contracts/values.ts";
import type { AttachmentName } from "../attachments/attachment-names.ts";
import { money, when } from "../wording.ts";
import type { MailBlock, MailContent, Sum } from "./mail-content.ts";
import { aboutSeats, refundSaid, refundTotal, seatRows, ticketsBlock } from "./parts.ts";

/**
 * Of `booking-cancelled` and `showtime-cancelled`: which seats were given back until now, which are left, and what goes back this time. `orderFailed`: because
 * the order that they were of could not be completed.
 */
export const CancelledMail = z.object({
  ...aboutSeats,
  bookingId: z.string(),
  cancelledSeats: z.array(HeldSeat),
  seats: z.array(HeldSeat),
  refund: z.number().int(),
  orderFailed: z.boolean().default(false),
});
export type CancelledMail = z.infer<typeof CancelledMail>;

/** Of `booking-changed`: the seats that the booking has now. `replaces`: the booking of another showtime that it was exchanged for. */
export const ChangedMail = z.object({
  ...aboutSeats,
  bookingId: z.string(),
  replaces: z.string().nullable(),
  seats: z.array(HeldSeat),
  refund: z.number().int(),
});
export type ChangedMail = z.infer<typeof ChangedMail>;

/** Of `booking-refunded`: what goes back, and the seats that stay the buyer's; none of a booking that was cancelled before. */
export const RefundedMail = z.object({ ...aboutSeats, bookingId: z.string(), seats: z.array(HeldSeat), refund: z.number().int() });
export type RefundedMail = z.infer<typeof RefundedMail>;

/** Of `waitlist-offered`: the seats that are held, for how much, until when. `link`: where to pay. */
export const OfferMail = z.object({ ...aboutSeats, seats: z.array(HeldSeat), price: z.number().int(), expiresAt: Time });
export type OfferMail = z.infer<typeof OfferMail>;

/** The mail that says a booking was cancelled, or some of its seats. */
export function cancelledMail(payload: unknown): MailContent {
  const mail = CancelledMail.parse(payload);
  const { bookingId, name, show, seats, cancelledSeats, orderFailed, refund, currency } = mail;
  const isWhole = seats.length === 0;
  return {
    subject: `${isWhole ? "Cancelled" : "Changed"}: ${show.title} (${bookingId})`,
    heading: isWhole ? `${name}, your booking is cancelled.` : `${name}, part of your booking is cancelled.`,
    blocks: [
      { block: "said", lines: [`Booking ${bookingId}`, ...(orderFailed ? orderFailedSaid(mail) : [backSaid(mail)])] },
      { block: "show", show },
      ...seatTables(
        currency,
        [
          { title: isWhole ? "Cancelled seats" : "Seats given back", seats: cancelledSeats },
          { title: "Still yours", seats },
        ],
        refundTotal(refund, currency),
      ),
      toBooking(mail),
    ],
    reason: "You get this mail because a booking of your account was cancelled.",
  };
}

/** The mail that says a whole showtime was cancelled, to each who had booked. */
export function showtimeCancelledMail(payload: unknown): MailContent {
  const mail = CancelledMail.parse(payload);
  const { bookingId, name, show, cancelledSeats, refund, currency } = mail;
  return {
    subject: `${show.title} does not take place (${bookingId})`,
    heading: `${name}, ${show.title} is cancelled.`,
    blocks: [
      {
        block: "said",
        lines: ["The organizer has cancelled this show. Your booking has ended, and you need not do anything.", backSaid(mail)],
      },
      { block: "show", show },
      ...seatTables(currency, [{ title: "Your seats were", seats: cancelledSeats }], refundTotal(refund, currency)),
      toBooking(mail),
    ],
    reason: "You get this mail because you had booked this show.",
  };
}

/** The mail that says a booking has other seats now, with their tickets. */
export function changedMail(payload: unknown, attached: readonly AttachmentName[]): MailContent {
  const mail = ChangedMail.parse(payload);
  const { bookingId, replaces, name, show, seats, refund, currency } = mail;
  const title = seats.length === 1 ? "Your seat now" : `Your ${seats.length} seats now`;
  return {
    subject: `Your new seats for ${show.title} (${bookingId})`,
    heading: `${name}, your booking is changed.`,
    blocks: [
      {
        block: "said",
        lines: [
          `Booking ${bookingId}`,
          replaces === null ? "The number is the same as before." : `It takes the place of ${replaces}, which is no longer valid.`,
          ...(refund > 0 ? [backSaid(mail)] : []),
        ],
      },
      { block: "show", show },
      ...seatTables(currency, [{ title, seats }], refund > 0 ? refundTotal(refund, currency) : null),
      ...ticketsBlock(mail, attached),
      toBooking(mail),
    ],
    reason: "You get this mail because a booking of your account was exchanged.",
  };
}

/** The mail that says money goes back for a booking that stays as it is. */
export function refundedMail(payload: unknown): MailContent {
  const mail = RefundedMail.parse(payload);
  const { bookingId, name, show, seats, refund, currency } = mail;
  const title = seats.length === 1 ? "Still your seat, at what it costs you now" : "Still your seats, at what they cost you now";
  return {
    subject: `Money back: ${show.title} (${bookingId})`,
    heading: `${name}, you get money back.`,
    blocks: [
      {
        block: "said",
        lines: [
          `Booking ${bookingId}`,
          backSaid(mail),
          seats.length > 0 ? "Your booking stays as it is." : "Your booking stays cancelled.",
        ],
      },
      { block: "show", show },
      ...seatTables(currency, [{ title, seats }], refundTotal(refund, currency)),
      toBooking(mail),
    ],
    reason: "You get this mail because part of the price of a booking of your account was refunded.",
  };
}

/** The mail that offers seats to somebody who waits for them. */
export function offerMail(payload: unknown): MailContent {
  const { name, show, seats, price, currency, expiresAt, link } = OfferMail.parse(payload);
  const until = when(expiresAt, show.timeZone);
  const total = { name: "Total", value: money(price, currency) };
  return {
    subject: `Seats for ${show.title}, until ${until.time}`,
    heading: `${name}, there are seats for you.`,
    blocks: [
      {
        block: "said",
        lines: [
          "Somebody gave them back, and you are next. They are held in your name.",
          `Pay for them until ${until.time} on ${until.day}, ${until.zone}. After that they go to whoever waits behind you.`,
        ],
      },
      { block: "show", show },
      ...seatTables(currency, [{ title: seats.length === 1 ? "The seat" : `The ${seats.length} seats`, seats }], total),
      { block: "button", label: "Pay for them", link },
    ],
    reason: "You get this mail because you wait for seats of this show.",
  };
}

const backSaid = ({ refund, currency }: { refund: number; currency: string }): string =>
  refund === 0 ? "By the show's terms nothing is refunded." : refundSaid(refund, currency);
const orderFailedSaid = (mail: CancelledMail): string[] => [
  "Your order could not be completed, so we have taken this booking back. You need not do anything.",
  mail.refund === 0 ? "Nothing was charged for it." : backSaid(mail),
];
const toBooking = ({ link }: { link: string | null }): MailBlock => ({ block: "button", label: "See your booking", link });

/** Lists without seats are left out, and the sum stands below the last one. */
function seatTables(currency: string, lists: readonly { title: string; seats: HeldSeat[] }[], total: Sum | null): MailBlock[] {
  const shown = lists.filter(({ seats }) => seats.length > 0);
  if (shown.length === 0) return [{ block: "table", title: "", rows: [], total }];
  return shown.map(({ title, seats }, place) => ({
    block: "table",
    title,
    rows: seatRows(seats, currency),
    total: place === shown.length - 1 ? total : null,
  }));
}
