import type { MarqueeEvent } from "../../contracts/events.ts";
import { surroundingsOf } from "./booking-surroundings.ts";
import type { ConfirmationMail } from "./confirmation-mail.tsx";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";

type Confirmed = Extract<MarqueeEvent, { type: "booking.confirmed" }>;

/**
 * Mails each booking to whoever made it, once, however often its event comes. Nobody is mailed whose account is gone by then, and a booking that came
 * of an exchange has a mail of another kind. Throws if they could not all be recorded, so that the events come again.
 */
export async function sendConfirmationMails(env: Env, events: readonly Confirmed[]): Promise<void> {
  const made = events.filter(({ from }) => from === undefined);
  const around = await surroundingsOf(
    env,
    made.map(({ appId, booking }) => ({ ...booking, appId })),
  );
  const mails = made.flatMap(({ appId, booking }): NewMail[] => {
    const found = around({ ...booking, appId });
    if (found === null) return [];
    const { recipient, name, show, linkTo } = found;
    const { bookingId, seats, amount, currency } = booking;
    const payload: ConfirmationMail = { bookingId, name, seats, amount, currency, show, link: linkTo(`/bookings/${bookingId}`) };
    return [{ key: `booking-confirmed:${bookingId}:1`, kind: "booking-confirmed", appId, recipient, payload }];
  });
  await enqueueMails(env, mails);
}
