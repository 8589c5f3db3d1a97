import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { SocketPlace } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";
import { type House, hold, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { liveUrl, ticketFor, type Watcher, watch, watchAs } from "../../test/live-socket.ts";
import { beginSession } from "../../workers/identity/begin-session.ts";
import { endSessionsOf } from "../../workers/identity/end-sessions.ts";
import { refreshSession } from "../../workers/identity/refresh-session.ts";
import { sweepUntoldSessions } from "../../workers/identity/tell-sockets.ts";

const inboxOf = (user: TestUser) => env.INBOX.getByName(user.userId);
const seatMapOf = (house: House) => env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
const inInbox = <Value>(user: TestUser, read: (sql: SqlStorage) => Value) =>
  runInDurableObject(inboxOf(user), (_, state) => read(state.storage.sql));
const inSeatMap = <Value>(house: House, read: (sql: SqlStorage) => Value) =>
  runInDurableObject(seatMapOf(house), (_, state) => read(state.storage.sql));
const socketsOf = (user: TestUser) =>
  inInbox(user, (sql) => sql.exec<{ place_id: string; ends_at: number | null; due_at: number }>("SELECT * FROM socket").toArray());
const sessionOf = async (user: TestUser) =>
  (await env.DB.prepare("SELECT id FROM sessions WHERE user_id = ? AND ended_at IS NULL").bind(user.userId).first<string>("id")) ?? "";
const hasSockets = (user: TestUser, count: number) =>
  vi.waitUntil(async () => (await socketsOf(user)).length === count, { timeout: 15_000, interval: 10 });
const isLookedUp = (user: TestUser) =>
  vi.waitUntil(async () => (await socketsOf(user)).every(({ ends_at }) => ends_at !== null), { timeout: 15_000, interval: 10 });

/** A frame that changes nothing, whoever may send it. */
const probe = (watcher: Watcher) => watcher.ask({ type: "release", reservationToken: "rsv_none" });
const signedIn = { code: "RESERVATION_NOT_FOUND" };
const over = { type: "error", code: "TOKEN_INVALID" };

/** Waits until this socket may hold no more; how long that took, in milliseconds. */
async function losesHold(watcher: Watcher): Promise<number> {
  const from = Date.now();
  await vi.waitUntil(async () => JSON.stringify(await probe(watcher)).includes("TOKEN_INVALID"), { timeout: 15_000, interval: 10 });
  return Date.now() - from;
}

async function seated() {
  const house = await openHouse(6);
  const user = await makeUser(house.app);
  const watcher = await watchAs(house, user);
  expect(await probe(watcher)).toMatchObject(signedIn);
  return { house, user, watcher };
}

type Ending = (user: TestUser) => Promise<unknown>;
const endings: Record<string, Ending> = {
  "a log-out": (user) => call("POST", "/api/v1/auth/logout", { user, body: { refreshToken: user.refreshToken } }),
  "a log-out everywhere": (user) => call("POST", "/api/v1/auth/logout-all", { user }),
  "its end in the list of sessions": async (user) => call("DELETE", `/api/v1/auth/sessions/${await sessionOf(user)}`, { user }),
  "the end of all of the person's sessions": (user) => endSessionsOf(testCtx(), user.userId),
  "the second use of a refresh token": async (user) => {
    const ctx = testTenantCtx(user.app);
    const { refreshToken } = await refreshSession(ctx, user);
    await refreshSession(ctx, { refreshToken });
    await expect(refreshSession(ctx, user)).rejects.toMatchObject({ code: "REFRESH_TOKEN_REUSED" });
  },
  "fifty newer sessions": async (user) => {
    const ctx = testTenantCtx(user.app);
    for (let n = 0; n < limits.sessionsPerUserMax; n++) await beginSession(ctx, user.userId);
  },
};

describe("the socket of a session loses its hold within five seconds of", () => {
  for (const [name, end] of Object.entries(endings)) {
    it(name, async () => {
      const { house, user, watcher } = await seated();
      await end(user);
      expect(await losesHold(watcher)).toBeLessThan(5000);
      expect(await watcher.ask({ type: "hold", seatId: seatAt(house, 0) })).toMatchObject(over);
      await vi.waitUntil(async () => (await socketsOf(user)).length === 0, { timeout: 15_000 });
      const told = "SELECT count(*) AS n FROM sessions WHERE user_id = ? AND ended_at IS NOT NULL AND sockets_told_at IS NULL";
      await vi.waitUntil(async () => (await env.DB.prepare(told).bind(user.userId).first("n")) === 0, { timeout: 15_000 });
    });
  }

  it("its own end, when nobody renews it any more", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    await env.DB.prepare("UPDATE sessions SET expires_at = ? WHERE user_id = ?")
      .bind(Date.now() + 700, user.userId)
      .run();
    const watcher = await watchAs(house, user);
    expect(await probe(watcher)).toMatchObject(signedIn);
    expect(await losesHold(watcher)).toBeLessThan(5000);
  });
});

