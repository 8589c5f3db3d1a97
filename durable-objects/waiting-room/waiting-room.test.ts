import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { limits } from "../../contracts/limits.ts";
import type { QueueFrame, QueuePlace, WaitingRoomCalls, WaitingRoomTerms } from "../../contracts/waiting-room.ts";
import { confirm, type House, openHouse, pay, release, seatAt } from "../../test/box-office.ts";
import { call, makeUser, origin, type TestUser } from "../../test/harness.ts";
import { newId } from "../../workers/platform/ids.ts";

const hour = 3_600_000;
const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `usr_${from + n}`);

/** The waiting room of a showtime, asked directly: nobody need register. Closed until told otherwise. */
function roomOf({ app, showtimeId }: Pick<House, "app" | "showtimeId">, changed: Partial<WaitingRoomTerms> = {}) {
  const stub = env.WAITING_ROOM.getByName(`${app.appId}:${showtimeId}`);
  const terms = {
    appId: app.appId,
    showtimeId,
    admitPerSecond: 1,
    opensAtMs: Date.now() + hour,
    closesAtMs: Date.now() + 2 * hour,
    ...changed,
  };
  const ask = stub as unknown as WaitingRoomCalls;
  const tryJoin = (userId: string, at: Partial<WaitingRoomTerms> = {}) => ask.join({ userId, terms: { ...terms, ...at } });
  const join = async (userId: string, at: Partial<WaitingRoomTerms> = {}): Promise<QueuePlace> => {
    const joined = await tryJoin(userId, at);
    if (!joined.ok) throw new Error(joined.code);
    return joined.place;
  };
  const sql = <Row extends Record<string, SqlStorageValue>>(query: string) =>
    runInDurableObject(stub, (_, { storage }) => storage.sql.exec<Row>(query).toArray());
  return {
    stub,
    terms,
    tryJoin,
    join,
    sql,
    joinAll: async (userIds: string[], at: Partial<WaitingRoomTerms> = {}) => {
      const places = [];
      for (const userId of userIds) places.push(await join(userId, at));
      return places;
    },
    /** Who was let in, by the places that they had. */
    admitted: async () =>
      (await sql<{ user_id: string }>("SELECT user_id FROM person WHERE pass_id IS NOT NULL ORDER BY place")).map(({ user_id }) => user_id),
    inLine: async () => (await sql<{ user_id: string }>("SELECT user_id FROM person ORDER BY place")).map(({ user_id }) => user_id),
    alarm: () => runInDurableObject(stub, (_, { storage }) => storage.getAlarm()),
    tick: () => runDurableObjectAlarm(stub),
    evict: () => evictDurableObject(stub),
    sockets: () => runInDurableObject(stub, (_, state) => state.getWebSockets().length),
  };
}

const open = { opensAtMs: null };

