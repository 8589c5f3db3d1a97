import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hold, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeUser } from "../../test/harness.ts";
import { liveUrl, ticketFor, watch } from "../../test/live-socket.ts";
import { Throttle } from "./throttle.ts";

const set = (properties: object) => call("PUT", "/api/v1/admin/config/marquee/local", { admin: true, body: { properties } });
afterEach(() => set({}));
const strict = { "rate.reservation.per-second": 0.2, "rate.reservation.burst": 2 };

describe("the limit of a showtime's holds and releases", () => {
  it("is the configured one from the next call on, and says so in its headers", async () => {
    const house = await openHouse(10);
    const user = await makeUser(house.app);
    expect((await hold(user, [seatAt(house, 0)])).headers.get("ratelimit-policy")).toBe('"reservation";q=100;w=5');
    await set(strict);
    const answers = [];
    for (let n = 1; n < 4; n++) answers.push(await hold(user, [seatAt(house, n)]));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.headers.get("ratelimit-policy")).toBe('"reservation";q=2;w=10');
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(3);
    await set({});
    expect((await hold(user, [seatAt(house, 4)])).headers.get("ratelimit-policy")).toBe('"reservation";q=100;w=5');
  });

  it("holds for sockets too, which bring it when they are opened and still know it after an eviction", async () => {
    const house = await openHouse(10);
    const user = await makeUser(house.app);
    await set(strict);
    const watcher = await watch(liveUrl(house, `?ticket=${await ticketFor(house, user)}`), { origin: house.app.headers.origin ?? "" });
    await watcher.next("snapshot");
    const errors = () => watcher.frames.filter((frame) => frame.type === "error");
    const holdThree = async (from: number) => {
      const before = errors().length;
      for (let n = from; n < from + 3; n++) watcher.send({ type: "hold", ref: `r${n}`, seatId: seatAt(house, n) });
      await vi.waitUntil(() => errors().length > before, { timeout: 3000 });
      expect(errors().slice(before)).toEqual([expect.objectContaining({ ref: `r${from + 2}`, code: "RATE_LIMITED" })]);
    };
    await holdThree(0);
    await evictDurableObject(env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`));
    await holdThree(3);
  });
});

describe("a throttle", () => {
  it("goes by what it heard last, and by what a socket knows only while it has heard nothing", () => {
    const throttle = new Throttle();
    throttle.hear({ perSecond: 1, burst: 3 }, { known: true });
    expect(throttle.take("ada", 0)).toMatchObject({ limit: 3, windowSeconds: 3, remaining: 2 });
    throttle.hear({ perSecond: 2, burst: 2 });
    throttle.hear({ perSecond: 1, burst: 3 }, { known: true });
    throttle.hear(undefined);
    expect(throttle.take("ada", 0)).toMatchObject({ limit: 2, windowSeconds: 1, remaining: 1 });
  });
});