describe("a socket whose session has ended", () => {
  it("goes on watching, also after both objects were evicted", async () => {
    const { house, user, watcher } = await seated();
    await evictDurableObject(inboxOf(user));
    await evictDurableObject(seatMapOf(house));
    expect(await probe(watcher)).toMatchObject(signedIn);
    await call("POST", "/api/v1/auth/logout", { user, body: {} });
    await losesHold(watcher);
    await evictDurableObject(seatMapOf(house));
    expect(await probe(watcher)).toMatchObject(over);
    await hold(await makeUser(house.app), [seatAt(house, 1)]);
    expect(await watcher.next("delta")).toMatchObject({ seats: [{ id: seatAt(house, 1), status: "LOCKED" }] });
  });

  it("leaves the sockets of the person's other sessions and of other people alone", async () => {
    const { house, user, watcher } = await seated();
    const bystander = await watchAs(house, await makeUser(house.app));
    const second = await beginSession(testTenantCtx(house.app), user.userId);
    const other = await watchAs(house, { ...user, accessToken: second.accessToken });
    await call("POST", "/api/v1/auth/logout", { user, body: { refreshToken: user.refreshToken } });
    await losesHold(watcher);
    expect([await probe(other), await probe(bystander)]).toMatchObject([signedIn, signedIn]);
  });
});

describe("a session that ends while a socket is being opened", () => {
  it("and is not told of to anybody, is looked up", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const ticket = await ticketFor(house, user);
    await env.DB.prepare("UPDATE sessions SET ended_at = 1, sockets_told_at = 1 WHERE user_id = ?").bind(user.userId).run();
    const url = liveUrl(house, `?ticket=${ticket}`);
    const watcher = await watch(url, { origin: house.app.headers.origin ?? "" }).catch((error: Error) => error.message);
    if (typeof watcher === "string") expect(watcher).toContain("TICKET_INVALID");
    else expect(await losesHold(watcher)).toBeLessThan(5000);
  });

  it("opens none any more where it had one", async () => {
    const { house, user, watcher } = await seated();
    const ticket = await ticketFor(house, user);
    await call("POST", "/api/v1/auth/logout", { user, body: {} });
    await losesHold(watcher);
    await expect(watch(liveUrl(house, `?ticket=${ticket}`))).rejects.toThrow(/401.*TICKET_INVALID/);
    await expect(watch(liveUrl(house), { ...house.app.serverHeaders, authorization: user.headers.authorization ?? "" })).rejects.toThrow(
      /401.*TOKEN_INVALID/,
    );
  });

  it("is told of again by the sweep, where whoever ended it did not get that far", async () => {
    const { user, watcher } = await seated();
    await isLookedUp(user);
    await env.DB.prepare("UPDATE sessions SET ended_at = ? WHERE user_id = ?").bind(Date.now(), user.userId).run();
    expect(await probe(watcher)).toMatchObject(signedIn);
    expect(await sweepUntoldSessions(testCtx({ now: () => Date.now() + 120_000 }))).toBeGreaterThan(0);
    await losesHold(watcher);
    expect(await sweepUntoldSessions(testCtx({ now: () => Date.now() + 120_000 }))).toBe(0);
  });
});

