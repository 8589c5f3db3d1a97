import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { LiveServerFrame } from "../../contracts/seats.ts";
import { hold, openHouse, release, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeApp, makeUser } from "../../test/harness.ts";
import { liveUrl, ticketFor, watch, watchAs } from "../../test/live-socket.ts";
import { signAdmission } from "../../workers/booking/waiting-room/admission-pass.ts";
import { newId } from "../../workers/platform/ids.ts";

/** The map that a watcher has after applying everything that it was sent, by seat id. Throws on a gap. */
function mapOf(frames: LiveServerFrame[]): Map<string, string> {
  const map = new Map<string, string>();
  let version = -1;
  for (const frame of frames) {
    if ((frame.type !== "snapshot" && frame.type !== "delta") || !("seats" in frame)) continue;
    if (frame.type === "delta" && frame.version !== version + 1) throw new Error(`delta ${frame.version} follows ${version}`);
    version = frame.version;
    for (const seat of frame.seats) if ("id" in seat) map.set(seat.id, seat.status);
  }
  return map;
}

describe("the live channel", () => {
  it("begins with a snapshot, goes on with numbered deltas, and so always has the map that a fresh read shows", async () => {
    const house = await openHouse(12);
    const users = await Promise.all(Array.from({ length: 6 }, () => makeUser(house.app)));
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house)}`), { origin: house.app.headers.origin ?? "" });
    await watcher.next("snapshot");
    const held = await Promise.all(users.map((user, n) => hold(user, [seatAt(house, n), seatAt(house, n + 6)])));
    await Promise.all(users.slice(0, 3).map((user, n) => release(user, held[n]?.body.data.reservationToken ?? "")));
    const fresh = await seatsOf(house.app, house.showtimeId);
    await vi.waitUntil(() => [...mapOf(watcher.frames).values()].filter((status) => status === "LOCKED").length === 6, { timeout: 15_000 });
    expect(mapOf(watcher.frames)).toEqual(new Map(fresh.map((seat) => [seat.id, seat.status])));
  });

  it("in its compact form carries the bitmap and pairs of index and code", async () => {
    const house = await openHouse(9);
    const watcher = await watch(liveUrl(house, `?format=compact&ticket=${await ticketFor(house)}`));
    const snapshot = await watcher.next("snapshot");
    const bytes = Uint8Array.from(atob("bitmap" in snapshot ? snapshot.bitmap : ""), (character) => character.charCodeAt(0));
    expect([bytes.byteLength, bytes[4]]).toEqual([8 + 3, 9]);
    await hold(await makeUser(house.app), [seatAt(house, 2)]);
    const delta = await watcher.next("delta");
    expect(delta).toEqual({ type: "delta", version: 2, seats: [[2, 1]] });
  });

  it("sends what was missed to whoever resumes, also after an eviction, and a snapshot to whoever comes from elsewhere", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    await hold(user, [seatAt(house, 0)]);
    await hold(user, [seatAt(house, 1)]);
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house)}`));
    await watcher.next("snapshot");
    await evictDurableObject(env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`));
    watcher.send({ type: "resume", version: 1 });
    await vi.waitUntil(() => watcher.frames.filter((frame) => frame.type === "delta").length === 2, { timeout: 15_000 });
    expect(watcher.frames.slice(1)).toEqual([
      { type: "delta", version: 2, seats: [{ id: seatAt(house, 0), status: "LOCKED" }] },
      { type: "delta", version: 3, seats: [{ id: seatAt(house, 1), status: "LOCKED" }] },
    ]);
    watcher.send({ type: "resume", version: 99 });
    await vi.waitUntil(() => watcher.frames.filter((frame) => frame.type === "snapshot").length === 2, { timeout: 15_000 });
  });

  it("asks for the waiting room's pass where there is one: this person's, for this showtime, once", async () => {
    const house = await openHouse(4, { waitingRoom: { admitPerSecond: 10 } });
    const [ada, eve] = [await makeUser(house.app), await makeUser(house.app)];
    const { appId } = house.app;
    const mine = { id: "adm_1", userId: ada.userId, appId, showtimeId: house.showtimeId, untilMs: Date.now() + 60_000 };
    const sign = (changed: Partial<typeof mine> = {}) => signAdmission(env, { ...mine, ...changed }, Date.now());
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house, ada)}`), { origin: house.app.headers.origin ?? "" });
    const ask = (index: number, admission?: string) =>
      watcher.ask({ type: "hold", seatId: seatAt(house, index), ...(admission && { admission }) });
    const refused = (reason: string) => ({ type: "error", code: "ADMISSION_REQUIRED", details: { reason } });
    expect(await ask(0)).toMatchObject(refused("MISSING"));
    expect(await ask(0, `${await sign()}x`)).toMatchObject(refused("INVALID"));
    expect(await ask(0, await sign({ userId: eve.userId }))).toMatchObject(refused("INVALID"));
    expect(await ask(0, await sign({ showtimeId: newId("showtime") }))).toMatchObject(refused("INVALID"));
    expect(await ask(0, await sign({ appId: newId("app") }))).toMatchObject(refused("INVALID"));
    expect(await ask(0, ada.accessToken)).toMatchObject(refused("INVALID"));
    expect(await ask(0, await sign())).toMatchObject({ type: "held" });
    expect(await ask(1, await sign())).toMatchObject(refused("USED"));
  });

  it("lets a signed-in watcher hold and release, and tells refusals by the frame's ref", async () => {
    const house = await openHouse(4);
    const user = await makeUser(house.app);
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house, user)}`), { origin: house.app.headers.origin ?? "" });
    watcher.send({ type: "hold", ref: "r1", seatIds: [seatAt(house, 0), seatAt(house, 1)] });
    const held = await watcher.next("held");
    if (held.type !== "held") throw new Error("not held");
    expect(held).toMatchObject({ ref: "r1", price: 13_000, currency: "EUR" });
    watcher.send({ type: "hold", ref: "r2", seatId: seatAt(house, 0) });
    expect(await watcher.next("error")).toMatchObject({ ref: "r2", code: "SEAT_ALREADY_LOCKED" });
    watcher.send({ type: "release", ref: "r3", reservationToken: held.reservationToken });
    expect(await watcher.next("released")).toMatchObject({ ref: "r3" });
    expect((await seatsOf(house.app, house.showtimeId)).every((seat) => seat.status === "AVAILABLE")).toBe(true);
  });

  it("lets a stranger watch and not hold, and answers nonsense without closing", async () => {
    const house = await openHouse(2);
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house)}`));
    watcher.send({ type: "hold", ref: "r1", seatId: seatAt(house, 0) });
    expect(await watcher.next("error")).toMatchObject({ ref: "r1", code: "TOKEN_MISSING" });
    watcher.send("not json");
    await vi.waitUntil(() => watcher.frames.some((frame) => frame.type === "error" && frame.code === "VALIDATION_FAILED"), {
      timeout: 15_000,
    });
    expect(await watcher.ask({ type: "hold", seatId: seatAt(house, 0), price: 1 })).toMatchObject({
      code: "VALIDATION_FAILED",
      details: { issues: [{ path: "price", message: "unknown field" }] },
    });
    expect(await watcher.ask({ type: "dance" })).toMatchObject({ code: "VALIDATION_FAILED", details: { issues: [{ path: "type" }] } });
  });

  it("takes a wish with the body that it has over HTTP, of this showtime alone", async () => {
    const house = await openHouse(4);
    const watcher = await watchAs(house, await makeUser(house.app));
    const bestAvailable = { quantity: 2 };
    expect(await watcher.ask({ type: "hold", entityId: house.showtimeId, bestAvailable })).toMatchObject({ type: "held", price: 13_000 });
    expect(await watcher.ask({ type: "hold", bestAvailable })).toMatchObject({ type: "held" });
    expect(await watcher.ask({ type: "hold", entityId: newId("showtime"), bestAvailable })).toMatchObject({ code: "SHOWTIME_NOT_FOUND" });
    expect(await watcher.ask({ type: "hold", entityId: house.showtimeId, seatId: seatAt(house, 0) })).toMatchObject({
      code: "VALIDATION_FAILED",
      details: { issues: [{ path: "entityId" }] },
    });
  });

  it("closes a flood with 1008 and a giant frame with 1009, and the others stay", async () => {
    const house = await openHouse(2);
    const [flood, giant, calm] = await Promise.all([0, 1, 2].map(async () => watch(liveUrl(house, `?ticket=${await ticketFor(house)}`))));
    if (!flood || !giant || !calm) throw new Error("three watchers");
    giant.send("x".repeat(70_000));
    for (let n = 0; n < 120; n++) flood.send({ type: "resume", version: 1 });
    await vi.waitUntil(() => flood.closes.length > 0 && giant.closes.length > 0, { timeout: 15_000 });
    expect([flood.closes[0]?.code, giant.closes[0]?.code]).toEqual([1008, 1009]);
    await hold(await makeUser(house.app), [seatAt(house, 0)]);
    expect(await calm.next("delta")).toBeDefined();
  });

  it("answers the close of a client", async () => {
    const house = await openHouse(2);
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house)}`));
    watcher.socket.close(4000, "enough");
    await vi.waitUntil(() => watcher.closes.length > 0, { timeout: 15_000 });
    expect(watcher.closes[0]).toEqual({ code: 4000, reason: "enough" });
  });
});

describe("a socket is refused", () => {
  const statusOf = async (url: string, headers: Record<string, string> = {}) => {
    const response = await exports.default.fetch(url, { headers: { upgrade: "websocket", ...headers } });
    const code = response.status === 101 ? undefined : ((await response.json()) as { error: { code: string } }).error.code;
    response.webSocket?.accept();
    response.webSocket?.close();
    return [response.status, code];
  };

  it("with a ticket that was used, was made up, is for another path, or comes from another page", async () => {
    const house = await openHouse(2);
    const other = await openHouse(2, {}, house.app);
    const ticket = await ticketFor(house);
    expect(await statusOf(liveUrl(house, `?ticket=${ticket}`))).toEqual([101, undefined]);
    expect(await statusOf(liveUrl(house, `?ticket=${ticket}`))).toEqual([401, "TICKET_INVALID"]);
    expect(await statusOf(liveUrl(house, "?ticket=made-up"))).toEqual([401, "TICKET_INVALID"]);
    expect(await statusOf(liveUrl(other, `?ticket=${await ticketFor(house)}`))).toEqual([401, "TICKET_INVALID"]);
    expect(await statusOf(liveUrl(house, `?ticket=${await ticketFor(house)}`), { origin: "https://evil.example" })).toEqual([
      401,
      "TICKET_INVALID",
    ]);
  });

  it("without a ticket and without an app, for a foreign showtime, and when it is no socket at all", async () => {
    const house = await openHouse(2);
    const stranger = await makeApp();
    expect(await statusOf(liveUrl(house))).toEqual([401, "APP_CREDENTIALS_MISSING"]);
    expect(await statusOf(liveUrl(house), stranger.serverHeaders)).toEqual([404, "SHOWTIME_NOT_FOUND"]);
    expect(await statusOf(liveUrl(house), house.app.serverHeaders)).toEqual([101, undefined]);
    const plain = await call("GET", `/api/v1/showtimes/${house.showtimeId}/live`, { server: house.app });
    expect([plain.status, plain.body.error.code]).toEqual([426, "UPGRADE_REQUIRED"]);
  });
});
