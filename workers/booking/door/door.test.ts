import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import type { CheckedIn, DoorListItem } from "../../../contracts/tickets.ts";
import { buy, type House, openHouse, seatAt } from "../../../test/box-office.ts";
import { gateCounts, scan, scanAll, ticketOf, ticketsOf } from "../../../test/door.ts";
import { call, makeApp, makeUser, origin } from "../../../test/harness.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 18, minute)).toISOString();

/** A house with a booking of so many seats, and their tickets. */
async function sold(count: number, terms: Record<string, unknown> = {}, house?: House) {
  const here = house ?? (await openHouse(20, terms));
  const guest = await makeUser(here.app);
  const seats = Array.from({ length: count }, (_, at) => seatAt(here, at));
  const booking = await buy(guest, seats);
  return { house: here, guest, booking, tickets: await ticketsOf(guest, booking.bookingId), door: { server: here.app } };
}

describe("somebody at the door", () => {
  it("is let in once: at a second gate they are told when and where", async () => {
    const { door, tickets, guest, booking } = await sold(1);
    const [ticket] = tickets;
    const first = await scan(door, { ticket: ticket?.token ?? "", gate: "North" });
    expect(first).toMatchObject({
      status: 200,
      body: { data: { ticket: { id: ticket?.id, status: "USED" }, entry: { gate: "North", by: "server" } } },
    });
    expect(JSON.stringify(first.body)).not.toContain(guest.userId);
    const { at: since } = first.body.data.entry;
    for (const gate of ["South", "North"]) {
      const again = await scan(door, { ticket: ticket?.token ?? "", gate });
      expect(again).toMatchObject({
        status: 409,
        body: { error: { code: "ALREADY_CHECKED_IN", details: { at: since, gate: "North", by: "server", scannedAt: null } } },
      });
    }
    expect(await ticketOf(guest, booking.bookingId)).toMatchObject({ status: "USED", checkedInAt: since });
  });

  it("may show the ticket's id in place of its code", async () => {
    const { door, tickets } = await sold(1);
    expect((await scan(door, { ticket: tickets[0]?.id ?? "" })).body.data.ticket.status).toBe("USED");
  });

  it("is let in once however many gates scan at the same moment", async () => {
    const { door, tickets, house } = await sold(1);
    const ticket = tickets[0]?.token ?? "";
    const answers = await Promise.all(["North", "South", "East", "West"].map((gate) => scan(door, { ticket, gate })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await gateCounts(door, house.showtimeId)).body.data).toMatchObject({ expected: 1, checkedIn: 1 });
  });

  it("is not let in with a forged code, a changed one, or somebody else's kind of token", async () => {
    const { door, tickets, guest } = await sold(1);
    const [head, , signature] = (tickets[0]?.token ?? "").split(".");
    const changed = `${head}.${btoa(JSON.stringify({ jti: tickets[0]?.id, aud: "gate", iss: "marquee", exp: 9_999_999_999 })).replaceAll("=", "")}.${signature}`;
    for (const ticket of [changed, guest.accessToken, "a.b.c", "tkt_x", "nothing", `${tickets[0]?.id}x`]) {
      expect([ticket, (await scan(door, { ticket })).body.error?.code]).toEqual([ticket, "TICKET_NOT_FOUND"]);
    }
  });

  it("waits until the doors open", async () => {
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    const { door, tickets } = await sold(1, { checkInOpensAt: opensAt });
    const early = await scan(door, { ticket: tickets[0]?.token ?? "" });
    expect(early).toMatchObject({ status: 403, body: { error: { code: "CHECK_IN_NOT_OPEN", details: { opensAt } } } });
  });

  it("is let in by the showtime's organizer or the app's server, and by nobody else", async () => {
    const { tickets, house, guest } = await sold(1);
    const ticket = tickets[0]?.token ?? "";
    const organizer = await makeUser(house.app, { role: "ORGANIZER" });
    expect((await scan({ user: organizer }, { ticket })).body.error.code).toBe("FORBIDDEN");
    expect((await scan({ user: guest }, { ticket })).body.error.code).toBe("FORBIDDEN");
    expect((await scan({ app: house.app }, { ticket })).body.error.code).toBe("TOKEN_MISSING");
    expect((await scan({ server: await makeApp() }, { ticket })).body.error.code).toBe("TICKET_NOT_FOUND");
    await env.DB.prepare("UPDATE listings SET owner_id = ? WHERE id = ?").bind(organizer.userId, house.listingId).run();
    expect((await scan({ user: organizer }, { ticket })).body.data.entry.by).toBe(organizer.userId);
  });

  it("is no double entry when the same scan is sent twice, because its answer was lost", async () => {
    const { door, tickets } = await sold(1);
    const body = { ticket: tickets[0]?.token ?? "", gate: "North", scannedAt: at(2) };
    const [first, again] = [await scan(door, body), await scan(door, body)];
    expect(again.body).toEqual(first.body);
    expect((await scanAll(door, [body])).body.data).toMatchObject({ doubleEntries: 0, items: [{ code: null }] });
    expect((await scan(door, { ...body, gate: "South" })).status).toBe(409);
  });
});

