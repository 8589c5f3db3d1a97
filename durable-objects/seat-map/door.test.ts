import { describe, expect, it } from "vitest";
import { doorPage, gateCountsOf } from "./door.ts";
import { scanResults } from "./judge-check-in.ts";
import { house, start } from "./test-house.ts";
import { partsOf, ticketIdOf, ticketsOf } from "./tickets-of.ts";

const bookingId = "BK-20261121-7F3K9QX2MD";

/** A showtime in which Ada has booked the seats 0 and 2, with a door. */
function withBooking(changed: Parameters<typeof house>[1] = {}) {
  const made = house(6, changed);
  const { token } = made.hold("ada", 0, 2);
  made.run({ type: "confirm", userId: "ada", token, bookingId, payment: { id: "pay_1", amount: 10_700, currency: "EUR" } });
  const ticket = (index: number) => ticketIdOf(made.ledger.terms.showtimeId, bookingId, index);
  const scan = (...ticketIds: string[]) => scanAt("North", ...ticketIds);
  const scanAt = (gate: string | null, ...ticketIds: string[]) => {
    const before = made.ledger.seq;
    const scans = ticketIds.map((ticketId) => ({ ticketId, by: "usr_gate", gate, scannedAtMs: null }));
    const decision = made.run({ type: "checkIn", scans });
    return { decision, results: scanResults(made.ledger, scans, before) };
  };
  const booking = () => {
    const row = made.ledger.bookings.get(bookingId);
    if (row === undefined) throw new Error("Ada has no booking");
    return row;
  };
  return { ...made, ticket, scan, scanAt, booking };
}

describe("the id of a ticket", () => {
  it("says the showtime, the seat and the booking, and nothing else is one", () => {
    const id = ticketIdOf("sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6", bookingId, 371);
    expect(id).toBe("tkt_01K9Z3V6T8W2Y4A6C8E0G2J4M6_ab_202611217F3K9QX2MD");
    expect(partsOf(id)).toEqual({ showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6", bookingId, index: 371 });
    for (const wrong of ["", "tkt_", id.toLowerCase(), `${id}X`, id.replace("_ab_", "_0ab_"), id.replace("tkt", "sea"), `${id}\n`]) {
      expect([wrong, partsOf(wrong)]).toEqual([wrong, null]);
    }
  });
});

describe("the tickets of a booking", () => {
  it("are one for each seat, with the price that was paid and who bought it", () => {
    const { ledger, booking, ticket } = withBooking();
    expect(ticketsOf(ledger, booking())).toMatchObject([
      { id: ticket(0), bookingId, userId: "ada", status: "VALID", seat: { seatNumber: "A1", price: 6500 }, checkedInAt: null, entry: null },
      { id: ticket(2), status: "VALID", seat: { seatNumber: "A3", price: 4200 } },
    ]);
  });
});

describe("a ticket at the door", () => {
  it("lets in once; then it is known when, where and by whom", () => {
    const { scan, scanAt, ticket, ledger, booking, wait } = withBooking();
    const first = scan(ticket(0));
    expect(first.decision.facts).toMatchObject([{ op: "CHECK_IN", bookingId, gate: "North", seats: [{ index: 0, price: 6500 }] }]);
    const entry = { at: new Date(start).toISOString(), gate: "North", by: "usr_gate", scannedAt: null };
    expect(first.results).toMatchObject([{ ok: true, entry, ticket: { status: "USED", checkedInAt: entry.at } }]);
    wait(60);
    const second = scanAt("South", ticket(0));
    expect(second.decision).toMatchObject({ ok: true, facts: [] });
    expect(second.results).toEqual([{ ok: false, code: "ALREADY_CHECKED_IN", entry }]);
    expect(ticketsOf(ledger, booking()).map(({ status }) => status)).toEqual(["USED", "VALID"]);
  });

  it("counts once when one call brings it twice, and the others of the call are not kept out", () => {
    const { scan, ticket } = withBooking();
    const { decision, results } = scan(ticket(0), ticket(0), "nonsense", ticket(2));
    expect(decision.facts).toHaveLength(2);
    expect(results.map((result) => (result.ok ? "in" : result.code))).toEqual(["in", "ALREADY_CHECKED_IN", "TICKET_NOT_FOUND", "in"]);
  });

  it("is unknown if it is another showtime's, another booking's or for no seat of the house", () => {
    const { scan, ticket } = withBooking();
    const strangers = [
      ticket(0).replace("01K9Z3V6T8W2Y4A6C8E0G2J4M6", "01K9Z3V6T8W2Y4A6C8E0G2J4M7"),
      ticket(0).replace("7F3K9QX2MD", "AAAAAAAAAA"),
      ticket(999),
    ];
    expect(scan(...strangers).results).toEqual(strangers.map(() => ({ ok: false, code: "TICKET_NOT_FOUND", entry: null })));
  });

  it("is not valid for a seat that the booking has not, nor while the booking is being exchanged", () => {
    const { scan, ticket, booking } = withBooking();
    expect(scan(ticket(1)).results).toEqual([{ ok: false, code: "TICKET_NOT_VALID", entry: null }]);
    booking().pin = { token: "rsv_elsewhere", until: start + 60_000 };
    expect(scan(ticket(0)).results).toEqual([{ ok: false, code: "TICKET_NOT_VALID", entry: null }]);
  });

  it("waits for the doors to open, which says when", () => {
    const { scan, ticket, wait } = withBooking({ checkInOpensAtMs: start + 60_000 });
    const opensAt = new Date(start + 60_000).toISOString();
    expect(scan(ticket(0), "nonsense").results).toEqual([
      { ok: false, code: "CHECK_IN_NOT_OPEN", entry: null, opensAt },
      { ok: false, code: "TICKET_NOT_FOUND", entry: null },
    ]);
    wait(60);
    expect(scan(ticket(0)).results).toMatchObject([{ ok: true }]);
  });
});

describe("the door", () => {
  it("counts who is expected and who came, gate by gate", () => {
    const { scanAt, ticket, ledger } = withBooking();
    scanAt("North", ticket(0));
    scanAt(null, ticket(2));
    expect(gateCountsOf(ledger)).toEqual({ showtimeId: ledger.terms.showtimeId, expected: 2, checkedIn: 2, byGate: { North: 1, "": 1 } });
  });

  it("lists the booked seats in the order of the map, page by page, and no held one", () => {
    const { ledger, hold, scan, ticket } = withBooking();
    hold("bob", 1);
    scan(ticket(2));
    const first = doorPage(ledger, { after: 0, limit: 1 });
    expect(first).toMatchObject({ items: [{ id: ticket(0), userId: "ada", entry: null }], next: 2 });
    expect(doorPage(ledger, { after: first.next ?? 0, limit: 1 })).toMatchObject({
      items: [{ id: ticket(2), entry: { gate: "North" } }],
      next: null,
    });
  });
});
