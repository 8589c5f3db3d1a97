import { PDFDocument } from "@cantoo/pdf-lib";
import { describe, expect, it } from "vitest";
import { textOf } from "../../../test/pdf-text.ts";
import { printable, wrapped } from "./pdf-text.ts";
import type { TicketForShow } from "./read.ts";
import { ticketPdf } from "./ticket-pdf.ts";

const shown = (title: string, seatNumber = "B12"): TicketForShow => ({
  ticket: {
    id: "tkt_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0_202611217F3K9QX2MD",
    bookingId: "BK-20261121-7F3K9QX2MD",
    showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
    seat: { id: "sea_x", seatNumber, section: "Stalls", row: "B", tier: "Premium", price: 6500 },
    token: `eyJhbGciOiJFUzI1NiJ9.${"x".repeat(300)}.${"y".repeat(86)}`,
    status: "VALID",
    checkedInAt: null,
  },
  show: {
    showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
    title,
    startsAtMs: Date.parse("2027-01-15T18:30:00Z"),
    durationMinutes: 150,
    timeZone: "Europe/Vienna",
    venue: "Grand Theatre",
    city: "Wien",
    currency: "EUR",
    cancelled: false,
  },
});
const pagesOf = async (...tickets: TicketForShow[]) => textOf(await ticketPdf(tickets, Date.parse("2026-11-21T09:00:00Z")));

describe("a printed ticket", () => {
  it("says what, where, when by the venue's clock, which seat and which booking, one ticket a page", async () => {
    const [first, second, ...others] = await pagesOf(shown("Hamlet"), shown("Hamlet", "B13"));
    expect(others).toEqual([]);
    for (const part of ["Hamlet", "Grand Theatre, Wien", "Friday 15 January 2027", "19:30 CET", "Stalls · Row B · Premium", "B12"])
      expect(first).toContain(part);
    expect(first).toContain("BK-20261121-7F3K9QX2MD");
    expect(second).toContain("B13");
    expect(second).not.toContain("B12");
  });

  it("is A6, has a title, and embeds only the letters that it needs", async () => {
    const bytes = await ticketPdf([shown("Hamlet")], 0);
    const file = await PDFDocument.load(bytes);
    expect(file.getTitle()).toBe("Hamlet, BK-20261121-7F3K9QX2MD");
    expect(file.getPage(0).getSize()).toEqual({ width: 297.64, height: 419.53 });
    expect(bytes.length).toBeLessThan(60_000);
  });

  it("prints Latin, Greek and Cyrillic as they are", async () => {
    const [page] = await pagesOf(shown("Ärger, Ελλάδα и Чайка"));
    expect(page).toContain("Ärger, Ελλάδα и Чайка");
  });

  it("puts one mark in the place of each character that its font lacks, and never fails", async () => {
    const [page] = await pagesOf(shown("東京 مرحبا 👨‍👩‍👧 ok"));
    expect(page).toContain("�� ����� � ok");
    for (const odd of ["", " ", "\u0000\u0007\u200b", "\ud800", "e\u0301".repeat(30), "\u202eabc", "ﷺ", "👍🏽", "x".repeat(200)]) {
      expect(await pagesOf(shown(odd || "?", odd || "?"))).toHaveLength(1);
    }
  });
});

describe("a text for a narrow column", () => {
  const widthOf = (text: string) => text.length;
  it("breaks at spaces, and inside a word that is too long by itself", () => {
    expect(wrapped("to be or not to be", { width: 8, lines: 4, widthOf })).toEqual(["to be or", "not to", "be"]);
    expect(wrapped("abcdefghij", { width: 4, lines: 4, widthOf })).toEqual(["abcd", "efgh", "ij"]);
  });
  it("ends in an ellipsis where there is too much of it", () => {
    expect(wrapped("to be or not to be", { width: 8, lines: 2, widthOf })).toEqual(["to be or", "not to…"]);
  });
  it("is one line whatever it was, without what steers a terminal", () => {
    expect(printable("a\r\n\tb\u0000c", () => true)).toBe("a b c");
  });
});
