import { describe, expect, it } from "vitest";
import { renderMail } from "../render-mail.ts";

const seat = { id: "sea_1", seatNumber: "A1", section: "Stalls", row: "A", tier: "Premium", price: 6500 };
const other = { ...seat, id: "sea_2", seatNumber: "A2", price: 4200, tier: "Standard" };
const about = {
  name: "Ada",
  currency: "EUR",
  link: null,
  show: {
    listingId: "evt_1",
    title: "<b>Hamlet</b>",
    posterUrl: null,
    startsAt: "2027-01-15T18:30:00.000Z",
    timeZone: "Europe/Vienna",
    venue: "Grand Theatre",
    city: "Vienna",
  },
};
const where = ["<b>Hamlet</b>", "Friday 15 January 2027, 19:30", "Central European Standard Time (Europe/Vienna)", "Grand Theatre, Vienna"];
const bookingId = "BK-20261121-7F3K9QX2MD";
const shown = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replaceAll(/<[^>]+>/g, "\n")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'");

/** Every line of the text is in the HTML too, and nothing of the show's title is markup there. */
function expectSameWords({ html, text }: { html: string; text: string }): void {
  const words = shown(html).split("\n").join(" ");
  for (const line of text.split("\n").filter((line) => !line.includes("http")))
    for (const part of line.split(/: (?=€)/)) expect(words).toContain(part);
  expect(html).not.toContain("<b>Hamlet");
}

describe("the mail about money that goes back", () => {
  const seats = [{ ...seat, price: 5500 }];

  it("says how much, and that the booking stays", () => {
    const mail = renderMail("booking-refunded", { ...about, bookingId, seats, refund: 1000 });
    expect(mail.subject).toBe(`Money back: <b>Hamlet</b> (${bookingId})`);
    expect(mail.text).toContain(
      "€10.00 goes back to the card that you paid with, usually within a few days.\nYour booking stays as it is.",
    );
    expect(mail.text).toContain("Still your seat, at what it costs you now\nStalls · Row A · Seat A1 · Premium: €55.00");
    expectSameWords(mail);
    const cancelled = renderMail("booking-refunded", { ...about, bookingId, seats: [], refund: 1000 });
    expect(cancelled.text).toContain("within a few days.\nYour booking stays cancelled.");
    expect(cancelled.text).not.toContain("Still your");
  });

  it("says of an order that could not be completed that it was ours, and never that its terms keep the money", () => {
    const undone = { ...about, bookingId, cancelledSeats: seats, seats: [], orderFailed: true };
    const said = "Your order could not be completed, so we have taken this booking back. You need not do anything.";
    const [paid, free] = [5500, 0].map((refund) => renderMail("booking-cancelled", { ...undone, refund }));
    expect(paid?.text).toContain(`${said}\n€55.00 goes back to the card`);
    expect(free?.text).toContain(`${said}\nNothing was charged for it.`);
    expect(free?.text).not.toContain("By the show's terms");
    if (paid) expectSameWords(paid);
  });
});

describe("the mail about a cancelled booking", () => {
  it("says which seats went, what goes back, and that the booking is over", () => {
    const mail = renderMail("booking-cancelled", { ...about, bookingId, cancelledSeats: [seat, other], seats: [], refund: 5350 });
    expect(mail.subject).toBe(`Cancelled: <b>Hamlet</b> (${bookingId})`);
    expect(mail.text).toBe(
      [
        "Ada, your booking is cancelled.",
        "",
        `Booking ${bookingId}`,
        "€53.50 goes back to the card that you paid with, usually within a few days.",
        "",
        ...where,
        "",
        "Cancelled seats",
        "Stalls · Row A · Seat A1 · Premium: €65.00",
        "Stalls · Row A · Seat A2 · Standard: €42.00",
        "",
        "Refund: €53.50",
        "",
        "You get this mail because a booking of your account was cancelled.",
        "",
      ].join("\n"),
    );
    expectSameWords(mail);
  });

  it("says which seats are left, and when nothing goes back", () => {
    const link = "https://tickets.example.com/bookings/BK-1";
    const mail = renderMail("booking-cancelled", { ...about, link, bookingId, cancelledSeats: [seat], seats: [other], refund: 0 });
    expect(mail.subject).toBe(`Changed: <b>Hamlet</b> (${bookingId})`);
    for (const line of [
      "Ada, part of your booking is cancelled.",
      "By the show's terms nothing is refunded.",
      "Seats given back",
      "Still yours",
    ])
      expect(mail.text.split("\n")).toContain(line);
    expect(mail.text).toContain(`See your booking: ${link}`);
    expect(mail.html).toContain(`href="${link}"`);
    expectSameWords(mail);
  });
});

it("the mail about a cancelled showtime says that it does not take place and that nobody need do anything", () => {
  const mail = renderMail("showtime-cancelled", { ...about, bookingId, cancelledSeats: [seat], seats: [], refund: 6500 });
  expect(mail.subject).toBe(`<b>Hamlet</b> does not take place (${bookingId})`);
  for (const line of ["Ada, <b>Hamlet</b> is cancelled.", "Your seats were", "Refund: €65.00"])
    expect(mail.text.split("\n")).toContain(line);
  expect(mail.text).toContain("you need not do anything");
  expectSameWords(mail);
});

describe("the mail about an exchange", () => {
  it("says the seats that count now, under the same number", () => {
    const mail = renderMail("booking-changed", { ...about, bookingId, replaces: null, seats: [seat, other], refund: 0 });
    expect(mail.subject).toBe(`Your new seats for <b>Hamlet</b> (${bookingId})`);
    expect(mail.text).toContain("The number is the same as before.");
    expect(mail.text).toContain("Your 2 seats now\nStalls · Row A · Seat A1");
    expect(mail.text).not.toContain("Refund");
    expectSameWords(mail);
  });

  it("says which booking it takes the place of, and what goes back", () => {
    const mail = renderMail("booking-changed", { ...about, bookingId, replaces: "BK-20261101-OLD", seats: [other], refund: 2300 });
    expect(mail.text).toContain("It takes the place of BK-20261101-OLD, which is no longer valid.");
    expect(mail.text).toContain("Refund: €23.00");
    expectSameWords(mail);
  });
});

it("the mail about an offer says which seats, for how much, and until when on the venue's clock", () => {
  const link = "https://tickets.example.com/pay/rsv_1";
  const mail = renderMail("waitlist-offered", { ...about, link, seats: [seat], price: 6500, expiresAt: "2026-12-01T17:05:00.000Z" });
  expect(mail.subject).toBe("Seats for <b>Hamlet</b>, until 18:05");
  expect(mail.text).toContain("Pay for them until 18:05 on Tuesday 1 December 2026, Central European Standard Time.");
  expect(mail.text).toContain(`Total: €65.00\n\nPay for them: ${link}`);
  expectSameWords(mail);
});
