import { describe, expect, it } from "vitest";
import { type Brand, MailKind } from "../../../contracts/mails.ts";
import { attachmentNames } from "../attachments/attachment-names.ts";
import { renderMail } from "../render-mail.ts";
import { samples } from "./samples.ts";

const brand: Brand = {
  name: "Grand <Theatre>",
  color: "#7a1f2b",
  logoUrl: "https://tickets.example.com/logo.png?a=1&b=2",
  contactEmail: "box-office@example.com",
};
const framed = {
  brand,
  unsubscribeUrl: "https://tickets.example.com/api/v1/notifications/unsubscribe?token=usr_1.bookings.x",
  preferencesUrl: "https://tickets.example.com/account/notifications",
};
const render = (kind: MailKind, payload: unknown = samples[kind]) =>
  renderMail(kind, payload, { ...framed, attached: attachmentNames(kind, payload) });

const unescaped = (html: string): string =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
/** What somebody reads, without markup and without what only a title bar shows. */
const wordsOf = (html: string): string => unescaped(html.replace(/<head>.*<\/head>/s, "").replaceAll(/<[^>]+>/g, "\n"));
const linksOf = (html: string): string[] => [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => unescaped(href));

/** Names of fields that somebody writes; an address is checked to be of single lines. */
const written = new Set(
  "name title place venue city section tier seatNumber reason excerpt sender appName promotionCode lastError variantName".split(" "),
);
const script = `<script>alert("1")</script>`;

/** The payload with markup and a line break in everything that somebody wrote. */
function hostile(value: unknown, field = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => hostile(item, field));
  if (typeof value === "object" && value !== null) {
    if (field === "address") return { ...value, name: script, city: script };
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile(inner, name)]));
  }
  const isWritten = written.has(field) && typeof value === "string" && value !== "FAILING";
  return isWritten ? `${value}${script}\r\nBcc: everybody@example.com` : value;
}

