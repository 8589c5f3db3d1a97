import type { FC } from "hono/jsx";
import { z } from "zod";
import { BookedShow } from "../../contracts/bookings.ts";
import type { HeldSeat } from "../../contracts/seats.ts";
import { Block, day, normal, small } from "./mail-page.tsx";
import { money, when } from "./wording.ts";

/** What mails about bookings are made of, each as HTML and as lines of text. */

/** What every mail about somebody's seats says. */
export const aboutSeats = {
  name: z.string(),
  currency: z.string(),
  show: BookedShow,
  /** A page of the web app; null where the platform's web app does not sell for this tenant. */
  link: z.url({ protocol: /^https?$/ }).nullable(),
};
type Show = z.infer<typeof BookedShow>;

export const seatLine = ({ section, row, seatNumber, tier }: HeldSeat): string =>
  [section, row === null ? null : `Row ${row}`, `Seat ${seatNumber}`, tier].filter((part) => part !== null).join(" · ");

export const seatTexts = (seats: readonly HeldSeat[], currency: string): string[] =>
  seats.map((seat) => `${seatLine(seat)}: ${money(seat.price, currency)}`);

export const SeatLines: FC<{ seats: readonly HeldSeat[]; currency: string }> = ({ seats, currency }) => (
  <>
    {seats.map((seat) => (
      <Line
        key={seat.id}
        name={seatLine(seat)}
        value={money(seat.price, currency)}
        style="padding: 6px 0; font-size: 16px; line-height: 24px"
      />
    ))}
  </>
);

export const TotalLine: FC<{ name: string; value: string }> = ({ name, value }) => (
  <Line
    name={name}
    value={value}
    style={`padding: 12px 0 0; font-size: 20px; line-height: 28px; font-weight: 700; border-top: 1px solid ${day.line}`}
  />
);

export function showTexts(show: Show): string[] {
  const at = when(show.startsAt, show.timeZone);
  return [show.title, `${at.day}, ${at.time}`, `${at.zone} (${show.timeZone})`, `${show.venue}, ${show.city}`];
}

export const ShowBlock: FC<{ show: Show }> = ({ show }) => {
  const at = when(show.startsAt, show.timeZone);
  return (
    <Block>
      <h2 style="margin: 0 0 8px; font-size: 20px; line-height: 26px">{show.title}</h2>
      <p style={normal}>{`${at.day}, ${at.time}`}</p>
      <p style={small}>{`${at.zone} (${show.timeZone})`}</p>
      <p style="margin: 8px 0 0; font-size: 16px; line-height: 24px">{`${show.venue}, ${show.city}`}</p>
    </Block>
  );
};

const button = `display: inline-block; padding: 12px 20px; border-radius: 8px; background: ${day.ink}; color: ${day.raised}; font-size: 16px; font-weight: 700; text-decoration: none`;

export const LinkBlock: FC<{ link: string | null; label: string }> = ({ link, label }) =>
  link === null ? null : (
    <Block>
      <a href={link} style={button}>
        {label}
      </a>
    </Block>
  );

export const Line: FC<{ name: string; value: string; style: string }> = ({ name, value, style }) => (
  <tr>
    <td style={`${style}; vertical-align: top`}>{name}</td>
    <td align="right" style={`${style}; padding-left: 16px; vertical-align: top; white-space: nowrap`}>
      {value}
    </td>
  </tr>
);
