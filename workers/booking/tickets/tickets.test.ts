import { env, exports } from "cloudflare:workers";
import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import type { SocketTicket } from "../../../contracts/identity.ts";
import type { Ticket } from "../../../contracts/tickets.ts";
import { operations, pathWith } from "../../../test/api-document.ts";
import { buy, type House, openHouse, seatAt } from "../../../test/box-office.ts";
import { ticketOf, ticketsOf } from "../../../test/door.ts";
import { type Call, call, credentialsOf, makeApp, makeUser, origin, type TestUser } from "../../../test/harness.ts";
import { textOf } from "../../../test/pdf-text.ts";
import { publicKeySet, verifyToken } from "../../platform/tokens.ts";

let house: House;
let ada: TestUser;
let booking: Booking;
let ticket: Ticket;
beforeAll(async () => {
  house = await openHouse(12);
  ada = await makeUser(house.app);
  booking = await buy(ada, [seatAt(house, 0), seatAt(house, 1)]);
  ticket = await ticketOf(ada, booking.bookingId);
});

/** What is no JSON. */
async function file(path: string, as: Call = {}) {
  const response = await exports.default.fetch(new Request(`${origin}${path}`, { headers: await credentialsOf(as) }));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: new TextDecoder().decode(bytes) };
}
const codeOf = ({ text }: { text: string }): unknown => JSON.parse(text).error?.code;
const linkTo = async (as: Call, target: string) =>
  `/api/v1${target}?ticket=${(await call<SocketTicket>("POST", "/api/v1/ws-tickets", { ...as, body: { target } })).body.data.ticket}`;

describe("the tickets of a booking", () => {
  it("are one a seat, valid, and each with a token", async () => {
    const tickets = await ticketsOf(ada, booking.bookingId);
    expect(tickets.map(({ seat, status, checkedInAt }) => [seat.seatNumber, status, checkedInAt])).toEqual([
      ["A1", "VALID", null],
      ["A2", "VALID", null],
    ]);
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(2);
    expect(JSON.stringify(tickets)).not.toContain(ada.userId);
  });

  it("are the owner's and the app's server's, and nobody else's", async () => {
    const path = `/api/v1/bookings/${booking.bookingId}/tickets`;
    expect((await call("GET", path, { server: house.app })).status).toBe(200);
    for (const as of [{ user: await makeUser(house.app) }, { user: await makeUser(await makeApp()) }, { server: await makeApp() }]) {
      expect((await call("GET", path, as)).body.error.code).toBe("BOOKING_NOT_FOUND");
    }
    expect((await call("GET", path, { app: house.app })).body.error.code).toBe("TOKEN_MISSING");
  });
});

describe("the token of a ticket", () => {
  it("verifies with the published keys alone, and says which seat of which showtime and nothing of the person", async () => {
    const keys = createLocalJWKSet((await publicKeySet(env, Date.now())) as Parameters<typeof createLocalJWKSet>[0]);
    const { payload, protectedHeader } = await jwtVerify(ticket.token, keys, { typ: "ticket+jwt", audience: "gate", issuer: "marquee" });
    expect(protectedHeader).toMatchObject({ alg: "ES256", typ: "ticket+jwt", kid: expect.any(String) });
    expect(Object.keys(payload).sort()).toEqual(["aud", "exp", "iss", "jti", "seat", "sho", "tier"]);
    expect(payload).toMatchObject({ jti: ticket.id, sho: house.showtimeId, seat: "Stalls A1", tier: "Premium" });
    const [startsAt] = (await env.DB.prepare("SELECT starts_at FROM showtimes WHERE id = ?").bind(house.showtimeId).raw())[0] ?? [];
    expect(payload.exp).toBe(Math.floor(Number(startsAt) / 1000) + 48 * 3600);
  });

  it("opens no route as a bearer, as a ticket or as a refresh token", async () => {
    for (const { method, path, access } of operations.filter((each) => each.access !== "open" && each.access !== "app")) {
      const knock = { headers: { ...house.app.headers, authorization: `Bearer ${ticket.token}` } };
      const answer = await call(method, pathWith(path, "none"), knock);
      expect([path, answer.status]).toEqual([path, access === "secret" ? 403 : 401]);
    }
    for (const type of ["at+jwt", "admin+jwt", "socket-ticket+jwt"] as const) {
      await expect(verifyToken(env, type, ticket.token, ["gate"], Date.now())).rejects.toMatchObject({ code: "TOKEN_INVALID" });
    }
    expect(codeOf(await file(`/api/v1/tickets/${ticket.id}/qr.svg?ticket=${ticket.token}`))).toBe("TICKET_INVALID");
    const refreshed = await call("POST", "/api/v1/auth/refresh", { app: house.app, body: { refreshToken: ticket.token } });
    expect(refreshed.body.error.code).toBe("REFRESH_TOKEN_INVALID");
  });
});

