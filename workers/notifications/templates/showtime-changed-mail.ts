import { z } from "zod";
import { HeldSeat } from "../../../contracts/seats.ts";
import { Time } from "../../../contracts/values.ts";
import type { AttachmentName } from "../attachments/attachment-names.ts";
import { when } from "../wording.ts";
import type { MailContent } from "./mail-content.ts";
import { aboutSeats, seatLine, ticketsBlock } from "./parts.ts";

/**
 * Of `showtime-changed`: `show` has the new time, `before` is the old one. `refundUntil`: until when a cancellation gives all of the money back, or a part of
 * it (`refundPercent`), by the show's terms and the new time; null where they give nothing back any more.
 */
export const ShowtimeChangedMail = z.object({
  name: aboutSeats.name,
  show: aboutSeats.show,
  link: aboutSeats.link,
  bookingId: z.string(),
  seats: z.array(HeldSeat),
  before: Time,
  refundUntil: Time.nullable(),
  refundPercent: z.number().int(),
});
export type ShowtimeChangedMail = z.infer<typeof ShowtimeChangedMail>;

/** The mail that says a show begins at another time, with tickets that say so too. */
export function showtimeChangedMail(payload: unknown, attached: readonly AttachmentName[]): MailContent {
  const mail = ShowtimeChangedMail.parse(payload);
  const { bookingId, name, show, seats, before, link } = mail;
  const at = when(show.startsAt, show.timeZone);
  return {
    subject: `New time: ${show.title}, ${at.day}, ${at.time} (${bookingId})`,
    heading: `${name}, ${show.title} has a new time.`,
    blocks: [
      { block: "said", lines: [`Booking ${bookingId}`, "Your seats stay the same, and you need not do anything to keep them."] },
      { block: "show", show, before },
      { block: "lines", title: seats.length === 1 ? "Your seat" : `Your ${seats.length} seats`, lines: seats.map(seatLine) },
      ...ticketsBlock(mail, attached),
      { block: "said", lines: [otherwise(mail)] },
      { block: "button", label: "See your booking", link },
    ],
    reason: "You get this mail because you have booked this show.",
  };
}

function otherwise({ show, link, refundUntil, refundPercent }: ShowtimeChangedMail): string {
  const where = link === null ? "where you bought it" : "on your booking's page";
  if (refundUntil === null) return `If the new time does not suit you, see ${where} whether you can exchange it for another one.`;
  const until = when(refundUntil, show.timeZone);
  const back = refundPercent === 100 ? "all of your money" : `${refundPercent} % of your money`;
  return `If the new time does not suit you, you can cancel ${where} and get ${back} back, until ${until.time} on ${until.day}, ${until.zone}.`;
}
