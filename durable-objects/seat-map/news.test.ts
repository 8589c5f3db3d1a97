import { describe, expect, it } from "vitest";
import { advance } from "./advance.ts";
import type { Command } from "./decide.ts";
import { eventOf } from "./event-of.ts";
import { evolve } from "./evolve.ts";
import { house, start } from "./test-house.ts";
import { ticketHolders } from "./ticket-holders.ts";
import { ticketIdOf } from "./tickets-of.ts";

const hour = 3_600_000;
const startsAtMs = start + 20 * hour;

/** A showtime whose events are gathered as its object gathers them. */
function withEvents() {
  const made = house(6, { startsAtMs, timeZone: "Europe/Vienna" });
  const { ledger } = made;
  const told = (command: Command) => {
    const events: unknown[] = [];
    advance(
      ledger,
      command,
      start,
      () => "offer",
      (fact) => {
        evolve(ledger, fact);
        const event = eventOf(ledger, fact);
        if (event !== null) events.push(event);
      },
    );
    return events;
  };
  const book = (userId: string, index: number, bookingId: string) => {
    const { token } = made.hold(userId, index);
    const price = ledger.seats[index]?.price ?? 0;
    made.run({ type: "confirm", userId, token, bookingId, payment: { id: `pay_${bookingId}`, amount: price, currency: "EUR" } });
    return { ticketId: ticketIdOf(ledger.terms.showtimeId, bookingId, index), by: "usr_gate", gate: null, scannedAtMs: null };
  };
  const cancel = (userId: string, bookingId: string) =>
    made.run({ type: "cancel", userId, bookingId, cause: "BUYER", by: userId, refundId: `ref_${bookingId}` });
  return { ...made, told, book, cancel };
}

describe("the log of a showtime", () => {
  it("tells that it begins at another time, with both, and of no other change of its terms", () => {
    const { told } = withEvents();
    const by = "usr_organizer";
    expect(told({ type: "terms", by, change: { startsAtMs: startsAtMs + hour, holdSeconds: 60 } })).toMatchObject([
      { type: "showtime.rescheduled", startsAtMs: startsAtMs + hour, beforeMs: startsAtMs },
    ]);
    // The Worker tells all terms each time.
    expect(told({ type: "terms", by, change: { startsAtMs: startsAtMs + hour, holdSeconds: 90 } })).toEqual([]);
    expect(told({ type: "terms", by, change: { startsAtMs } })).toMatchObject([{ startsAtMs, beforeMs: startsAtMs + hour }]);
  });

  it("tells once that it is cancelled, with the reason", () => {
    const { told } = withEvents();
    const command: Command = { type: "cancelShow", by: "usr_organizer", reason: "the lead is ill" };
    expect(told(command)).toMatchObject([{ type: "showtime.cancelled", reason: "the lead is ill", source: { seq: 2 } }]);
    expect(told(command)).toEqual([]);
  });

  it("tells that the doors are open with the first ticket that is let in, and with no other", () => {
    const { told, book } = withEvents();
    const [ada, bob, eve] = [
      book("ada", 0, "BK-20261121-AAAAAA"),
      book("bob", 1, "BK-20261121-BBBBBB"),
      book("eve", 2, "BK-20261121-EEEEEE"),
    ];
    expect(told({ type: "checkIn", scans: [ada, bob] })).toMatchObject([{ type: "doors.opened" }]);
    expect(told({ type: "checkIn", scans: [ada, eve] })).toEqual([]);
  });
});

describe("the ticket holders of a showtime", () => {
  it("are those with a live booking, each once and in order, page by page or of those asked for", () => {
    const { ledger, book, cancel, hold } = withEvents();
    book("eve", 0, "BK-20261121-EEEEEE");
    book("ada", 1, "BK-20261121-AAAAAA");
    book("ada", 2, "BK-20261121-AAAAAB");
    book("bob", 3, "BK-20261121-BBBBBB");
    hold("zoe", 4);
    expect(ticketHolders(ledger, { after: "", limit: 2 })).toEqual(["ada", "bob"]);
    expect(ticketHolders(ledger, { after: "bob", limit: 2 })).toEqual(["eve"]);
    expect(ticketHolders(ledger, { among: ["zoe", "eve", "ada"] })).toEqual(["ada", "eve"]);

    cancel("ada", "BK-20261121-AAAAAA");
    expect(ticketHolders(ledger, { among: ["ada"] })).toEqual(["ada"]);
    cancel("ada", "BK-20261121-AAAAAB");
    expect(ticketHolders(ledger, { among: ["ada"] })).toEqual([]);
    expect(ticketHolders(ledger, { after: "", limit: 10 })).toEqual(["bob", "eve"]);
  });
});