/** A socket of somebody who waits, as a page opens it with a bearer, and what came over it. */
async function listenAt({ app, showtimeId }: House, user: TestUser) {
  const response = await exports.default.fetch(`${origin}/api/v1/waiting-room/${showtimeId}/live`, {
    headers: { ...user.headers, ...app.headers, upgrade: "websocket" },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  const frames: QueueFrame[] = [];
  const closes: number[] = [];
  socket.accept();
  socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
  socket.addEventListener("close", ({ code }) => void closes.push(code));
  return { socket, frames, closes };
}

describe("a place in the waiting room", () => {
  it("is one for all tabs and devices of a person, who may ask at the same moment", async () => {
    const house = await openHouse(1);
    const room = roomOf(house, open);
    await room.joinAll(people(4));
    const places = await Promise.all(Array.from({ length: 10 }, () => room.join("usr_twice")));
    expect(new Set(places.map(({ position }) => position)).size).toBe(1);
    expect(await room.sql("SELECT count(*) AS rows FROM person WHERE user_id = 'usr_twice'")).toEqual([{ rows: 1 }]);
  });

  it("is drawn once: whoever comes back after an eviction finds the one that they were told", async () => {
    const room = roomOf(await openHouse(1));
    const crowd = people(40);
    expect((await room.joinAll(crowd)).every(({ position, state }) => position === null && state === "WAITING_FOR_OPENING")).toBe(true);
    await room.evict();
    expect((await room.join("usr_0", open)).waiting).toBeGreaterThanOrEqual(39);
    const drawn = await room.inLine();
    expect([...drawn].sort()).toEqual([...crowd].sort());
    // One in 40! that the draw leaves the order in which they came.
    expect(drawn).not.toEqual(crowd);
    await room.evict();
    const places = await room.joinAll(crowd, open);
    expect(await room.inLine()).toEqual(drawn);
    // Those who were asked about later may have moved up meanwhile, as others were let in.
    const moved = (await room.admitted()).length;
    for (const [n, { state, position }] of places.entries()) {
      if (state !== "QUEUED") continue;
      const place = drawn.indexOf(crowd[n] ?? "") + 1;
      expect(position).toBeLessThanOrEqual(place);
      expect(position).toBeGreaterThanOrEqual(place - moved);
    }
  });

  it("is behind those of everybody who was there at the opening, for whoever comes later", async () => {
    const room = roomOf(await openHouse(1));
    await room.joinAll(people(10));
    await room.join("usr_late", open);
    await room.joinAll(people(3, 100), open);
    expect((await room.inLine()).slice(10)).toEqual(["usr_late", "usr_100", "usr_101", "usr_102"]);
  });
});

describe("turns", () => {
  it("come in the order of places, through evictions and alarms that ring twice, and never faster than the rate", async () => {
    const room = roomOf(await openHouse(300), { ...open, admitPerSecond: 5 });
    const from = Date.now();
    await room.joinAll(people(60));
    const line = await room.inLine();
    for (let round = 0; round < 4; round++) {
      await Promise.all([room.tick(), room.tick()]);
      await room.evict();
      await scheduler.wait(250);
    }
    const admitted = await room.admitted();
    const seconds = (Date.now() - from) / 1000;
    expect(admitted).toEqual(line.slice(0, admitted.length));
    expect(admitted.length).toBeGreaterThan(0);
    // Two seconds' worth for the time before anybody came.
    expect(admitted.length).toBeLessThanOrEqual(5 * (seconds + 2) + 1);
  });

  it("come although somebody new joins all the time", async () => {
    const room = roomOf(await openHouse(300), { ...open, admitPerSecond: 2 });
    await room.joinAll(people(6));
    const before = (await room.admitted()).length;
    const until = Date.now() + 3000;
    for (let n = 100; Date.now() < until; n++) {
      await room.join(`usr_${n}`);
      await scheduler.wait(50);
    }
    expect((await room.admitted()).length).toBeGreaterThanOrEqual(before + 3);
  }, 15_000);

  it("stop without an alarm when nobody waits any more", async () => {
    const room = roomOf(await openHouse(300), { ...open, admitPerSecond: 50 });
    await room.joinAll(people(3));
    await vi.waitUntil(async () => (await room.admitted()).length === 3, { timeout: 5000 });
    await room.tick();
    expect(await room.alarm()).toBe(room.terms.closesAtMs);
  });

  it("stop when everything is sold and nobody watches, and whoever asks again brings them back", async () => {
    const house = await openHouse(1);
    const room = roomOf(house, { ...open, admitPerSecond: 50 });
    const seatIds = [seatAt(house, 0)];
    expect((await call("POST", "/api/v1/seats/block", { server: house.app, body: { seatIds } })).status).toBe(200);
    expect(await room.join("usr_0")).toMatchObject({ state: "SOLD_OUT", position: 1, etaSeconds: null });
    expect(await room.alarm()).toBe(room.terms.closesAtMs);
    await call("POST", "/api/v1/seats/unblock", { server: house.app, body: { seatIds } });
    expect(await room.join("usr_0")).toMatchObject({ state: "ADMITTED" });
  });

  it("wait for a showtime that does not answer, which is asked again and again", async () => {
    const { app } = await openHouse(1);
    const room = roomOf({ app, showtimeId: newId("showtime") }, open);
    expect(await room.join("usr_0")).toMatchObject({ state: "QUEUED", position: 1 });
    expect(await room.alarm()).toBeGreaterThan(Date.now() + 3000);
    await room.tick();
    expect(await room.admitted()).toEqual([]);
    expect(await room.alarm()).toBeLessThan(Date.now() + 6000);
  });
});

describe("a pass", () => {
  const passOf = async (user: TestUser, { showtimeId }: House) =>
    (await call<QueuePlace>("POST", `/api/v1/waiting-room/${showtimeId}/join`, { user })).body.data;
  const idOf = ({ admission }: QueuePlace) =>
    JSON.parse(atob(admission?.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "")).jti;

  it("is the same for whoever asks again, also after they gave their hold back, until it is spent: then they stand at the end", async () => {
    const house = await openHouse(6, { waitingRoom: { admitPerSecond: 50 } });
    const user = await makeUser(house.app);
    const first = await passOf(user, house);
    expect(idOf(await passOf(user, house))).toBe(idOf(first));
    const hold = () =>
      call<{ reservationToken: string }>("POST", "/api/v1/reserve-seat", {
        user,
        body: { seatId: seatAt(house, 0) },
        headers: { "x-admission": first.admission ?? "" },
      });
    await release(user, (await hold()).body.data.reservationToken);
    expect(idOf(await passOf(user, house))).toBe(idOf(first));
    const { reservationToken } = (await hold()).body.data;
    const { payment } = (await pay(user, reservationToken)).body.data;
    expect((await confirm(user, reservationToken, payment.id)).status).toBe(201);
    const room = roomOf(house);
    const admitted = await vi.waitUntil(
      async () => {
        const place = await passOf(user, house);
        return place.state === "ADMITTED" && place;
      },
      { timeout: 5000 },
    );
    expect(admitted && idOf(admitted)).not.toBe(idOf(first));
    expect(await room.sql("SELECT place FROM person")).toEqual([{ place: 1 }]);
  });

  it("that ran out leaves nothing behind, and whoever let it run out stands at the end", async () => {
    const room = roomOf(await openHouse(300), { ...open, admitPerSecond: 1 });
    await room.joinAll(people(3));
    await vi.waitUntil(async () => (await room.admitted()).includes("usr_0"), { timeout: 5000 });
    await room.sql("UPDATE person SET pass_until = 1 WHERE pass_until IS NOT NULL");
    await room.evict();
    await room.join("usr_0");
    expect((await room.inLine()).at(-1)).toBe("usr_0");
    await room.sql(`UPDATE person SET pass_id = 'p', pass_until = ${Date.now() + 300} WHERE user_id = 'usr_0'`);
    await room.evict();
    await scheduler.wait(350);
    await room.tick();
    expect(await room.sql("SELECT user_id FROM person WHERE pass_id = 'p'")).toEqual([]);
  });
});

describe("a socket in the waiting room", () => {
  it("hears of the place, in every tab of the person, and at once of the pass, also after an eviction", async () => {
    const house = await openHouse(6, { saleOpensAt: new Date(Date.now() + 1500).toISOString(), waitingRoom: { admitPerSecond: 50 } });
    const user = await makeUser(house.app);
    const tabs = [await listenAt(house, user), await listenAt(house, user)];
    await evictDurableObject(env.WAITING_ROOM.getByName(`${house.app.appId}:${house.showtimeId}`));
    for (const { frames } of tabs) {
      const last = await vi.waitUntil(() => frames.find(({ type }) => type === "admitted"), { timeout: 8000 });
      expect([frames[0], last]).toMatchObject([{ type: "position", state: "WAITING_FOR_OPENING", waiting: 1 }, { type: "admitted" }]);
    }
  });

  it("is counted, and no longer after it was closed; the close is answered", async () => {
    const house = await openHouse(6, { saleOpensAt: new Date(Date.now() + hour).toISOString(), waitingRoom: { admitPerSecond: 50 } });
    const { socket, closes } = await listenAt(house, await makeUser(house.app));
    const told = () =>
      runInDurableObject(env.METRICS.getByName("platform"), (_, { storage }) =>
        storage.sql.exec("SELECT channel, open FROM socket WHERE object = ?", `${house.app.appId}:${house.showtimeId}`).toArray(),
      );
    const isTold = (expected: object[]) =>
      vi.waitUntil(async () => JSON.stringify(await told()) === JSON.stringify(expected), { timeout: 10_000, interval: 100 });
    await isTold([{ channel: "queue", open: 1 }]);
    socket.close(4000, "enough");
    await isTold([]);
    expect(closes).toEqual([4000]);
  }, 25_000);

  it("of somebody who talks is closed", async () => {
    const house = await openHouse(6, { saleOpensAt: new Date(Date.now() + hour).toISOString(), waitingRoom: { admitPerSecond: 50 } });
    const { socket, closes } = await listenAt(house, await makeUser(house.app));
    socket.send("let me in");
    await vi.waitUntil(() => closes.length > 0);
    expect(closes).toEqual([1008]);
  });

  it("is refused to a stranger, for a ticket that was used, and where there is no waiting room", async () => {
    const [house, plain] = [await openHouse(1, { waitingRoom: { admitPerSecond: 50 } }), await openHouse(1)];
    const user = await makeUser(house.app);
    const knock = async (path: string, headers: Record<string, string>) => {
      const response = await exports.default.fetch(`${origin}/api/v1${path}`, { headers: { upgrade: "websocket", ...headers } });
      const code = response.status === 101 ? 101 : ((await response.json()) as { error: { code: string } }).error.code;
      response.webSocket?.accept();
      response.webSocket?.close();
      return code;
    };
    const path = `/waiting-room/${house.showtimeId}/live`;
    expect(await knock(path, house.app.headers)).toBe("TOKEN_MISSING");
    const { ticket } = (await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", { user, body: { target: path } })).body.data;
    const page = { origin: house.app.headers.origin ?? "" };
    expect(await knock(`${path}?ticket=${ticket}`, page)).toBe(101);
    expect(await knock(`${path}?ticket=${ticket}`, page)).toBe("TICKET_INVALID");
    const guest = await makeUser(plain.app);
    expect(await knock(`/waiting-room/${plain.showtimeId}/live`, guest.headers)).toBe("WAITING_ROOM_NOT_FOUND");
    expect(await knock(`/waiting-room/${house.showtimeId}/live`, guest.headers)).toBe("SHOWTIME_NOT_FOUND");
  });
});

describe("after the sale", () => {
  it("everybody is sent away and nothing of them is kept", async () => {
    const closesAt = Date.now() + 5000;
    const house = await openHouse(1, { saleClosesAt: new Date(closesAt).toISOString(), waitingRoom: { admitPerSecond: 1 } });
    await call("POST", "/api/v1/seats/block", { server: house.app, body: { seatIds: [seatAt(house, 0)] } });
    const room = roomOf(house, { ...open, closesAtMs: closesAt });
    const { frames, closes } = await listenAt(house, await makeUser(house.app));
    await vi.waitUntil(() => closes.length > 0, { timeout: 15_000, interval: 50 });
    expect([frames.at(-1), closes]).toMatchObject([{ type: "position", state: "CLOSED" }, [1000]]);
    const tables = () => runInDurableObject(room.stub, (_, { storage }) => storage.sql.exec("SELECT name FROM sqlite_master").toArray());
    await vi.waitUntil(async () => JSON.stringify(await tables()).includes("person") === false);
    expect(await room.join("usr_late")).toMatchObject({ state: "CLOSED", position: null });
    expect(JSON.stringify(await tables())).not.toContain("person");
    expect(await room.alarm()).toBeNull();
  }, 25_000);
});

describe("a crowd", () => {
  it("of 200,000 is drawn within seconds, every place once, and nobody more fits in", async () => {
    const room = roomOf(await openHouse(1));
    await room.join("usr_first");
    await room.sql(`WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${limits.waitingRoomPlacesMax})
      INSERT INTO person (user_id, joined_at) SELECT 'usr_01K9Z3V6T8W2Y4A6C8E0' || i, 0 FROM n`);
    await room.evict();
    expect(await room.join("usr_first")).toMatchObject({ waiting: limits.waitingRoomPlacesMax, position: null });
    expect(await room.tryJoin("usr_more")).toMatchObject({ ok: false, code: "OVERLOADED" });
    const from = Date.now();
    const place = await room.join("usr_first", open);
    expect(Date.now() - from).toBeLessThan(15_000);
    expect(place.state).toBe("QUEUED");
    expect(await room.sql("SELECT count(DISTINCT place) AS places, min(place) AS first, max(place) AS last FROM person")).toEqual([
      { places: limits.waitingRoomPlacesMax, first: 0, last: limits.waitingRoomPlacesMax - 1 },
    ]);
    await room.evict();
    expect((await room.join("usr_first")).position).toBeLessThanOrEqual(place.position ?? 0);
  }, 60_000);
});
