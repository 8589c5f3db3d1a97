import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import type { Page } from "../../../contracts/envelope.ts";
import type { JoinWaitlist, WaitlistEntry } from "../../../contracts/waitlist.ts";
import { buy, confirm, type House, hold, openHouse, pay, release, seatAt, seatsOf } from "../../../test/box-office.ts";
import { type Call, call, makeUser, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { eraseUser } from "../../personal-data/erase-user.ts";
import { encodeCursor } from "../../platform/cursor.ts";
import { waitlistData } from "./personal-data.ts";
import { listWaitlist } from "./read.ts";
import { waitlistEntries } from "./tables.ts";

const join = (user: TestUser, { showtimeId }: Pick<House, "showtimeId">, wish: Partial<JoinWaitlist> = {}) =>
  call<{ entry: WaitlistEntry }>("POST", "/api/v1/waitlist", { user, body: { entityId: showtimeId, quantity: 1, ...wish } });
const waits = async (user: TestUser, house: House, wish: Partial<JoinWaitlist> = {}) => {
  const answer = await join(user, house, wish);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data.entry;
};
const entryOf = async (user: TestUser, id: string) =>
  (await call<{ entry: WaitlistEntry }>("GET", `/api/v1/waitlist/${id}`, { user })).body.data.entry;
const list = async (as: Call, query = "") => (await call<Page<WaitlistEntry>>("GET", `/api/v1/waitlist${query}`, as)).body.data;
const leave = (as: Call, id: string) => call<{ entry: WaitlistEntry }>("DELETE", `/api/v1/waitlist/${id}`, as);

/** A house whose every seat is booked by the first of its people. */
async function soldOut(seats = 2, terms: Record<string, unknown> = {}) {
  const house = await openHouse(seats, terms);
  const [buyer, ada, bob] = await Promise.all([makeUser(house.app), makeUser(house.app), makeUser(house.app)]);
  const booking: Booking = await buy(
    buyer,
    house.seats.map(({ id }) => id),
  );
  const giveBack = (...seatIds: string[]) =>
    call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user: buyer, body: seatIds.length === 0 ? {} : { seatIds } });
  return { house, buyer, ada, bob, giveBack };
}

