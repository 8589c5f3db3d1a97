import type { FC } from "hono/jsx";
import { z } from "zod";
import { HeldSeat } from "../../contracts/seats.ts";
import { Time } from "../../contracts/values.ts";
import { aboutSeats, LinkBlock, SeatLines, ShowBlock, seatTexts, showTexts, TotalLine } from "./booking-parts.tsx";
import { Block, MailPage, normal, small } from "./mail-page.tsx";
import { money, when } from "./wording.ts";

interface Rendered {
  subject: string;
  html: string;
  text: string;
}

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

/** Of `booking-refunded`: what goes back, and the seats that stay the buyer's. */
export const RefundedMail = z.object({ ...aboutSeats, bookingId: z.string(), seats: z.array(HeldSeat), refund: z.number().int() });
export type RefundedMail = z.infer<typeof RefundedMail>;

/** Of `waitlist-offered`: the seats that are held, for how much, until when. `link`: where to pay. */
export const OfferMail = z.object({ ...aboutSeats, seats: z.array(HeldSeat), price: z.number().int(), expiresAt: Time });
export type OfferMail = z.infer<typeof OfferMail>;

/** The mail that says a booking was cancelled, or some of its seats. */
export function renderCancelledMail(mail: CancelledMail): Rendered {
  const { bookingId, name, show, seats, cancelledSeats, orderFailed } = mail;
  const isWhole = seats.length === 0;
  return rendered(mail, {
    subject: `${isWhole ? "Cancelled" : "Changed"}: ${show.title} (${bookingId})`,
    heading: isWhole ? `${name}, your booking is cancelled.` : `${name}, part of your booking is cancelled.`,
    said: [`Booking ${bookingId}`, ...(orderFailed ? orderFailedSaid(mail) : [refundSaid(mail)])],
    lists: [
      { title: isWhole ? "Cancelled seats" : "Seats given back", seats: cancelledSeats },
      { title: "Still yours", seats },
    ],
    total: refundTotal(mail),
    linkLabel: "See your booking",
    reason: "You get this mail because a booking of your account was cancelled.",
  });
}

/** The mail that says a whole showtime was cancelled, to each who had booked. */
export function renderShowtimeCancelledMail(mail: CancelledMail): Rendered {
  const { bookingId, name, show, cancelledSeats } = mail;
  return rendered(mail, {
    subject: `${show.title} does not take place (${bookingId})`,
    heading: `${name}, ${show.title} is cancelled.`,
    said: ["The organizer has cancelled this show. Your booking has ended, and you need not do anything.", refundSaid(mail)],
    lists: [{ title: "Your seats were", seats: cancelledSeats }],
    total: refundTotal(mail),
    linkLabel: "See your booking",
    reason: "You get this mail because you had booked this show.",
  });
}

/** The mail that says a booking has other seats now. */
export function renderChangedMail(mail: ChangedMail): Rendered {
  const { bookingId, replaces, name, show, seats, refund } = mail;
  return rendered(mail, {
    subject: `Your new seats for ${show.title} (${bookingId})`,
    heading: `${name}, your booking is changed.`,
    said: [
      `Booking ${bookingId}`,
      ...(replaces === null ? ["The number is the same as before."] : [`It takes the place of ${replaces}, which is no longer valid.`]),
      ...(refund > 0 ? [refundSaid(mail)] : []),
    ],
    lists: [{ title: seats.length === 1 ? "Your seat now" : `Your ${seats.length} seats now`, seats }],
    total: refund > 0 ? refundTotal(mail) : null,
    linkLabel: "See your booking",
    reason: "You get this mail because a booking of your account was exchanged.",
  });
}

/** The mail that says money goes back for a booking that stays as it is. */
export function renderRefundedMail(mail: RefundedMail): Rendered {
  const { bookingId, name, show, seats } = mail;
  return rendered(mail, {
    subject: `Money back: ${show.title} (${bookingId})`,
    heading: `${name}, you get money back.`,
    said: [`Booking ${bookingId}`, refundSaid(mail), "Your booking stays as it is."],
    lists: [
      { title: seats.length === 1 ? "Still your seat, at what it costs you now" : "Still your seats, at what they cost you now", seats },
    ],
    total: refundTotal(mail),
    linkLabel: "See your booking",
    reason: "You get this mail because part of the price of a booking of your account was refunded.",
  });
}

/** The mail that offers seats to somebody who waits for them. */
export function renderOfferMail(mail: OfferMail): Rendered {
  const { name, show, seats, price, currency, expiresAt } = mail;
  const until = when(expiresAt, show.timeZone);
  return rendered(mail, {
    subject: `Seats for ${show.title}, until ${until.time}`,
    heading: `${name}, there are seats for you.`,
    said: [
      "Somebody gave them back, and you are next. They are held in your name.",
      `Pay for them until ${until.time} on ${until.day}, ${until.zone}. After that they go to whoever waits behind you.`,
    ],
    lists: [{ title: seats.length === 1 ? "The seat" : `The ${seats.length} seats`, seats }],
    total: { name: "Total", value: money(price, currency) },
    linkLabel: "Pay for them",
    reason: "You get this mail because you wait for seats of this show.",
  });
}

const refundSaid = ({ refund, currency }: { refund: number; currency: string }): string =>
  refund === 0
    ? "By the show's terms nothing is refunded."
    : `${money(refund, currency)} goes back to the card that you paid with, usually within a few days.`;
const orderFailedSaid = (mail: CancelledMail): string[] => [
  "Your order could not be completed, so we have taken this booking back. You need not do anything.",
  mail.refund === 0 ? "Nothing was charged for it." : refundSaid(mail),
];
const refundTotal = ({ refund, currency }: { refund: number; currency: string }) => ({ name: "Refund", value: money(refund, currency) });

interface Words {
  subject: string;
  heading: string;
  said: string[];
  /** Those without seats are left out. */
  lists: { title: string; seats: HeldSeat[] }[];
  total: { name: string; value: string } | null;
  linkLabel: string;
  reason: string;
}
type About = Pick<OfferMail, "show" | "currency" | "link">;

function rendered(about: About, words: Words): Rendered {
  const { subject, heading, said, total, linkLabel, reason } = words;
  const { show, currency, link } = about;
  const lists = words.lists.filter(({ seats }) => seats.length > 0);
  return {
    subject,
    html: `<!doctype html>${<Page {...about} words={{ ...words, lists }} />}`,
    text: [
      heading,
      "",
      ...said,
      "",
      ...showTexts(show),
      "",
      ...lists.flatMap(({ title, seats }) => [title, ...seatTexts(seats, currency), ""]),
      ...(total === null ? [] : [`${total.name}: ${total.value}`, ""]),
      ...(link === null ? [] : [`${linkLabel}: ${link}`, ""]),
      reason,
      "",
    ].join("\n"),
  };
}

const Page: FC<About & { words: Words }> = ({
  show,
  currency,
  link,
  words: { subject, heading, said, lists, total, linkLabel, reason },
}) => (
  <MailPage title={subject} heading={heading} reason={reason}>
    <Block>
      {said.map((line) => (
        <p key={line} style={normal}>
          {line}
        </p>
      ))}
    </Block>
    <ShowBlock show={show} />
    {lists.map(({ title, seats }, index) => (
      <Block key={title}>
        <p style={small}>{title}</p>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          <SeatLines seats={seats} currency={currency} />
          {index === lists.length - 1 && total !== null && <TotalLine {...total} />}
        </table>
      </Block>
    ))}
    <LinkBlock link={link} label={linkLabel} />
  </MailPage>
);
