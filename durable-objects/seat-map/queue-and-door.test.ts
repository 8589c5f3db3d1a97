import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Outcome, SeatLedger, ShowtimeTerms } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { buy, openHouse, seatAt } from "../../test/box-office.ts";
import { makeUser } from "../../test/harness.ts";
import { newId } from "../../workers/platform/ids.ts";
import type { SeatMap } from "./seat-map.ts";
import { terms } from "./test-house.ts";

/** A showtime's object that was just opened with so many numbered seats, and whatever else its terms say. */
async function opened(numbered: number, changed: Partial<ShowtimeTerms> = {}) {
  const showtimeId = newId("showtime");
  const object = env.SEAT_MAP.getByName(`queue:${showtimeId}`);
  const stub = ledgerOf(object);
  const sale = { saleClosesAtMs: Date.now() + 86_400_000, maxSeatsPerUser: 10, holdSeconds: 120 };
  const row = Array.from({ length: numbered }, (_, x) => ({
    seatNumber: `${x + 1}`,
    section: "Stalls",
    row: "A",
    tier: "Premium",
    x,
    y: 0,
  }));
  await stub.open({ ...terms, appId: "app_queue", showtimeId, ...sale, ...changed }, row);
  const seatIds = Array.from({ length: numbered }, (_, index) => `sea_${showtimeId.slice(4)}_${index.toString(36)}`);
  const sql = <Value>(read: (sql: SqlStorage) => Value) => runInDurableObject(object, (_, state) => read(state.storage.sql));
  const hold = async (userId: string, ...ids: string[]) => must(await stub.hold({ userId, seatIds: ids })).held;
  const book = async (userId: string, ...ids: string[]) => {
    const { reservationToken: token, price } = await hold(userId, ...ids);
    const payment = { id: newId("payment"), amount: price, currency: "EUR" };
    return must(await stub.confirm({ userId, token, payment })).booking;
  };
  return { stub, object, evict: () => evictDurableObject(object), seatIds, sql, hold, book };
}

/** The methods as they are declared: what RPC makes of their types loses the pages. */
const ledgerOf = (stub: DurableObjectStub<SeatMap>): SeatLedger => stub as unknown as SeatLedger;

