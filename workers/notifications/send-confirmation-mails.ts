import type { MarqueeEvent } from "../../contracts/events.ts";
import { openDatabase } from "../platform/database.ts";
import { surroundingsOf } from "./booking-surroundings.ts";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";
import { receiptsOf } from "./receipts-of.ts";
import type { ConfirmationMail } from "./templates/confirmation-mail.ts";

type Confirmed = Extract<MarqueeEvent, { type: "booking.confirmed" }>;

/**
 * Mails each booking to whoever made it, with the receipts for what was paid for it, once, however often its event comes. Nobody is mailed whose account is gone by then, and a booking that came
 * of an exchange has a mail of another kind. Throws if they could not all be recorded, so that the events come again.
 */
export async function sendConfirmationMails(env: Env, events: readonly Confirmed[]): Promise<void> {
  const made = events.filter(({ from }) => from === undefined);
  const [around, receipts] = await Promise.all([
    surroundingsOf(
      env,
      made.map(({ appId, booking }) => ({ ...booking, appId })),
    ),
    receiptsOf(openDatabase(env), made),
  ]);
  const mails = made.flatMap(({ appId, booking }): NewMail[] => {
    const found = around({ ...booking, appId });
    if (found === null) return [];
    const { recipient, name, show, linkTo } = found;
    const { bookingId, seats, amount, currency } = booking;
    const payload: ConfirmationMail = { bookingId, name, seats, amount, currency, show, link: linkTo(`/bookings/${bookingId}`) };
    const confirmation: NewMail = { key: `booking-confirmed:${bookingId}:1`, kind: "booking-confirmed", appId, recipient, payload };
    return [confirmation, ...receipts({ appId, booking }, found)];
  });
  await enqueueMails(env, mails);
}