describe.each(MailKind.options)("the mail %s", (kind) => {
  it("says in the text what it says in HTML, with every amount, time and link", () => {
    const { html, text, subject } = render(kind);
    expect(html.startsWith("<!doctype html><html")).toBe(true);
    expect(subject).toMatch(/^\S.*\S$/);
    const words = wordsOf(html).replaceAll(/\s+/g, " ");
    const links = linksOf(html);
    for (const line of text.split("\n")) {
      const [, label = line, url] = /^(.*): ((?:https?|mailto):\S+)$/.exec(line.trim()) ?? [];
      if (url !== undefined && !words.includes(url)) expect(links).toContain(url);
      for (const part of label.trim().split(/: |(?<=^Booking) /)) expect(words).toContain(part);
    }
    const told = text.replaceAll(/\s+/g, " ");
    for (const line of wordsOf(html).split("\n")) expect(told).toContain(line.replaceAll(/\s+/g, " ").trim().replace(/^·$/, ""));
    for (const link of links) expect(text).toContain(link);
    for (const wrong of [html, text, subject]) expect(wrong).not.toMatch(/undefined|\[object|NaN|null|Invalid Date/);
  });

  it("keeps whatever people wrote inert, and in one line of the subject", () => {
    const { html, subject } = render(kind, hostile(samples[kind]));
    expect(html).not.toMatch(/<script|alert\("1"\)/);
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it("is in the tenant's name and colour, and needs no picture to be read", () => {
    const { html } = render(kind);
    expect(html).toContain('alt="Grand &lt;Theatre&gt;"');
    expect(html).toContain("border-top: 4px solid #7a1f2b");
    expect(html).toContain("Sent by Marquee for Grand &lt;Theatre&gt;.");
    expect(html.match(/<img(?![^>]* alt="[^"]+")/g)).toBeNull();
    expect(html.match(/<(?:script|link|style|iframe)|url\(/g)).toBeNull();
    expect(html).toContain("max-width: 600px");
    const own = renderMail(kind, samples[kind]);
    expect(own.html).not.toMatch(/<img|Grand &lt;/);
    expect(own.html).toContain(">Marquee</p>");
    expect(own.text).not.toMatch(/unsubscribe|No more mails/);
  });

  it("is not made from a payload that lacks something", () => {
    for (const field of Object.keys(samples[kind]).filter((name) => !["orderFailed", "listingId"].includes(name))) {
      const { [field]: _, ...rest } = samples[kind] as Record<string, unknown>;
      expect(() => renderMail(kind, rest)).toThrow();
    }
  });
});

it("amounts have the digits of their currency, in every mail that has any", () => {
  const paid = { ...samples["payment-receipt"], amount: 4250 };
  expect(renderMail("payment-receipt", { ...paid, currency: "JPY" }).text).toContain("Paid: ¥4,250\n");
  expect(renderMail("payment-receipt", { ...paid, currency: "KWD" }).text).toMatch(/Paid: .*4\.250\n/);
});

describe("a new time", () => {
  it("is shown with the old one on the venue's clock, which may have changed between them, and with what one can do", () => {
    const moved = { ...samples["showtime-changed"], before: "2027-03-27T18:30:00.000Z" };
    const { text, subject } = renderMail("showtime-changed", {
      ...moved,
      show: { ...showOf(moved), startsAt: "2027-03-28T18:30:00.000Z" },
    });
    expect(subject).toBe("New time: Hamlet, Sunday 28 March 2027, 20:30 (BK-20261121-7F3K9QX2MD)");
    expect(text).toContain(
      "Sunday 28 March 2027, 20:30\nBefore: Saturday 27 March 2027, 19:30\nCentral European Summer Time (Europe/Vienna)",
    );
    expect(text).toContain("get all of your money back, until 19:30 on Wednesday 13 January 2027, Central European Standard Time.");
    expect(renderMail("showtime-changed", { ...moved, refundUntil: null }).text).toContain(
      "see on your booking's page whether you can exchange it",
    );
    expect(renderMail("showtime-changed", { ...moved, refundPercent: 50, link: null }).text).toContain(
      "you can cancel where you bought it and get 50 % of your money back",
    );
  });
});

const showOf = (payload: object): object => ("show" in payload && typeof payload.show === "object" ? (payload.show ?? {}) : {});

describe("a Friday's mail", () => {
  it("speaks only of what there is", () => {
    const friday = samples["friday-reminder"];
    const [booked, on] = [
      renderMail("friday-reminder", { ...friday, weekend: [] }),
      renderMail("friday-reminder", { ...friday, visits: [], moreVisits: 0 }),
    ];
    expect(booked.subject).toBe("Your week: 4 visits");
    expect(booked.text).toContain("And 2 more.");
    expect(booked.text).not.toContain("On this weekend");
    expect(on.subject).toBe("This weekend: The Magic Flute");
    expect(on.text).not.toContain("You have booked\n");
    expect(on.text).toContain("because you wish to hear what is on");
  });
});

it("a reminder names numbered seats, and counts places without numbers", () => {
  const seatsIn = (seats: string[], quantity: number) =>
    /^Your seats\n(.*)$/m.exec(renderMail("day-before-reminder", { ...samples["day-before-reminder"], seats, quantity }).text)?.[1];
  expect([seatsIn(["A1", "A2"], 2), seatsIn([], 1), seatsIn([], 3), seatsIn(["A1"], 3)]).toEqual([
    "Seats A1, A2",
    "1 place",
    "3 places",
    "Seat A1 and 2 places",
  ]);
});

describe("tickets in a mail", () => {
  const kind = "booking-confirmed" as const;
  it("are shown only if they are attached, and never one that is not", () => {
    const names = attachmentNames(kind, samples[kind]);
    expect(names.map(({ filename }) => filename)).toEqual(["tickets.pdf", "booking.ics", "ticket-1.png", "ticket-2.png", "ticket-3.png"]);
    const shown = (attached: typeof names) =>
      [...renderMail(kind, samples[kind], { attached }).html.matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => id);
    expect(shown(names)).toEqual(names.flatMap(({ contentId }) => contentId ?? []));
    expect(shown(names.slice(0, 3))).toEqual(["ticket-1.BK-20261121-7F3K9QX2MD@marquee"]);
    expect(renderMail(kind, samples[kind], { attached: names.slice(0, 3) }).text).toContain(
      "They are the first 1; the others are on your booking's page.",
    );
    expect(renderMail(kind, samples[kind], { attached: [] }).text).not.toMatch(/tickets\.pdf|booking\.ics/);
  });
});