describe("an inbox", () => {
  it("forgets a socket that has closed", async () => {
    const { user, watcher } = await seated();
    await hasSockets(user, 1);
    watcher.socket.close(1000, "bye");
    await hasSockets(user, 0);
  });

  it("of somebody who never had a socket keeps nothing, whatever it hears", async () => {
    const { house } = await seated();
    const user = await makeUser(house.app);
    await inboxOf(user).sessionsEnded(["ses_x"]);
    await inboxOf(user).socketClosed("socket");
    const tables = await inInbox(user, (sql) => sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '_cf%'").toArray());
    expect(tables).toEqual([]);
  });

  it("asks again by its alarm until the place has heard, and its alarm may come twice or for nothing", async () => {
    const { house, user, watcher } = await seated();
    await isLookedUp(user);
    await inSeatMap(house, (sql) =>
      sql.exec("CREATE TRIGGER full BEFORE INSERT ON ended_session BEGIN SELECT RAISE (ABORT, 'disk full'); END"),
    );
    await call("POST", "/api/v1/auth/logout", { user, body: {} });
    await vi.waitUntil(async () => (await socketsOf(user)).some(({ ends_at }) => (ends_at ?? 0) <= Date.now()), { timeout: 15_000 });
    expect(await probe(watcher)).toMatchObject(signedIn);
    await evictDurableObject(inboxOf(user));
    await inSeatMap(house, (sql) => sql.exec("DROP TRIGGER full"));
    await losesHold(watcher);
    await hasSockets(user, 0);
    await inboxOf(user).sessionsEnded(["ses_gone"]);
    await runDurableObjectAlarm(inboxOf(user));
    await runDurableObjectAlarm(inboxOf(user));
    await hasSockets(user, 0);
  });

  it("takes a crowd of sockets at once, and tells each place once of all of them", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const sessionId = await sessionOf(user);
    const place = (n: number): SocketPlace => ({
      socketId: `socket-${n}`,
      kind: "showtime",
      appId: house.app.appId,
      placeId: house.showtimeId,
      sessionId,
    });
    const answers = await Promise.all(Array.from({ length: 500 }, (_, n) => inboxOf(user).socketOpened(place(n))));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    await isLookedUp(user);
    await inSeatMap(house, (sql) => {
      sql.exec("CREATE TABLE heard (id TEXT)");
      sql.exec("CREATE TRIGGER hears AFTER INSERT ON ended_session BEGIN INSERT INTO heard VALUES (new.id); END");
    });
    await env.DB.prepare("UPDATE sessions SET ended_at = 1, sockets_told_at = 1 WHERE id = ?").bind(sessionId).run();
    await Promise.all([
      inboxOf(user).sessionsEnded([sessionId]),
      inboxOf(user).sessionsEnded([sessionId]),
      inboxOf(user).socketOpened(place(500)),
    ]);
    await hasSockets(user, 0);
    expect(await inSeatMap(house, (sql) => sql.exec("SELECT * FROM heard").toArray())).toEqual([{ id: sessionId }]);
  });

  it("has a limit, beyond which nobody opens a socket", async () => {
    const { house, user } = await seated();
    await inInbox(user, (sql) =>
      sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${limits.socketPlacesPerUserMax})
         INSERT INTO socket SELECT 's' || i, 'showtime', 'app', 'sho', 'ses', 0, 9e15, 9e15, 0 FROM n`,
      ),
    );
    await expect(watchAs(house, user)).rejects.toThrow(/503.*OVERLOADED/);
  });

  it("looks a session up again when the database was away", async () => {
    const house = await openHouse(2);
    const user = await makeUser(house.app);
    const sessionId = await sessionOf(user);
    await env.DB.prepare("UPDATE sessions SET ended_at = 1, sockets_told_at = 1 WHERE id = ?").bind(sessionId).run();
    await runInDurableObject(inboxOf(user), async (inbox) => {
      const whole = Reflect.get(inbox, "env");
      Reflect.set(inbox, "env", {
        ...whole,
        DB: {
          prepare: () => {
            throw new Error("Network connection lost");
          },
        },
      });
      await inbox.socketOpened({ socketId: "s", kind: "showtime", appId: house.app.appId, placeId: house.showtimeId, sessionId });
      Reflect.set(inbox, "env", whole);
    });
    expect(await socketsOf(user)).toMatchObject([{ ends_at: null }]);
    await hasSockets(user, 0);
    expect(await inSeatMap(house, (sql) => sql.exec("SELECT id FROM ended_session").toArray())).toEqual([{ id: sessionId }]);
  });
});

describe("a socket that is open for half a day", () => {
  it("must be opened anew before it may hold, and its inbox forgets it", async () => {
    const { user, watcher } = await seated();
    await isLookedUp(user);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + limits.socketHoldHours * 3_600_000 + 1000 });
    try {
      watcher.send({ type: "release", ref: "late", reservationToken: "rsv_none" });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(watcher.frames.at(-1)).toMatchObject({ ref: "late", code: "TOKEN_EXPIRED" });
      await runDurableObjectAlarm(inboxOf(user));
      expect(await socketsOf(user)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
