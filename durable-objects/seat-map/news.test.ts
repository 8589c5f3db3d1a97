import { describe, expect, it } from "vitest";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { advance } from "./advance.ts";
import type { Command } from "./decide.ts";
import { eventOf } from "./event-of.ts";
import { evolve } from "./evolve.ts";
import { generalPlaces } from "./general-places.ts";
import { house, start } from "./test-house.ts";
import { ticketHolders } from "./ticket-holders.ts";
import { ticketIdOf } from "./tickets-of.ts";

const hour = 3_600_000;
const startsAtMs = start + 20 * hour;

/** A showtime whose events are gathered as its object gathers them. */
function withEvents(seatCount = 6, changed: Partial<ShowtimeTerms> = {}) {
  const made = house(seatCount, { startsAtMs, timeZone: "Europe/Vienna", ...changed });
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
  const confirm = (userId: string, token: string) => {
    const bookingId = `BK-20261121-${token.toUpperCase().replaceAll("-", "")}`;
    const payment = { id: `pay_${bookingId}`, amount: ledger.holds.get(token)?.price ?? 0, currency: "EUR" };
    return { bookingId, events: told({ type: "confirm", userId, token, bookingId, payment }) };
  };
  return { ...made, told, book, cancel, confirm };
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

  it("tells of each ticket that is let in, once, and which was the first", () => {
    const { told, book, ledger } = withEvents();
    const [ada, bob] = [book("ada", 0, "BK-20261121-AAAAAA"), book("bob", 1, "BK-20261121-BBBBBB")];
    const seatId = ledger.seats[0]?.id;
    expect(told({ type: "checkIn", scans: [{ ...ada, gate: "North" }, ada] })).toMatchObject([
      {
        type: "ticket.checked_in",
        first: true,
        tickets: [{ ticketId: ada.ticketId, bookingId: "BK-20261121-AAAAAA", userId: "ada", seatId, gate: "North", at: start }],
      },
    ]);
    expect(told({ type: "checkIn", scans: [ada, bob] })).toMatchObject([
      { first: false, tickets: [{ ticketId: bob.ticketId, gate: null }] },
    ]);
  });

  it("tells with the booking that takes the last seat that nothing is left: not while one is held, and whatever is blocked", () => {
    const { confirm, hold, run, cancel, seat } = withEvents();
    run({ type: "block", seatIds: [seat(5)], by: "usr_organizer", reason: null });
    const [ada, bob, eve] = [hold("ada", 0, 1), hold("bob", 2), hold("eve", 3, 4)];
    expect(confirm("ada", ada.token).events).toEqual([expect.not.objectContaining({ soldOut: true })]);
    run({ type: "release", userId: "eve", token: eve.token });
    const { bookingId, events } = confirm("bob", bob.token);
    expect(events).toEqual([expect.not.objectContaining({ soldOut: true })]);
    expect(confirm("eve", hold("eve", 3, 4).token).events).toMatchObject([{ type: "booking.confirmed", soldOut: true }]);
    // What comes back and goes again is news again.
    cancel("bob", bookingId);
    expect(confirm("zoe", hold("zoe", 2).token).events).toMatchObject([{ soldOut: true }]);
  });

  it("tells the same of places without numbers", () => {
    const { confirm, run, ledger } = withEvents(0, { capacity: { places: 3, tier: "Standard" } });
    run({ type: "add", seats: generalPlaces(ledger, 0) });
    const sold = [1, 2].map((quantity) => {
      const token = `place-${quantity}`;
      run({ type: "hold", userId: token, token, seatIds: [], wish: { quantity, tier: null, adjacent: null, accessible: false } });
      return confirm(token, token).events;
    });
    expect(sold).toEqual([[expect.not.objectContaining({ soldOut: true })], [expect.objectContaining({ soldOut: true })]]);
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