describe("a waitlist", () => {
  it("tells everybody their place, and holds what comes free in the name of the first, who buys it", async () => {
    const { house, ada, bob, giveBack } = await soldOut();
    const first = await waits(ada, house, { tier: "Premium", adjacent: false });
    const second = await waits(bob, house);
    expect(first).toMatchObject({
      id: expect.stringMatching(/^wtl_/),
      showtimeId: house.showtimeId,
      userId: ada.userId,
      quantity: 1,
      tier: "Premium",
      adjacent: false,
      status: "WAITING",
      position: 1,
      reservationToken: null,
      offerExpiresAt: null,
    });
    expect(second).toMatchObject({ status: "WAITING", position: 2, tier: null, adjacent: null });
    expect(await entryOf(bob, second.id)).toEqual(second);

    expect((await giveBack(seatAt(house, 1))).status).toBe(200);
    const offered = await entryOf(ada, first.id);
    expect(offered).toMatchObject({ status: "OFFERED", position: null, reservationToken: expect.stringMatching(/^rsv_/) });
    expect(Date.parse(offered.offerExpiresAt ?? "") - Date.now()).toBeGreaterThan(590_000);
    expect(await entryOf(bob, second.id)).toMatchObject({ status: "WAITING", position: 1 });
    expect((await hold(bob, [seatAt(house, 1)])).body.error.code).toBe("SEAT_ALREADY_LOCKED");

    const token = offered.reservationToken ?? "";
    const paid = await pay(ada, token);
    expect((await confirm(ada, token, paid.body.data.payment.id)).status).toBe(201);
    expect((await entryOf(ada, first.id)).status).toBe("FULFILLED");
  });

  it("offers what is free already at once", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const entry = await waits(user, house, { quantity: 2, adjacent: true });
    expect(entry).toMatchObject({ status: "OFFERED", position: null });
    expect((await release(user, entry.reservationToken ?? "")).status).toBe(200);
    expect((await entryOf(user, entry.id)).status).toBe("DECLINED");
  });

  it("is left by whoever waits, and what is declined goes to the next", async () => {
    const { house, ada, bob, giveBack } = await soldOut();
    const [first, second] = [await waits(ada, house), await waits(bob, house)];
    await giveBack(seatAt(house, 0));
    const declined = await leave({ user: ada }, first.id);
    expect([declined.status, declined.body.data.entry.status]).toEqual([200, "DECLINED"]);
    expect((await entryOf(bob, second.id)).status).toBe("OFFERED");
    const again = await waits(ada, house);
    expect([again.status, again.position]).toEqual(["WAITING", 1]);
    expect((await leave({ user: ada }, again.id)).body.data.entry).toMatchObject({ status: "LEFT", position: null });
    expect((await leave({ user: ada }, again.id)).body.data.entry.status).toBe("LEFT");
    expect((await leave({ user: ada }, first.id)).body.data.entry.status).toBe("DECLINED");
  });

  it("refuses a second wish, more than the house has, more than one may have, and what was never on sale", async () => {
    const { house, ada, bob } = await soldOut(2, { maxSeatsPerUser: 3 });
    const entry = await waits(ada, house);
    expect((await join(ada, house)).body.error).toMatchObject({ code: "ALREADY_WAITING", details: { waitlistId: entry.id } });
    expect((await join(bob, house, { quantity: 3 })).body.error.code).toBe("NOT_ENOUGH_SEATS");
    expect((await join(bob, house, { tier: "Standard" })).body.error.code).toBe("NOT_ENOUGH_SEATS");
    expect((await join(bob, house, { quantity: 4 })).body.error.code).toBe("HOLD_LIMIT_REACHED");
    expect((await join(bob, house, { quantity: 0 })).body.error.code).toBe("VALIDATION_FAILED");
    const unknown = await join(bob, { showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6" });
    expect([unknown.status, unknown.body.error.code]).toEqual([404, "SHOWTIME_NOT_FOUND"]);
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: {} });
    const cancelled = await join(bob, house);
    expect([cancelled.status, cancelled.body.error]).toEqual([
      403,
      expect.objectContaining({ code: "SALE_NOT_OPEN", details: { reason: "CANCELLED" } }),
    ]);
    expect((await entryOf(ada, entry.id)).status).toBe("CLOSED");
  });

  it("can be joined before the sale opens, and by a client that asks twice with one key once", async () => {
    const house = await openHouse(2, { saleOpensAt: new Date(Date.now() + 60_000).toISOString() });
    const user = await makeUser(house.app);
    const headers = { "idempotency-key": crypto.randomUUID() };
    const ask = () =>
      call<{ entry: WaitlistEntry }>("POST", "/api/v1/waitlist", {
        user,
        body: { entityId: house.showtimeId, quantity: 2 },
        headers,
      });
    const [first, again] = [await ask(), await ask()];
    expect([first.status, again.status, again.body.data.entry]).toEqual([201, 201, first.body.data.entry]);
    expect(first.body.data.entry).toMatchObject({ status: "WAITING", position: 1 });
  });
});

