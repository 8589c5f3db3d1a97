import { describe, expect, it } from "vitest";
import { renderMail } from "../render-mail.ts";

const popcorn = { name: "<b>Popcorn</b>, large", variantName: "salted", quantity: 2, amount: 1300, show: null, link: null };
const tickets = {
  name: "Hamlet",
  variantName: "",
  quantity: 2,
  amount: 13_000,
  show: {
    listingId: "evt_1",
    title: "Hamlet",
    posterUrl: null,
    startsAt: "2027-01-15T18:30:00.000Z",
    timeZone: "Europe/Vienna",
    venue: "Grand Theatre",
    city: "Vienna",
  },
  link: "https://tickets.example.com/bookings/BK-1",
};
const link = "https://tickets.example.com/orders/ord_1";
const about = { orderId: "ord_1", name: "Ada & <i>Bob</i>", currency: "EUR", link };
const address = { name: "Ada Lovelace", line1: "Ringstraße 1", line2: "Tür <7>", postalCode: "1010", city: "Vienna", country: "AT" };

const shown = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replaceAll(/<[^>]+>/g, "\n")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** Every line of the text is in the HTML too, and nothing that somebody wrote is markup there. */
function expectSameWords({ html, text }: { html: string; text: string }): void {
  const words = shown(html).split("\n").join(" ");
  for (const line of text.split("\n").filter((line) => !line.includes("http")))
    for (const part of line.trim().split(/: (?=-?[€¥])/)) expect(words).toContain(part);
  for (const markup of ["<b>", "<i>", "<7>"]) expect(html).not.toContain(markup);
}

describe("the mail about a paid order", () => {
  const paid = { ...about, lines: [popcorn, tickets], subtotal: 14_300, discount: 195, promotionCode: "WINTER15", total: 14_105, address };

  it("says what was ordered, leads to the tickets, and adds up with the discount", () => {
    const mail = renderMail("order-paid", paid);
    expect(mail.subject).toBe("Your order (ord_1)");
    expect(mail.text).toBe(
      [
        "Ada & <i>Bob</i>, thank you for your order.",
        "",
        "Order ord_1",
        "Your tickets come in a mail of their own.",
        "",
        "What you ordered",
        "2 × <b>Popcorn</b>, large (salted): €13.00",
        "2 × Hamlet: €130.00",
        "    Friday 15 January 2027, 19:30, Grand Theatre, Vienna",
        "    Your tickets: https://tickets.example.com/bookings/BK-1",
        "",
        "Subtotal: €143.00",
        "Discount (WINTER15): -€1.95",
        "Total: €141.05",
        "",
        "It goes to",
        "Ada Lovelace",
        "Ringstraße 1",
        "Tür <7>",
        "1010 Vienna",
        "AT",
        "",
        `See your order: ${link}`,
        "",
        "You get this mail because something was ordered with your account.",
        "",
      ].join("\n"),
    );
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.html).toContain(`href="${tickets.link}"`);
    expectSameWords(mail);
  });

  it("says nothing of tickets, discounts, addresses and pages that there are none of, and knows a currency without decimals", () => {
    const yen = {
      ...paid,
      currency: "JPY",
      link: null,
      lines: [popcorn],
      subtotal: 1300,
      discount: 0,
      promotionCode: null,
      total: 1300,
      address: null,
    };
    const mail = renderMail("order-paid", yen);
    expect(mail.text).toContain("Total: ¥1,300");
    for (const none of ["tickets", "Discount", "Subtotal", "It goes to", "http"]) expect(mail.text).not.toContain(none);
    expect(mail.html).not.toContain("href");
    expectSameWords(mail);
  });
});

describe("the mail about a parcel", () => {
  const lines = [{ ...popcorn, amount: null }];

  it("says what is in it, where it goes and where its carrier shows it", () => {
    const tracking = { carrier: "Post", number: "RR123", url: "https://track.example.com/RR123?a=1&b=2" };
    const mail = renderMail("order-shipped", { ...about, lines, address, tracking });
    expect(mail.subject).toBe("On its way: your order (ord_1)");
    expect(mail.text).toContain(
      "Order ord_1\nTracking number: Post RR123\n\nIn the parcel\n2 × <b>Popcorn</b>, large (salted)\n\nIt goes to\nAda Lovelace",
    );
    expect(mail.text).toContain(`Follow the parcel: ${tracking.url}`);
    expect(mail.html).toContain('href="https://track.example.com/RR123?a=1&amp;b=2"');
    expectSameWords(mail);
  });

  it("does without a tracking number", () => {
    const mail = renderMail("order-shipped", { ...about, lines, address: null, tracking: null });
    expect(mail.text).not.toMatch(/Tracking|Follow/);
    expectSameWords(mail);
  });
});

describe("a mail about money that goes back", () => {
  const lines = [{ ...popcorn, amount: null }];

  it.each([
    ["order-cancelled", "Cancelled: your order (ord_1)", "your order is cancelled.", "What you had ordered"],
    ["order-returned", "Your return (ord_1)", "we have taken your return back.", "Returned so far"],
    ["order-refunded", "Money back: your order (ord_1)", "you get money back.", "What you had ordered"],
  ] as const)("says how much and why: %s", (kind, subject, heading, title) => {
    const mail = renderMail(kind, { ...about, lines, refund: 1105, reason: "Too <b>salty" });
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(
      `${heading}\n\nOrder ord_1\nThe reason given: Too <b>salty\n€11.05 goes back to the card that you paid with, usually within a few days.\n\n${title}\n`,
    );
    expect(mail.text).toContain("\nRefund: €11.05\n");
    expectSameWords(mail);
  });

  it("promises nothing where nothing goes back", () => {
    const mail = renderMail("order-cancelled", { ...about, lines, refund: 0, reason: null });
    expect(mail.text).toContain("Order ord_1\nNothing is refunded for it.\n");
    expect(mail.text).not.toMatch(/Refund:|reason given/);
    expectSameWords(mail);
  });
});
