import type { FC } from "hono/jsx";
import { z } from "zod";
import { BookedShow } from "../../contracts/bookings.ts";
import { HeldSeat } from "../../contracts/seats.ts";
import { Block, day, MailPage, normal, small } from "./mail-page.tsx";
import { money, when } from "./wording.ts";

/** What the mail about a booking says, as it was when the booking was made. */
export const ConfirmationMail = z.object({
  bookingId: z.string(),
  name: z.string(),
  seats: z.array(HeldSeat),
  amount: z.number().int(),
  currency: z.string(),
  show: BookedShow,
  /** The booking's page in the web app; null where the platform's web app does not sell for this tenant. */
  link: z.url({ protocol: /^https?$/ }).nullable(),
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

const seatLine = ({ section, row, seatNumber, tier }: HeldSeat): string =>
  [section, row === null ? null : `Row ${row}`, `Seat ${seatNumber}`, tier].filter((part) => part !== null).join(" · ");

const reason = "You get this mail because these seats were booked with your account.";
const seatsHeading = (seats: readonly unknown[]): string => (seats.length === 1 ? "Your seat" : `Your ${seats.length} seats`);

function textOf({ bookingId, name, seats, amount, currency, show, link }: ConfirmationMail): string {
  const at = when(show.startsAt, show.timeZone);
  return [
    `${name}, you are booked.`,
    "",
    `Booking ${bookingId}`,
    "Show this number at the door.",
    "",
    show.title,
    `${at.day}, ${at.time}`,
    `${at.zone} (${show.timeZone})`,
    `${show.venue}, ${show.city}`,
    "",
    seatsHeading(seats),
    ...seats.map((seat) => `${seatLine(seat)}: ${money(seat.price, currency)}`),
    "",
    `Total: ${money(amount, currency)}`,
    "",
    ...(link === null ? [] : [`Your booking: ${link}`, ""]),
    reason,
    "",
  ].join("\n");
}

const button = `display: inline-block; padding: 12px 20px; border-radius: 8px; background: ${day.ink}; color: ${day.raised}; font-size: 16px; font-weight: 700; text-decoration: none`;

const Page: FC<ConfirmationMail> = ({ bookingId, name, seats, amount, currency, show, link }) => {
  const at = when(show.startsAt, show.timeZone);
  return (
    <MailPage title={`Booking ${bookingId}`} heading={`${name}, you are booked.`} reason={reason}>
      <Block>
        <p style={small}>Booking</p>
        <p style="margin: 4px 0; font-size: 32px; line-height: 40px; font-weight: 700; letter-spacing: 1px">{bookingId}</p>
        <p style={small}>Show this number at the door.</p>
      </Block>
      <Block>
        <h2 style="margin: 0 0 8px; font-size: 20px; line-height: 26px">{show.title}</h2>
        <p style={normal}>{`${at.day}, ${at.time}`}</p>
        <p style={small}>{`${at.zone} (${show.timeZone})`}</p>
        <p style="margin: 8px 0 0; font-size: 16px; line-height: 24px">{`${show.venue}, ${show.city}`}</p>
      </Block>
      <Block>
        <p style={small}>{seatsHeading(seats)}</p>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          {seats.map((seat) => (
            <Line
              key={seat.id}
              name={seatLine(seat)}
              value={money(seat.price, currency)}
              style="padding: 6px 0; font-size: 16px; line-height: 24px"
            />
          ))}
          <Line
            name="Total"
            value={money(amount, currency)}
            style={`padding: 12px 0 0; font-size: 20px; line-height: 28px; font-weight: 700; border-top: 1px solid ${day.line}`}
          />
        </table>
      </Block>
      {link !== null && (
        <Block>
          <a href={link} style={button}>
            See your booking
          </a>
        </Block>
      )}
    </MailPage>
  );
};

const Line: FC<{ name: string; value: string; style: string }> = ({ name, value, style }) => (
  <tr>
    <td style={`${style}; vertical-align: top`}>{name}</td>
    <td align="right" style={`${style}; padding-left: 16px; vertical-align: top; white-space: nowrap`}>
      {value}
    </td>
  </tr>
);
