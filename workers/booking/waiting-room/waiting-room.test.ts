import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { QueueFrame, QueuePlace } from "../../../contracts/waiting-room.ts";
import { openHouse, pay, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, origin, type TestUser } from "../../../test/harness.ts";
import { signAdmission } from "./admission-pass.ts";

const onSale = (terms: Record<string, unknown> = {}) => openHouse(6, { waitingRoom: { admitPerSecond: 50 }, ...terms });
const join = (user: TestUser, showtimeId: string) => call<QueuePlace>("POST", `/api/v1/waiting-room/${showtimeId}/join`, { user });
const reserve = (user: TestUser, seatId: string, admission?: string) =>
  call<{ reservationToken: string }>("POST", "/api/v1/reserve-seat", {
    user,
    body: { seatId },
    headers: admission === undefined ? {} : { "x-admission": admission },
  });
const roomOf = (appId: string, showtimeId: string) => env.WAITING_ROOM.getByName(`${appId}:${showtimeId}`);

/** A socket of somebody who waits, opened with a one-time ticket as a page does, and every frame that came. */
async function queueAt(user: TestUser, showtimeId: string) {
  const path = `/waiting-room/${showtimeId}/live`;
  const { ticket } = (await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", { user, body: { target: path } })).body.data;
  const response = await exports.default.fetch(`${origin}/api/v1${path}?ticket=${ticket}`, {
    headers: { upgrade: "websocket", origin: user.app.headers.origin ?? "" },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  const frames: QueueFrame[] = [];
  socket.accept();
  socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
  return { frames, close: () => socket.close(1000) };
}

async function admitted(user: TestUser, showtimeId: string): Promise<string> {
  const place = await vi.waitUntil(
    async () => {
      const { data } = (await join(user, showtimeId)).body;
      return data.admission === null ? null : data;
    },
    { timeout: 8000, interval: 100 },
  );
  return place?.admission ?? "";
}

describe("a showtime with a waiting room", () => {
  it("lets nobody hold seats without a pass, and lets whoever was admitted hold with theirs once", async () => {
    const house = await onSale();
    const user = await makeUser(house.app);
    expect((await reserve(user, seatAt(house, 0))).body.error).toMatchObject({
      code: "ADMISSION_REQUIRED",
      details: { reason: "MISSING" },
    });
    const pass = await admitted(user, house.showtimeId);
    const held = await reserve(user, seatAt(house, 0), pass);
    expect(held.status).toBe(201);
    expect((await reserve(user, seatAt(house, 1), pass)).body.error).toMatchObject({
      code: "ADMISSION_REQUIRED",
      details: { reason: "USED" },
    });
    expect((await pay(user, held.body.data.reservationToken)).status).toBe(201);
  });

  it("takes a pass of nobody but its owner, and none that is for another showtime, over, or signed by somebody else", async () => {
    const house = await onSale();
    const other = await onSale();
    const [owner, thief] = await Promise.all([makeUser(house.app), makeUser(house.app)]);
    const pass = await admitted(owner, house.showtimeId);
    const mine = { id: "p", userId: owner.userId, appId: house.app.appId, showtimeId: house.showtimeId };
    const now = Date.now();
    const elsewhere = await signAdmission(env, { ...mine, showtimeId: other.showtimeId, untilMs: now + 60_000 }, now);
    const over = await signAdmission(env, { ...mine, untilMs: now - 60_000 }, now - 120_000);
    const otherApp = await signAdmission(env, { ...mine, appId: other.app.appId, untilMs: now + 60_000 }, now);
    const forged = `${pass.slice(0, -6)}AAAAAA`;
    const bearer = owner.accessToken;
    const attempts = [
      [thief, pass],
      [owner, elsewhere],
      [owner, otherApp],
      [owner, forged],
      [owner, bearer],
      [owner, "none"],
    ] as const;
    for (const [user, admission] of attempts) {
      const refused = await reserve(user, seatAt(house, 0), admission);
      expect(refused).toMatchObject({ status: 403, body: { error: { code: "ADMISSION_REQUIRED", details: { reason: "INVALID" } } } });
    }
    expect((await reserve(owner, seatAt(house, 0), over)).body.error).toMatchObject({
      code: "ADMISSION_REQUIRED",
      details: { reason: "EXPIRED" },
    });
    const asBearer = await call("GET", "/api/v1/bookings", { app: house.app, headers: { authorization: `Bearer ${pass}` } });
    expect(asBearer.body.error.code).toBe("TOKEN_INVALID");
    expect((await reserve(owner, seatAt(house, 0), pass)).status).toBe(201);
  });

  it("keeps everybody equal until the opening, and whoever comes back finds the same place after an eviction", async () => {
    const opensAt = Date.now() + 2500;
    const house = await onSale({ saleOpensAt: new Date(opensAt).toISOString(), waitingRoom: { admitPerSecond: 1 } });
    const users = await Promise.all(Array.from({ length: 4 }, () => makeUser(house.app)));
    for (const user of users) {
      const { data } = (await join(user, house.showtimeId)).body;
      expect(data).toMatchObject({
        state: "WAITING_FOR_OPENING",
        position: null,
        admission: null,
        opensAt: new Date(opensAt).toISOString(),
      });
    }
    await evictDurableObject(roomOf(house.app.appId, house.showtimeId));
    expect((await join(users[0] as TestUser, house.showtimeId)).body.data).toMatchObject({ state: "WAITING_FOR_OPENING", waiting: 4 });
    await scheduler.wait(Math.max(0, opensAt - Date.now()) + 50);
    const late = await makeUser(house.app);
    const placesOf = async () => {
      const places = [];
      for (const user of [...users, late]) places.push((await join(user, house.showtimeId)).body.data);
      return places.map(({ state, position }) => (state === "ADMITTED" ? 0 : (position ?? -1)));
    };
    const first = await placesOf();
    expect(first.slice(0, 4).every((place) => place < (first[4] ?? 0))).toBe(true);
    await evictDurableObject(roomOf(house.app.appId, house.showtimeId));
    const then = await placesOf();
    const order = (places: number[]) =>
      places
        .map((place, who) => [place, who] as const)
        .filter(([place]) => place > 0)
        .sort(([a], [b]) => a - b)
        .map(([, who]) => who);
    expect(order(first).filter((who) => order(then).includes(who))).toEqual(order(then));
  });

  it("tells over the socket the place and then the pass", async () => {
    const house = await onSale({ saleOpensAt: new Date(Date.now() + 1500).toISOString() });
    const user = await makeUser(house.app);
    const { frames, close } = await queueAt(user, house.showtimeId);
    await vi.waitUntil(() => frames.length > 0);
    expect(frames[0]).toMatchObject({ type: "position", state: "WAITING_FOR_OPENING", waiting: 1 });
    await scheduler.wait(1600);
    await runDurableObjectAlarm(roomOf(house.app.appId, house.showtimeId));
    const last = await vi.waitUntil(() => frames.find((frame) => frame.type === "admitted"), { timeout: 5000, interval: 20 });
    expect((await reserve(user, seatAt(house, 0), last?.type === "admitted" ? last.admission : "")).status).toBe(201);
    close();
  });

  it("says sold out when nothing is left, and goes on when a seat comes back", async () => {
    const house = await onSale({ waitingRoom: { admitPerSecond: 10 }, cancellationPolicy: { fullRefundUntilHours: 1 } });
    const [buyer, next] = await Promise.all([makeUser(house.app), makeUser(house.app)]);
    const pass = await admitted(buyer, house.showtimeId);
    const held = await call<{ reservationToken: string }>("POST", "/api/v1/reserve-seat", {
      user: buyer,
      body: { seatIds: house.seats.map(({ id }) => id) },
      headers: { "x-admission": pass },
    });
    const token = held.body.data.reservationToken;
    const paid = await pay(buyer, token);
    const booked = await call<{ bookingId: string }>("POST", "/api/v1/confirm-booking", {
      user: buyer,
      body: { reservationToken: token, paymentId: paid.body.data.payment.id },
    });
    expect((await join(next, house.showtimeId)).body.data.state).toBe("SOLD_OUT");
    const cancelled = await call("POST", `/api/v1/bookings/${booked.body.data.bookingId}/cancel`, {
      user: buyer,
      body: { seatIds: [seatAt(house, 0)] },
    });
    expect(cancelled.status).toBe(200);
    await runDurableObjectAlarm(roomOf(house.app.appId, house.showtimeId));
    expect((await reserve(next, seatAt(house, 0), await admitted(next, house.showtimeId))).status).toBe(201);
  });
});

it("a showtime without a waiting room has none to join, and an unknown one is unknown", async () => {
  const house = await openHouse(1);
  const user = await makeUser(house.app);
  expect((await join(user, house.showtimeId)).body.error.code).toBe("WAITING_ROOM_NOT_FOUND");
  expect((await join(user, "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6")).body.error.code).toBe("SHOWTIME_NOT_FOUND");
});
