import { z } from "zod";
import { HeldSeat } from "../../../contracts/seats.ts";
import type { AttachmentName } from "../attachments/attachment-names.ts";
import { money } from "../wording.ts";
import type { MailContent } from "./mail-content.ts";
import { aboutSeats, seatRows, ticketsBlock } from "./parts.ts";

/** What the mail about a booking says, as it was when the booking was made. `link`: the booking's page. */
export const ConfirmationMail = z.object({ ...aboutSeats, bookingId: z.string(), seats: z.array(HeldSeat), amount: z.number().int() });
export type ConfirmationMail = z.infer<typeof ConfirmationMail>;

/** The mail that says a booking is made, with its tickets. */
export function confirmationMail(payload: unknown, attached: readonly AttachmentName[]): MailContent {
  const mail = ConfirmationMail.parse(payload);
  const { bookingId, name, seats, amount, currency, show, link } = mail;
  return {
    subject: `Your seats for ${show.title} (${bookingId})`,
    heading: `${name}, you are booked.`,
    blocks: [
      { block: "number", label: "Booking", value: bookingId, note: "Show this number at the door." },
      { block: "show", show },
      {
        block: "table",
        title: seats.length === 1 ? "Your seat" : `Your ${seats.length} seats`,
        rows: seatRows(seats, currency),
        total: { name: "Total", value: money(amount, currency) },
      },
      ...ticketsBlock(mail, attached),
      { block: "button", label: "See your booking", link },
    ],
    reason: "You get this mail because these seats were booked with your account.",
  };
}
