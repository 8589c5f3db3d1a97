import { describe, expect, it } from "vitest";
import { renderMail } from "../render-mail.ts";
import type { ConfirmationMail } from "./confirmation-mail.ts";

const seat = { id: "sea_1", seatNumber: "A1", section: "Stalls", row: "A", tier: "Premium", price: 6500 };
const booked: ConfirmationMail = {
  bookingId: "BK-20261121-7F3K9QX2MD",
  name: "Ada",
  seats: [seat, { ...seat, id: "sea_2", seatNumber: "A2", price: 4200, tier: "Standard" }],
  amount: 10700,
  currency: "EUR",
  link: null,
  show: {
    listingId: "evt_1",
    title: "Hamlet",
    posterUrl: null,
    startsAt: "2027-01-15T18:30:00.000Z",
    timeZone: "Europe/Vienna",
    venue: "Grand Theatre",
    city: "Vienna",
  },
};
const render = (parts: Partial<ConfirmationMail> = {}) => renderMail("booking-confirmed", { ...booked, ...parts });
const shown = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replaceAll(/<[^>]+>/g, "\n")
    .split("\n")
    .filter((line) => line.trim() !== "");

describe("the confirmation mail", () => {
  it("says what, where, when in the place's own time, which seats, how much and under which number", () => {
    const { subject, html, text } = render();
    expect(subject).toBe("Your seats for Hamlet (BK-20261121-7F3K9QX2MD)");
    expect(text).toBe(
      [
        "Ada, you are booked.",
        "",
        "Booking BK-20261121-7F3K9QX2MD",
        "Show this number at the door.",
        "",
        "Hamlet",
        "Friday 15 January 2027, 19:30",
        "Central European Standard Time (Europe/Vienna)",
        "Grand Theatre, Vienna",
        "",
        "Your 2 seats",
        "Stalls · Row A · Seat A1 · Premium: €65.00",
        "Stalls · Row A · Seat A2 · Standard: €42.00",
        "",
        "Total: €107.00",
        "",
        "You get this mail because these seats were booked with your account.",
        "",
      ].join("\n"),
    );
    expect(html.startsWith("<!doctype html><html")).toBe(true);
    const words = shown(html).join(" ");
    for (const line of text.split("\n")) for (const part of line.split(": ")) expect(words).toContain(part.replace(/^Booking /, ""));
  });

  it("needs no image, no script and nothing from elsewhere", () => {
    expect(render().html).not.toMatch(/<img|<script|<link|url\(|https?:/);
  });

  it("writes amounts with the digits of their currency", () => {
    const total = (currency: string, amount: number) => /Total: (.*)/.exec(render({ currency, amount }).text)?.[1];
    expect(total("JPY", 4200)).toBe("¥4,200");
    expect(total("KWD", 4250)).toMatch(/4\.250/);
    expect(total("EUR", 0)).toBe("€0.00");
    expect(total("EUR", 123456789)).toBe("€1,234,567.89");
  });

  it("keeps whatever people wrote inert", () => {
    const script = `<script>alert("1")</script>`;
    const { html } = render({
      name: script,
      show: { ...booked.show, title: script, venue: `"><img src=x onerror=alert(1)>`, city: script },
      seats: [{ ...seat, section: script, row: script, seatNumber: script, tier: script }],
    });
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
  });

  it("lets no line break into the subject", () => {
    const { subject } = render({ show: { ...booked.show, title: "Hamlet\r\nBcc: everybody@example.com\u2028\u0000x" } });
    expect(subject).toBe("Your seats for Hamlet Bcc: everybody@example.com x (BK-20261121-7F3K9QX2MD)");
  });

  it("is not made from a payload that lacks something", () => {
    expect(() => renderMail("booking-confirmed", { ...booked, show: undefined })).toThrow();
  });
});