describe("a ticket to look at and to print", () => {
  it("is a QR code as an inert drawing", async () => {
    const drawing = await file(`/api/v1/tickets/${ticket.id}/qr.svg`, { user: ada });
    expect([drawing.status, drawing.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    expect(drawing.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(drawing.headers.get("cache-control")).toBe("private, no-store");
    expect(drawing.text).toMatch(/^<svg [^>]*><title>Ticket for Stalls A1<\/title>/);
    expect(drawing.text).not.toMatch(/script|href|style|foreignObject/i);
  });

  it("is a page, and a booking a page for each seat", async () => {
    const one = await file(`/api/v1/tickets/${ticket.id}/ticket.pdf`, { user: ada });
    expect(one.headers.get("content-type")).toBe("application/pdf");
    expect(one.headers.get("content-disposition")).toBe(`attachment; filename="${ticket.id}.pdf"`);
    const [page = "", ...none] = await textOf(one.bytes);
    expect(none).toEqual([]);
    for (const part of ["Hamlet", "Grand Theatre, Vienna", "A1", booking.bookingId]) expect(page).toContain(part);
    expect(await textOf((await file(`/api/v1/bookings/${booking.bookingId}/tickets.pdf`, { user: ada })).bytes)).toHaveLength(2);
  });

  it("is a calendar entry", async () => {
    const entry = await file(`/api/v1/bookings/${booking.bookingId}/calendar.ics`, { server: house.app });
    expect(entry.headers.get("content-type")).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    expect(entry.headers.get("content-disposition")).toBe(`attachment; filename="${booking.bookingId}.ics"`);
    expect(entry.text).toContain("SUMMARY:Hamlet");
    expect(entry.text).toContain("Stalls A1\\, Stalls A2");
    expect(entry.text.replaceAll("\r\n ", "")).toContain(`/bookings/${booking.bookingId}`);
  });

  it("is nobody else's", async () => {
    const stranger = { user: await makeUser(house.app) };
    for (const path of [`tickets/${ticket.id}/qr.svg`, `tickets/${ticket.id}/ticket.pdf`, "tickets/tkt_x/qr.svg"])
      expect(codeOf(await file(`/api/v1/${path}`, stranger))).toBe("TICKET_NOT_FOUND");
    for (const path of ["tickets.pdf", "calendar.ics"])
      expect(codeOf(await file(`/api/v1/bookings/${booking.bookingId}/${path}`, stranger))).toBe("BOOKING_NOT_FOUND");
    expect(codeOf(await file(`/api/v1/tickets/${ticket.id}/qr.svg`, { app: house.app }))).toBe("TOKEN_MISSING");
  });
});

describe("a link to a ticket", () => {
  const targets = () => [
    `/tickets/${ticket.id}/ticket.pdf`,
    `/tickets/${ticket.id}/qr.svg`,
    `/bookings/${booking.bookingId}/tickets.pdf`,
    `/bookings/${booking.bookingId}/calendar.ics`,
  ];

  it("opens once, for its owner and for a server, without any header", async () => {
    for (const target of targets()) {
      for (const as of [{ user: ada }, { server: house.app }]) {
        const link = await linkTo(as, target);
        expect([target, (await file(link)).status]).toEqual([target, 200]);
        const again = await file(link);
        expect([target, again.status, codeOf(again)]).toEqual([target, 401, "TICKET_INVALID"]);
      }
    }
  });

  it("opens once for all who try it at the same time", async () => {
    const link = await linkTo({ user: ada }, `/tickets/${ticket.id}/qr.svg`);
    const statuses = (await Promise.all(Array.from({ length: 5 }, () => file(link)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 401, 401, 401, 401]);
  });

  it("opens nothing for somebody who is not signed in, and nothing of anybody else's", async () => {
    const target = `/tickets/${ticket.id}/ticket.pdf`;
    expect(codeOf(await file(await linkTo({ app: house.app }, target)))).toBe("TICKET_INVALID");
    expect(codeOf(await file(await linkTo({ user: await makeUser(house.app) }, target)))).toBe("TICKET_NOT_FOUND");
    expect(codeOf(await file(await linkTo({ server: await makeApp() }, target)))).toBe("TICKET_NOT_FOUND");
    const elsewhere = (await linkTo({ user: ada }, target)).replace("ticket.pdf", "qr.svg");
    expect(codeOf(await file(elsewhere))).toBe("TICKET_INVALID");
  });
});