describe("scans that gates made without a network", () => {
  it("are recorded in their order with the time that the gate says, and double entries are told", async () => {
    const { door, tickets, house } = await sold(3);
    const [a, b, c] = tickets.map(({ token }) => token);
    if (a === undefined || b === undefined || c === undefined) throw new Error("too few tickets");
    await scan(door, { ticket: c, gate: "South" });
    const { data } = (
      await scanAll(door, [
        { ticket: a, gate: "North", scannedAt: at(1) },
        { ticket: b, gate: "North", scannedAt: at(2) },
        { ticket: a, gate: "East", scannedAt: at(3) },
        { ticket: c, gate: "North", scannedAt: at(4) },
        { ticket: "nothing", scannedAt: at(5) },
      ])
    ).body;
    expect(data.doubleEntries).toBe(2);
    expect(data.items.map(({ code, entry }) => [code, entry?.gate ?? null, entry?.scannedAt ?? null])).toEqual([
      [null, "North", at(1)],
      [null, "North", at(2)],
      ["ALREADY_CHECKED_IN", "North", at(1)],
      ["ALREADY_CHECKED_IN", "South", null],
      ["TICKET_NOT_FOUND", null, null],
    ]);
    expect((await gateCounts(door, house.showtimeId)).body.data).toEqual({
      showtimeId: house.showtimeId,
      expected: 3,
      checkedIn: 3,
      byGate: { North: 2, South: 1 },
    });
  });

  it("may be of several showtimes at once; those of others are not found or not theirs", async () => {
    const first = await sold(1);
    const second = await openHouse(2, {}, first.house.app);
    const other = await sold(1, {}, second);
    const foreign = await sold(1);
    const draft = await makeUser(first.house.app, { role: "ORGANIZER" });
    await env.DB.prepare("UPDATE listings SET owner_id = ? WHERE id = ?").bind(draft.userId, first.house.listingId).run();
    const all = [first, other, foreign].map(({ tickets }) => ({ ticket: tickets[0]?.token ?? "", scannedAt: at(1) }));
    expect((await scanAll({ user: draft }, all)).body.data.items.map(({ code }) => code)).toEqual([null, "FORBIDDEN", "TICKET_NOT_FOUND"]);
    expect((await scanAll(first.door, all)).body.data.items.map(({ code }) => code)).toEqual([
      "ALREADY_CHECKED_IN",
      null,
      "TICKET_NOT_FOUND",
    ]);
  });

  it("are at most a hundred a call", async () => {
    const { door } = await sold(1);
    const many = (count: number) =>
      scanAll(
        door,
        Array.from({ length: count }, () => ({ ticket: "nothing" })),
      );
    expect([(await many(100)).status, (await many(101)).status, (await many(0)).status]).toEqual([200, 422, 422]);
  });
});

