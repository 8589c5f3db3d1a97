import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ShowtimeWithListing } from "../../../contracts/showtimes.ts";
import { buy, openHouse, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, testCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { hasMembers, membersOf, openRoom, roomOf } from "../../../test/showtime-rooms.ts";
import { roomIdOf } from "../../platform/ids.ts";
import { admitTicketHolders } from "./admit-ticket-holders.ts";
import { findRooms } from "./read.ts";
import { sweepAdmissions } from "./sweep-admissions.ts";
import { boxOfficeRooms } from "./tables.ts";

const showtime = async (id: string, app: Parameters<typeof call>[2]) =>
  (await call<{ showtime: ShowtimeWithListing }>("GET", `/api/v1/showtimes/${id}`, app)).body.data.showtime;
const rowOf = (id: string) =>
  env.DB.prepare("SELECT admitted_to, admitted_at FROM box_office_rooms WHERE showtime_id = ?")
    .bind(id)
    .first<{ admitted_to: string; admitted_at: number | null }>();

describe("the room of a showtime", () => {
  it("is made once, private, with an id that follows from the showtime's, which the showtime then names", async () => {
    const house = await openHouse(2);
    expect((await showtime(house.showtimeId, { app: house.app })).chatRoomId).toBeNull();
    const made = await openRoom(house);
    const id = roomIdOf(house.showtimeId);
    expect([made.status, made.body.data.room]).toMatchObject([
      201,
      { id, type: "GROUP", visibility: "PRIVATE", ownerId: null, showtimeId: house.showtimeId, memberCount: 0 },
    ]);
    expect(made.body.data.room.name).toMatch(/^Hamlet, \d+ \w+, \d\d:\d\d$/);
    const again = await openRoom(house);
    expect([again.status, again.body.data.room.id]).toEqual([200, id]);
    expect((await showtime(house.showtimeId, { app: house.app })).chatRoomId).toBe(id);
    const { results } = await env.DB.prepare("SELECT action FROM audit_log WHERE subject = ? AND action = 'showtime.chat-room'")
      .bind(house.showtimeId)
      .all();
    expect(results).toHaveLength(1);
  });

  it("belongs to the organizer who made it, and to the first of ten who press the button at a time", async () => {
    const house = await openHouse(2);
    const organizer = await makeUser(house.app, { role: "ORGANIZER" });
    await env.DB.prepare("UPDATE listings SET owner_id = ? WHERE id = ?").bind(organizer.userId, house.listingId).run();
    const answers = await Promise.all(Array.from({ length: 10 }, () => openRoom(house, { user: organizer })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.data.room.ownerId))).toEqual(new Set([organizer.userId]));
    expect(await membersOf(house)).toEqual([organizer.userId]);
  });

  it("is not made by somebody else's organizer, for an unknown showtime, or for one that is cancelled", async () => {
    const house = await openHouse(1);
    const stranger = await makeUser(house.app, { role: "ORGANIZER" });
    expect((await openRoom(house, { user: stranger })).body.error.code).toBe("FORBIDDEN");
    expect((await openRoom(house, { user: await makeUser(house.app) })).status).toBe(403);
    const other = await openHouse(1);
    expect((await openRoom(house, { server: other.app })).body.error.code).toBe("SHOWTIME_NOT_FOUND");
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app });
    expect((await openRoom(house)).body.error.code).toBe("SHOWTIME_CANCELLED");
    expect(await rowOf(house.showtimeId)).toBeNull();
  });

  it("lets in everybody who has a ticket already, and nobody who only holds seats", async () => {
    const house = await openHouse(6);
    const [ada, bob, eve] = [await makeUser(house.app), await makeUser(house.app), await makeUser(house.app)];
    await buy(ada, [seatAt(house, 0)]);
    await buy(bob, [seatAt(house, 1), seatAt(house, 2)]);
    await call("POST", "/api/v1/reserve-seat", { user: eve, body: { seatId: seatAt(house, 3) } });
    await openRoom(house);
    await hasMembers(house, ada, bob);
    const room = await roomOf(house).room({ by: { kind: "user", userId: eve.userId } });
    expect(room).toMatchObject({ ok: false, code: "INVITATION_REQUIRED" });
  });
});

describe("the letting in of ticket holders", () => {
  it("goes on from the sweep where the queue forgot it, and is over then", async () => {
    const house = await openHouse(4);
    const ada = await makeUser(house.app);
    await buy(ada, [seatAt(house, 0)]);
    // As a crash leaves it: the row is there, and nothing else was done.
    await env.DB.prepare("INSERT INTO box_office_rooms (showtime_id, app_id, created_at) VALUES (?, ?, 1)")
      .bind(house.showtimeId, house.app.appId)
      .run();
    expect(await sweepAdmissions(testCtx())).toBeGreaterThan(0);
    await hasMembers(house, ada);
    await expect
      .poll(() => rowOf(house.showtimeId), { timeout: 15_000 })
      .toMatchObject({ admitted_to: ada.userId, admitted_at: expect.any(Number) });
  });

  it("goes page by page until nobody is behind the last, and a page that comes twice lets nobody in twice", async () => {
    const house = await openHouse(4);
    const people = await Promise.all([0, 1].map(() => makeUser(house.app)));
    for (const [index, person] of people.entries()) await buy(person, [seatAt(house, index)]);
    await env.DB.prepare("INSERT INTO box_office_rooms (showtime_id, app_id, created_at) VALUES (?, ?, 1)")
      .bind(house.showtimeId, house.app.appId)
      .run();
    const asked: unknown[] = [];
    const queue = { send: async (message: unknown) => void asked.push(message) };
    const ctx = testCtx({ env: { ...env, EVENTS: queue as unknown as Env["EVENTS"] } });
    const message = { type: "box-office.admit", showtimeId: house.showtimeId } as const;
    const inOrder = people.map(({ userId }) => userId).sort();
    await admitTicketHolders(ctx, message, 1);
    expect([await membersOf(house), await rowOf(house.showtimeId)]).toEqual([
      inOrder.slice(0, 1),
      { admitted_to: inOrder[0], admitted_at: null },
    ]);
    await Promise.all([admitTicketHolders(ctx, message, 1), admitTicketHolders(ctx, message, 1)]);
    expect([await membersOf(house), asked.length]).toEqual([inOrder, 3]);
    await admitTicketHolders(ctx, message, 1);
    await admitTicketHolders(ctx, message, 1);
    expect([(await rowOf(house.showtimeId))?.admitted_at, asked.length]).toEqual([expect.any(Number), 3]);
    const joined = await roomOf(house).history({ by: { kind: "server" }, type: "OLDER", limit: 10 });
    expect(joined.ok && joined.history.data.map(({ kind, senderId }) => [kind, senderId])).toEqual(inOrder.map((id) => ["JOIN", id]));
  });

  it("finds its rows by indexes, in a table that drizzle sees as it is", async () => {
    expect(await schemaDrift(boxOfficeRooms)).toEqual([]);
    const { db, plans } = recordingDatabase();
    await findRooms(db, ["sho_1", "sho_2"]);
    await sweepAdmissions(testCtx({ db }));
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH"))).not.toEqual([]);
    expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL)/.test(step))).toEqual([]);
  });
});