function must<Value>(outcome: Outcome<Value>): Value & { ok: true } {
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} ${JSON.stringify(outcome.details)}`);
  return outcome;
}

const inD1 = (waitlistId: string) =>
  env.DB.prepare("SELECT status, reservation_token AS token FROM waitlist_entries WHERE id = ?")
    .bind(waitlistId)
    .first<{ status: string; token: string | null }>();

describe("a showtime with a capacity", () => {
  it("sells places beside its seats, shows them in the map, and knows after an eviction which are free", async () => {
    const { stub, hold, seatIds, evict } = await opened(2, { capacity: { places: 3, tier: "Standard" } });
    const { json } = must(await stub.seatMap(null));
    const { sections, seatCount } = JSON.parse(json ?? "");
    expect([seatCount, sections.length, sections[1].name, sections[1].rows[0].seats.length]).toEqual([5, 2, "General admission", 3]);
    expect([sections[0].rows[0].seats[0].general, sections[1].rows[0].seats[0].general]).toEqual([undefined, true]);
    const first = must(await stub.hold({ userId: "ada", seatIds: [], bestAvailable: { quantity: 2 }, general: true })).held;
    expect(first.seats.map(({ section, seatNumber, price }) => [section, seatNumber, price])).toEqual([
      ["General admission", "1", 4200],
      ["General admission", "2", 4200],
    ]);
    await evict();
    expect(await stub.hold({ userId: "bob", seatIds: [], bestAvailable: { quantity: 2 }, general: true })).toMatchObject({
      ok: false,
      code: "NOT_ENOUGH_SEATS",
    });
    const last = must(await stub.hold({ userId: "bob", seatIds: [], bestAvailable: { quantity: 1 }, general: true })).held;
    expect(last.seats[0]?.seatNumber).toBe("3");
    await hold("cy", ...seatIds);
    const { page } = must(await stub.seats({ limit: 10, after: 0 }));
    expect(page.items.map(({ general, status }) => [general, status])).toEqual(
      [false, false, true, true, true].map((general) => [general, "LOCKED"]),
    );
    expect(must(await stub.availability()).bytes).toEqual(
      new Uint8Array([3, 0, 0, 0, 5, 0, 0, 0, 0b01010101, 0b01]).map((byte, at) => (at < 4 ? page.version * Number(at === 0) : byte)),
    );
  });
});

describe("a queue in its object", () => {
  it("gives a released seat to whoever waits, tells D1 and the queue of events, and lets them pay for it", async () => {
    const { stub, seatIds, hold, sql } = await opened(1);
    const { reservationToken } = await hold("holder", ...seatIds);
    const { entry } = must(await stub.joinWaitlist({ userId: "ada", quantity: 1 }));
    const second = must(await stub.joinWaitlist({ userId: "bob", quantity: 1 })).entry;
    expect([entry.status, entry.position, second.position]).toEqual(["WAITING", 1, 2]);
    await vi.waitUntil(async () => (await inD1(entry.id))?.status === "WAITING", { timeout: 3000 });
    must(await stub.release({ userId: "holder", token: reservationToken }));
    const [offered, next] = must(await stub.waitlistEntries([entry.id, second.id, "wtl_unknown"])).entries;
    expect([offered?.status, offered?.position, next?.position]).toEqual(["OFFERED", null, 1]);
    const until = Date.parse(offered?.offerExpiresAt ?? "") - Date.now();
    expect(until / 1000).toBeGreaterThan(limits.waitlistOfferSeconds - 30);
    const token = offered?.reservationToken ?? "";
    const { reservation } = must(await stub.reservation({ userId: "ada", token }));
    expect(reservation).toMatchObject({ status: "ACTIVE", waitlistId: entry.id, price: 6500 });
    await vi.waitUntil(async () => (await inD1(entry.id))?.token === token, { timeout: 3000 });
    const events = await sql((sql) => sql.exec<{ event: string }>("SELECT event FROM outbox").toArray());
    const told = events.map(({ event }) => JSON.parse(event)).filter(({ type }) => type === "waitlist.offered");
    expect(told).toMatchObject([{ entry: { id: entry.id, userId: "ada", status: "OFFERED" }, reservation: { reservationToken: token } }]);
    await stub.beginPayment({ userId: "ada", token });
    const payment = { id: newId("payment"), amount: 6500, currency: "EUR" };
    must(await stub.confirm({ userId: "ada", token, payment }));
    expect(must(await stub.waitlistEntries([entry.id])).entries[0]?.status).toBe("FULFILLED");
    await vi.waitUntil(async () => (await inD1(entry.id))?.status === "FULFILLED", { timeout: 3000 });
  });

  it("is after an eviction the queue that it was, offers included", async () => {
    const { stub, seatIds, hold, evict } = await opened(2);
    const held = await hold("holder", seatIds[0] ?? "");
    await hold("holder", seatIds[1] ?? "");
    const ids: string[] = [];
    for (const userId of ["ada", "bob", "cy"]) ids.push(must(await stub.joinWaitlist({ userId, quantity: 1 })).entry.id);
    must(await stub.release({ userId: "holder", token: held.reservationToken }));
    must(await stub.leaveWaitlist({ userId: "bob", waitlistId: ids[1] ?? "" }));
    const before = must(await stub.waitlistEntries(ids)).entries;
    expect(before.map(({ status, position }) => [status, position])).toEqual([
      ["OFFERED", null],
      ["LEFT", null],
      ["WAITING", 1],
    ]);
    await evict();
    expect(must(await stub.waitlistEntries(ids)).entries).toEqual(before);
    expect(await stub.joinWaitlist({ userId: "cy", quantity: 1 })).toMatchObject({
      code: "ALREADY_WAITING",
      details: { waitlistId: ids[2] },
    });
    expect(must(await stub.leaveWaitlist({ userId: "ada", waitlistId: ids[0] ?? "" })).entry.status).toBe("DECLINED");
    expect(must(await stub.waitlistEntries(ids)).entries[2]?.status).toBe("OFFERED");
  });

  it("hands on by its alarm what runs out while nobody asks, and closes with the sale", async () => {
    const { stub, seatIds, sql } = await opened(1, { holdSeconds: 1, saleClosesAtMs: Date.now() + 4000 });
    must(await stub.hold({ userId: "holder", seatIds }));
    const ada = must(await stub.joinWaitlist({ userId: "ada", quantity: 1 })).entry.id;
    const bob = must(await stub.joinWaitlist({ userId: "bob", quantity: 1 })).entry.id;
    const statuses = () =>
      sql((sql) =>
        sql
          .exec<{ status: string }>("SELECT status FROM waitlist WHERE id IN (?, ?) ORDER BY place", ada, bob)
          .toArray()
          .map(({ status }) => status)
          .join(),
      );
    await vi.waitUntil(async () => (await statuses()) === "OFFERED,WAITING", { timeout: 4000 });
    await vi.waitUntil(async () => (await statuses()) === "OFFERED,CLOSED", { timeout: 8000 });
  });

  it("refuses a place that is not known, and to join a showtime that was never opened", async () => {
    const { stub } = await opened(1);
    expect(await stub.leaveWaitlist({ userId: "ada", waitlistId: "wtl_unknown" })).toMatchObject({ code: "WAITLIST_ENTRY_NOT_FOUND" });
    const nowhere = ledgerOf(env.SEAT_MAP.getByName("queue:nowhere"));
    expect(await nowhere.joinWaitlist({ userId: "ada", quantity: 1 })).toMatchObject({ code: "SHOWTIME_NOT_FOUND" });
    expect(await nowhere.pressure()).toMatchObject({ code: "SHOWTIME_NOT_FOUND" });
  });
});

describe("a door in its object", () => {
  it("lets each ticket in once, at whichever gate and also after an eviction", async () => {
    const { stub, seatIds, book, evict } = await opened(3);
    const { bookingId } = await book("ada", seatIds[0] ?? "", seatIds[1] ?? "");
    const { tickets } = must(await stub.tickets({ userId: "ada", bookingId }));
    expect(tickets.map(({ status, seat }) => [status, seat.seatNumber])).toEqual([
      ["VALID", "1"],
      ["VALID", "2"],
    ]);
    const ticketId = tickets[0]?.id ?? "";
    const scan = (gate: string) => stub.checkIn([{ ticketId, by: "usr_gate", gate, scannedAtMs: null }]);
    const both = await Promise.all([scan("North"), scan("South")]);
    expect(both.map((answer) => must(answer).results[0]?.ok).sort()).toEqual([false, true]);
    await evict();
    const [again] = must(await scan("East")).results;
    expect(again).toMatchObject({
      ok: false,
      code: "ALREADY_CHECKED_IN",
      entry: { by: "usr_gate", gate: expect.stringMatching(/North|South/) },
    });
    expect(must(await stub.ticket({ userId: "ada", ticketId })).ticket).toMatchObject({ status: "USED", bookingId });
    expect(must(await stub.gateCounts()).counts).toMatchObject({ expected: 2, checkedIn: 1 });
    expect(must(await stub.doorList({ after: 0, limit: 10 }))).toMatchObject({ items: [{ id: ticketId, userId: "ada" }, {}], next: null });
  });

  it("keeps the moment of a scan that was made offline", async () => {
    const { stub, seatIds, book } = await opened(1);
    const { bookingId } = await book("ada", ...seatIds);
    const [ticket] = must(await stub.tickets({ userId: null, bookingId })).tickets;
    const scannedAtMs = Date.now() - 600_000;
    const { results } = must(await stub.checkIn([{ ticketId: ticket?.id ?? "", by: "server", gate: null, scannedAtMs }]));
    expect(results).toMatchObject([{ ok: true, entry: { scannedAt: new Date(scannedAtMs).toISOString(), gate: null } }]);
  });

  it("shows nobody another's booking or ticket", async () => {
    const { stub, seatIds, book } = await opened(1);
    const { bookingId } = await book("ada", ...seatIds);
    const [ticket] = must(await stub.tickets({ userId: "ada", bookingId })).tickets;
    expect(await stub.tickets({ userId: "eve", bookingId })).toMatchObject({ code: "BOOKING_NOT_FOUND" });
    expect(await stub.tickets({ userId: null, bookingId: "BK-20261121-NONE22" })).toMatchObject({ code: "BOOKING_NOT_FOUND" });
    expect(await stub.ticket({ userId: "eve", ticketId: ticket?.id ?? "" })).toMatchObject({ code: "TICKET_NOT_FOUND" });
    expect(await stub.ticket({ userId: "ada", ticketId: "tkt_nonsense" })).toMatchObject({ code: "TICKET_NOT_FOUND" });
  });

  it("tells D1 how many came", async () => {
    const house = await openHouse(1);
    const { bookingId } = await buy(await makeUser(house.app), [seatAt(house, 0)]);
    const stub = ledgerOf(env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`));
    const [ticket] = must(await stub.tickets({ userId: null, bookingId })).tickets;
    must(await stub.checkIn([{ ticketId: ticket?.id ?? "", by: "server", gate: null, scannedAtMs: null }]));
    const checkedIn = () => env.DB.prepare("SELECT checked_in AS n FROM showtimes WHERE id = ?").bind(house.showtimeId).first<number>("n");
    expect(await vi.waitUntil(checkedIn, { timeout: 3000 })).toBe(1);
  });
});

