import type { MarqueeEvent, RefundLine } from "../../contracts/events.ts";
import { openDatabase } from "../platform/database.ts";
import { type Addressed, type Surroundings, surroundingsOf } from "./booking-surroundings.ts";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";
import { receiptsOf } from "./receipts-of.ts";
import type { CancelledMail, ChangedMail, OfferMail, RefundedMail } from "./templates/after-sale-mails.ts";

type EventOf<Type extends MarqueeEvent["type"]> = Extract<MarqueeEvent, { type: Type }>;
type Mailed = EventOf<"booking.cancelled" | "booking.updated" | "booking.confirmed" | "waitlist.offered">;

/**
 * Mails whoever a change of seats concerns: a cancelled booking or showtime, an exchange with the receipt for what was paid for it, money back, an offer from
 * the waitlist. Each fact once, however often
 * its event comes. Nobody is mailed whose account is gone by then. Throws if they could not all be recorded, so that the events come again.
 */
export async function sendAfterSaleMails(env: Env, events: readonly Mailed[]): Promise<void> {
  const told = events.filter((event) => event.type !== "booking.confirmed" || event.from !== undefined);
  const exchanged = told.filter(isExchange);
  const [around, receipts] = await Promise.all([surroundingsOf(env, told.map(addressed)), receiptsOf(openDatabase(env), exchanged)]);
  const mails = told.flatMap((event): NewMail[] => {
    const found = around(addressed(event));
    if (found === null) return [];
    const mail = { ...mailOf(event, found), appId: event.appId, recipient: found.recipient };
    return [mail, ...(isExchange(event) ? receipts(event, found) : [])];
  });
  await enqueueMails(env, mails);
}

/** What may have been paid for anew. */
const isExchange = (event: Mailed): event is EventOf<"booking.updated" | "booking.confirmed"> =>
  event.type === "booking.confirmed" || (event.type === "booking.updated" && event.cause === "EXCHANGED");

const addressed = (event: Mailed): Addressed => {
  const { userId, showtimeId } = event.type === "waitlist.offered" ? event.reservation : event.booking;
  return { appId: event.appId, userId, showtimeId };
};

type Written = Pick<NewMail, "key" | "kind" | "payload">;

/** The entry of the log makes the key: each change of a booking has one. */
function mailOf(event: Mailed, { name, show, linkTo }: Surroundings): Written {
  const { seq } = event.source;
  if (event.type === "waitlist.offered") {
    const { reservationToken, seats, price, currency, expiresAt } = event.reservation;
    const payload: OfferMail = { name, show, seats, price, currency, expiresAt, link: linkTo(`/pay/${reservationToken}`) };
    return { key: `waitlist-offered:${event.entry.id}:${seq}`, kind: "waitlist-offered", payload };
  }
  const { bookingId, seats, cancelledSeats, currency } = event.booking;
  const about = { bookingId, name, show, seats, currency, refund: sumOf(event.refunds ?? []), link: linkTo(`/bookings/${bookingId}`) };
  if (event.type === "booking.cancelled") {
    const payload: CancelledMail = { ...about, cancelledSeats, orderFailed: event.cause === "ORDER_FAILED" };
    const kind = event.cause === "SHOWTIME_CANCELLED" ? "showtime-cancelled" : "booking-cancelled";
    return { key: `${kind}:${bookingId}:${seq}`, kind, payload };
  }
  if (event.type === "booking.updated" && event.cause === "REFUNDED") {
    const payload: RefundedMail = about;
    return { key: `booking-refunded:${bookingId}:${seq}`, kind: "booking-refunded", payload };
  }
  const replaces = event.type === "booking.confirmed" ? (event.from?.bookingId ?? null) : null;
  const payload: ChangedMail = { ...about, replaces };
  return { key: `booking-changed:${bookingId}:${seq}`, kind: "booking-changed", payload };
}

const sumOf = (refunds: readonly RefundLine[]): number => refunds.reduce((sum, { amount }) => sum + amount, 0);