describe("the door list", () => {
  it("names who is expected, seat by seat, and who has come", async () => {
    const { door, tickets, house, guest, booking } = await sold(2);
    await scan(door, { ticket: tickets[1]?.token ?? "", gate: "North" });
    const path = `/api/v1/showtimes/${house.showtimeId}/door-list`;
    const first = await call<Page<DoorListItem>>("GET", `${path}?limit=1`, door);
    const rest = await call<Page<DoorListItem>>("GET", `${path}?limit=1&cursor=${first.body.data.nextCursor}`, door);
    const items = [...first.body.data.items, ...rest.body.data.items];
    expect(items.map(({ seat, entry, bookingId, userId }) => [seat.seatNumber, entry?.gate, bookingId, userId])).toEqual([
      ["A1", undefined, booking.bookingId, guest.userId],
      ["A2", "North", booking.bookingId, guest.userId],
    ]);
    expect(items[0]?.ticketId).toBe(tickets[0]?.id);
    const { name } = (await call<{ user: { name: string } }>("GET", "/api/v1/auth/me", { user: guest })).body.data.user;
    expect(items[0]?.name).toBe(name);
  });

  it("is a file, too, in which no name is a formula", async () => {
    const { house, guest, door } = await sold(1);
    await env.DB.prepare("UPDATE users SET name = '=HYPERLINK(\"x\")' WHERE id = ?").bind(guest.userId).run();
    const lines = await csv(`/api/v1/showtimes/${house.showtimeId}/door-list?format=csv`, house);
    expect(lines[0]).toBe("section,row,seat,tier,name,bookingId,ticketId,checkedInAt,gate,scannedAt");
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(
      (await call("GET", `/api/v1/showtimes/${house.showtimeId}/door-list?format=csv`, { server: await makeApp() })).body.error.code,
    ).toBe("SHOWTIME_NOT_FOUND");
    expect((await call("GET", `/api/v1/showtimes/${house.showtimeId}/door-list?cursor=x`, door)).status).toBe(422);
  });
});

describe("the report of a showtime", () => {
  it("has a line for each seat and one for each tier", async () => {
    const { house, door, tickets, booking } = await sold(11, { maxSeatsPerUser: 20 });
    await scan(door, { ticket: tickets[10]?.token ?? "", gate: "North" });
    const lines = await csv(`/api/v1/showtimes/${house.showtimeId}/report.csv`, house);
    expect(lines).toHaveLength(1 + 11 + 2);
    expect(lines[1]).toBe(`seat,Premium,1,0,0,6500,0,EUR,Stalls,A,A1,${booking.bookingId},CONFIRMED,${booking.createdAt},,`);
    expect(lines[11]).toMatch(/^seat,Standard,1,0,1,4200,0,EUR,Stalls,A,A11,.*,North$/);
    expect(lines.slice(12)).toEqual(["tier,Premium,10,0,0,65000,0,EUR,,,,,,,,", "tier,Standard,1,0,1,4200,0,EUR,,,,,,,,"]);
  });

  it("is the organizer's and the server's alone", async () => {
    const { house, guest } = await sold(1);
    const path = `/api/v1/showtimes/${house.showtimeId}/report.csv`;
    for (const [as, code] of [
      [{ user: guest }, "FORBIDDEN"],
      [{ user: await makeUser(house.app, { role: "ORGANIZER" }) }, "FORBIDDEN"],
      [{ server: await makeApp() }, "SHOWTIME_NOT_FOUND"],
    ] as const)
      expect((await call("GET", path, as)).body.error.code).toBe(code);
  });
});

async function csv(path: string, house: House): Promise<string[]> {
  const response = await exports.default.fetch(new Request(`${origin}${path}`, { headers: house.app.serverHeaders }));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8; header=present"]);
  return (await response.text()).trimEnd().split("\r\n");
}

it("An entry is written down in the audit log with who let whom in", async () => {
  const { door, tickets } = await sold(1);
  const answer = await call<CheckedIn>("POST", "/api/v1/check-in", {
    ...door,
    body: { ticket: tickets[0]?.token ?? "", gate: "North" },
    headers: { "x-request-id": "door-audit-1" },
  });
  const row = await env.DB.prepare("SELECT actor, action, subject FROM audit_log WHERE request_id = 'door-audit-1'").first();
  expect(row).toEqual({ actor: "server", action: "ticket.check_in", subject: answer.body.data.ticket.id });
});