describe("the list of what one waits for", () => {
  it("has each entry at once, newest first, with its place of this moment, page by page and by showtime and status", async () => {
    const [one, two] = [await soldOut(), await soldOut()];
    const { ada, house } = one;
    const ahead = await waits(one.bob, house);
    const entry = await waits(ada, house);
    expect(await list({ user: ada })).toEqual({ items: [entry], nextCursor: null });
    await leave({ user: one.bob }, ahead.id);
    expect((await list({ user: ada })).items).toEqual([expect.objectContaining({ id: entry.id, position: 1 })]);

    const other = await openHouse(1, {}, house.app);
    const elsewhere = await waits(ada, other);
    expect((await list({ user: ada })).items.map(({ id }) => id)).toEqual([elsewhere.id, entry.id]);
    const page = await list({ user: ada }, "?limit=1");
    expect(page.items.map(({ id }) => id)).toEqual([elsewhere.id]);
    const rest = await list({ user: ada }, `?limit=1&cursor=${page.nextCursor}`);
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([[entry.id], null]);
    expect((await list({ user: ada }, `?entityId=${house.showtimeId}`)).items.map(({ id }) => id)).toEqual([entry.id]);
    expect((await list({ user: ada }, "?status=OFFERED")).items.map(({ id }) => id)).toEqual([elsewhere.id]);
    expect((await list({ user: ada }, "?status=LEFT")).items).toEqual([]);
    expect((await list({ user: two.ada })).items).toEqual([]);
  });

  it("is all of the app's for its server, which can take anybody out and leaves a row of that", async () => {
    const { house, ada, bob } = await soldOut();
    const other = await soldOut();
    const entries = [await waits(ada, house), await waits(bob, house)];
    const foreign = await waits(other.ada, other.house);
    const ids = async () => (await list({ server: house.app })).items.map(({ id }) => id).sort();
    expect(await ids()).toEqual(entries.map(({ id }) => id).sort());
    const requestId = crypto.randomUUID();
    const left = await leave({ server: house.app, headers: { "x-request-id": requestId } }, entries[0]?.id ?? "");
    expect([left.status, left.body.data.entry.status]).toEqual([200, "LEFT"]);
    expect(await env.DB.prepare("SELECT actor, action, subject FROM audit_log WHERE request_id = ?").bind(requestId).first()).toEqual({
      actor: "server",
      action: "waitlist.leave",
      subject: entries[0]?.id,
    });
    for (const as of [{ user: bob }, { server: house.app }, { user: other.bob }]) {
      for (const method of ["GET", "DELETE"])
        expect((await call(method, `/api/v1/waitlist/${as.user === other.bob ? entries[1]?.id : foreign.id}`, as)).body.error.code).toBe(
          "WAITLIST_ENTRY_NOT_FOUND",
        );
    }
    expect((await call("DELETE", `/api/v1/waitlist/${entries[1]?.id}`, { user: ada })).body.error.code).toBe("WAITLIST_ENTRY_NOT_FOUND");
    expect((await call("GET", "/api/v1/waitlist/none", { user: ada })).body.error.code).toBe("WAITLIST_ENTRY_NOT_FOUND");
  });
});

describe("whoever waits and is erased", () => {
  it("waits no longer, and what was offered to them goes to the next", async () => {
    const { house, ada, bob, giveBack } = await soldOut();
    const [first, second] = [await waits(ada, house), await waits(bob, house)];
    await giveBack(seatAt(house, 0));
    const ctx = testTenantCtx(house.app);
    const person = { userId: ada.userId, email: ada.email, username: "" };
    const kept = await waitlistData.sections[0]?.read(ctx, person, null, 10);
    expect(kept).toEqual({ items: [expect.objectContaining({ id: first.id, appId: house.app.appId })], next: null });
    await eraseUser(ctx, ada.userId);
    expect((await entryOf(bob, second.id)).status).toBe("OFFERED");
    await vi.waitUntil(
      async () => (await env.DB.prepare("SELECT status FROM waitlist_entries WHERE id = ?").bind(first.id).first("status")) === "DECLINED",
      { timeout: 5000, interval: 20 },
    );
    expect((await seatsOf(house.app, house.showtimeId)).map(({ status }) => status)).toEqual(["LOCKED", "BOOKED"]);
  });
});

describe("the table of the waitlist", () => {
  it("is as drizzle sees it, and is never read whole", async () => {
    expect(await schemaDrift(waitlistEntries)).toEqual([]);
    const { house, ada } = await soldOut(1);
    const { db, plans } = recordingDatabase();
    const ctx = testTenantCtx(house.app, { db });
    const page = { limit: 20, cursor: encodeCursor(1, "x") };
    await listWaitlist(ctx, page);
    await listWaitlist(ctx, { ...page, entityId: house.showtimeId, status: "WAITING" });
    await listWaitlist({ ...ctx, actor: { kind: "user", userId: ada.userId, sessionId: "ses_1", role: "USER" } }, page);
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBe(3);
    expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  });
});
