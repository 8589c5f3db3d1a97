import type { FC } from "hono/jsx";
import { z } from "zod";
import { HeldSeat } from "../../contracts/seats.ts";
import { aboutSeats, LinkBlock, SeatLines, ShowBlock, seatTexts, showTexts, TotalLine } from "./booking-parts.tsx";
import { Block, MailPage, small } from "./mail-page.tsx";
import { money } from "./wording.ts";

/** What the mail about a booking says, as it was when the booking was made. `link`: the booking's page. */
export const ConfirmationMail = z.object({
  ...aboutSeats,
  bookingId: z.string(),
  seats: z.array(HeldSeat),
  amount: z.number().int(),
});
export type ConfirmationMail = z.infer<typeof ConfirmationMail>;

/** The mail that says a booking is made: subject, and the same content as HTML and as plain text. */
export function renderConfirmationMail(mail: ConfirmationMail): { subject: string; html: string; text: string } {
  return {
    subject: `Your seats for ${mail.show.title} (${mail.bookingId})`,
    html: `<!doctype html>${<Page {...mail} />}`,
    text: textOf(mail),
  };
}

const reason = "You get this mail because these seats were booked with your account.";
const seatsHeading = (seats: readonly unknown[]): string => (seats.length === 1 ? "Your seat" : `Your ${seats.length} seats`);

function textOf({ bookingId, name, seats, amount, currency, show, link }: ConfirmationMail): string {
  return [
    `${name}, you are booked.`,
    "",
    `Booking ${bookingId}`,
    "Show this number at the door.",
    "",
    ...showTexts(show),
    "",
    seatsHeading(seats),
    ...seatTexts(seats, currency),
    "",
    `Total: ${money(amount, currency)}`,
    "",
    ...(link === null ? [] : [`Your booking: ${link}`, ""]),
    reason,
    "",
  ].join("\n");
}

const Page: FC<ConfirmationMail> = ({ bookingId, name, seats, amount, currency, show, link }) => (
  <MailPage title={`Booking ${bookingId}`} heading={`${name}, you are booked.`} reason={reason}>
    <Block>
      <p style={small}>Booking</p>
      <p style="margin: 4px 0; font-size: 32px; line-height: 40px; font-weight: 700; letter-spacing: 1px">{bookingId}</p>
      <p style={small}>Show this number at the door.</p>
    </Block>
    <ShowBlock show={show} />
    <Block>
      <p style={small}>{seatsHeading(seats)}</p>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <SeatLines seats={seats} currency={currency} />
        <TotalLine name="Total" value={money(amount, currency)} />
      </table>
    </Block>
    <LinkBlock link={link} label="See your booking" />
  </MailPage>
);