describe("a pass of the waiting room", () => {
  it("is spent with its hold, also in storage, and given back with it", async () => {
    const { stub, seatIds, evict } = await opened(2, { admissionRequired: true });
    const admission = { id: "adm_1", untilMs: Date.now() + 600_000 };
    const hold = (index: number) => stub.hold({ userId: "ada", seatIds: [seatIds[index] ?? ""], admission });
    expect(await stub.hold({ userId: "ada", seatIds: [seatIds[0] ?? ""] })).toMatchObject({ code: "ADMISSION_REQUIRED" });
    const { held } = must(await hold(0));
    await evict();
    expect(await hold(1)).toMatchObject({ code: "ADMISSION_REQUIRED", details: { reason: "USED" } });
    must(await stub.release({ userId: "ada", token: held.reservationToken }));
    await evict();
    expect(await hold(1)).toMatchObject({ ok: true });
  });
});

describe("a one-time ticket for a link", () => {
  it("opens one request, and none once its session has ended", async () => {
    const { stub, evict, object } = await opened(1);
    expect(await stub.spendTicket({ ticketId: "once", sessionId: "ses_1" })).toEqual({ ok: true });
    await evict();
    expect(await stub.spendTicket({ ticketId: "once", sessionId: "ses_1" })).toMatchObject({ code: "TICKET_INVALID" });
    await object.endSessions(["ses_1"]);
    expect(await stub.spendTicket({ ticketId: "another", sessionId: "ses_1" })).toMatchObject({ code: "TICKET_INVALID" });
    expect(await stub.spendTicket({ ticketId: "a third", sessionId: null })).toEqual({ ok: true });
  });
});

describe("what the object can take", () => {
  it("is told with what is left to sell", async () => {
    const { stub, seatIds, hold } = await opened(3);
    await hold("ada", seatIds[0] ?? "");
    expect(must(await stub.pressure()).pressure).toMatchObject({
      freeSeats: 2,
      heldSeats: 1,
      closed: false,
      waitingMax: limits.pendingCommandsMax,
    });
  });
});
