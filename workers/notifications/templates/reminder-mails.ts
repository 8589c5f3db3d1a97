import { DayBeforeMail, FridayMail } from "../../../contracts/mails.ts";
import { money, when } from "../wording.ts";
import type { MailContent, Visit } from "./mail-content.ts";

/** The mail of the day before a show. */
export function dayBeforeMail(payload: unknown): MailContent {
  const mail = DayBeforeMail.parse(payload);
  const { name, bookingId, show, link } = mail;
  const at = when(show.startsAt, show.timeZone);
  return {
    subject: `Soon: ${show.title}, ${at.day}, ${at.time}`,
    heading: `${name}, see you soon.`,
    blocks: [
      { block: "show", show },
      { block: "lines", title: "Your seats", lines: [seatsOf(mail)] },
      { block: "number", label: "Booking", value: bookingId, note: "Your tickets are in the mail of your booking, and on its page." },
      { block: "button", label: "See your tickets", link },
    ],
    reason: "You get this mail because you have booked this show.",
  };
}

/** Friday's mail: what somebody has booked for the coming week, and what is on at the weekend. */
export function fridayMail(payload: unknown): MailContent {
  const { name, visits, moreVisits, weekend, link } = FridayMail.parse(payload);
  const [first] = visits;
  const [soonest] = weekend;
  const count = visits.length + moreVisits;
  return {
    subject:
      first === undefined
        ? `This weekend: ${soonest?.show.title ?? "what is on"}`
        : count === 1
          ? `Your week: ${first.show.title}`
          : `Your week: ${count} visits`,
    heading: first === undefined ? `${name}, what is on this weekend.` : `${name}, your coming week.`,
    blocks: [
      {
        block: "visits",
        title: "You have booked",
        visits: visits.map(visitOf),
        more: moreVisits === 0 ? null : `And ${moreVisits} more.`,
      },
      {
        block: "visits",
        title: "On this weekend",
        visits: weekend.map(({ show, priceFrom, currency, link }) => ({
          show,
          details: [`From ${money(priceFrom, currency)}`],
          link,
          linkLabel: "Choose seats",
        })),
        more: null,
      },
      { block: "button", label: first === undefined ? "See what is on" : "See your bookings", link },
    ],
    reason:
      first === undefined
        ? "You get this mail because you wish to hear what is on at the weekend."
        : "You get this mail because you have booked something for the coming week.",
  };
}

type BookedVisit = Pick<DayBeforeMail, "bookingId" | "show" | "seats" | "quantity" | "link">;

/** Numbered seats by their numbers, and how many places there are besides. */
function seatsOf({ seats, quantity }: BookedVisit): string {
  const places = quantity - seats.length;
  return [
    ...(seats.length === 0 ? [] : [`${seats.length === 1 ? "Seat" : "Seats"} ${seats.join(", ")}`]),
    ...(places > 0 ? [`${places} ${places === 1 ? "place" : "places"}`] : []),
  ].join(" and ");
}

const visitOf = (visit: BookedVisit): Visit => ({
  show: visit.show,
  details: [seatsOf(visit), `Booking ${visit.bookingId}`],
  link: visit.link,
  linkLabel: "Your tickets",
});
