import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../contracts/settings.ts";
import { networkOf } from "../../workers/platform/network.ts";
import { rateLimiter } from "./facade.ts";
import { type Bucket, takeToken } from "./token-bucket.ts";

describe("a token bucket", () => {
  it("gives its burst at once, then one token per refill, and says when the next one comes", () => {
    let bucket: Bucket | null = null;
    const take = (nowMs: number) => {
      const answer = takeToken(bucket, 3, 2, nowMs);
      bucket = answer.bucket;
      return answer;
    };
    expect([take(0), take(0), take(0)].map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
    ]);
    expect(take(0)).toMatchObject({ allowed: false, resetSeconds: 0.5 });
    expect(take(499).allowed).toBe(false);
    expect(take(500).allowed).toBe(true);
    expect(take(60_000).remaining).toBe(2);
  });

  it("does not fill when the clock steps back", () => {
    const { bucket } = takeToken({ tokens: 1, atMs: 1000 }, 3, 2, 1000);
    expect(takeToken(bucket, 3, 2, 0)).toMatchObject({ allowed: false, bucket: { atMs: 1000 } });
  });

  it("of every policy refills within the ten seconds after which an idle object is forgotten", () => {
    for (const { burst, perSecond } of Object.values(defaultSettings.rate)) expect(burst / perSecond).toBeLessThanOrEqual(10);
  });
});

describe("the object of a caller's bucket", () => {
  it("counts exactly, however many ask at once", async () => {
    const caller = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => rateLimiter(env.RATE_LIMITER, caller).take(5, 0.001, 1_000_000)));
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it("lets nobody set its fields, call its other methods or reach it by another host", async () => {
    const stub = env.RATE_LIMITER.getByName("guarded");
    const statuses = [];
    for (const url of [
      "https://itty-durable/do/set/bucket",
      "https://itty-durable/do/call/destroy",
      "https://itty-durable/do/call/persist",
      "https://elsewhere/do/call/take",
    ]) {
      const response = await stub.fetch(url, { method: "POST", body: "[]" });
      await response.text();
      statuses.push(response.status);
    }
    expect(statuses).toEqual([403, 403, 403, 403]);
  });
});

describe("an address as a caller", () => {
  it("is whole in IPv4 and its /64 in IPv6, however it is written", () => {
    expect(networkOf("203.0.113.9")).toBe("203.0.113.9");
    const home = networkOf("2001:db8:1:2:aaaa:bbbb:cccc:dddd");
    expect(networkOf("2001:db8:1:2::1")).toBe(home);
    expect(networkOf("2001:db8:1:3::1")).not.toBe(home);
  });
});
