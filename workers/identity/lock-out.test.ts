import { describe, expect, it } from "vitest";
import { testCtx } from "../../test/harness.ts";
import { AppError } from "../platform/app-error.ts";
import { countFailure, forgetFailures, lockKey, requireUnlocked, sweepLoginFailures } from "./lock-out.ts";

const second = 1000;
const day = 24 * 3_600_000;
let clock = Date.now();
const ctx = testCtx({ now: () => clock });
const newKey = () => lockKey(ctx, "user", crypto.randomUUID());

/** The seconds for which the name is locked now; 0 if it is not. */
async function lockedFor(key: string): Promise<number> {
  try {
    await requireUnlocked(ctx, key);
    return 0;
  } catch (error) {
    if (error instanceof AppError && error.code === "ACCOUNT_LOCKED") return error.details?.retryAfterSeconds ?? 0;
    throw error;
  }
}

describe("failed log-ins", () => {
  it("lock a name from the fifth on, each for twice as long, at most a quarter of an hour", async () => {
    const key = await newKey();
    const seconds = [];
    for (let failure = 1; failure <= 17; failure++) {
      await countFailure(ctx, key);
      seconds.push(await lockedFor(key));
      clock += 15 * 60 * second;
    }
    expect(seconds).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  it("are forgotten after a right password, and after a day", async () => {
    const key = await newKey();
    for (let failure = 1; failure <= 5; failure++) await countFailure(ctx, key);
    clock += 2 * second;
    await forgetFailures(ctx, key);
    await countFailure(ctx, key);
    expect(await lockedFor(key)).toBe(0);
    for (let failure = 2; failure <= 5; failure++) await countFailure(ctx, key);
    expect(await lockedFor(key)).toBe(1);
    clock += day + second;
    await countFailure(ctx, key);
    expect(await lockedFor(key)).toBe(0);
  });

  it("in parallel tell no more than five in a row: the rest learn of the lock alone, the right guess too", async () => {
    const key = await newKey();
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => countFailure(ctx, key)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    await expect(forgetFailures(ctx, key)).rejects.toMatchObject({ code: "ACCOUNT_LOCKED" });
    expect(await lockedFor(key)).toBe(1);
  });

  it("count by name, network and door: spelling and the last half of an IPv6 address make no difference", async () => {
    const at = (ip: string) => testCtx({ client: { ip, userAgent: null, origin: null, endUser: false } });
    const key = await lockKey(at("2001:db8::1"), "user", "Ada");
    expect(await lockKey(at("2001:db8::ffff:1"), "user", " ada ")).toBe(key);
    expect(await lockKey(at("2001:db8:0:1::1"), "user", "ada")).not.toBe(key);
    expect(await lockKey(at("203.0.113.7"), "user", "ada")).not.toBe(key);
    expect(await lockKey(at("2001:db8::1"), "admin", "ada")).not.toBe(key);
    expect(key).not.toContain("ada");
  });

  it("are swept when they no longer count", async () => {
    const key = await newKey();
    await countFailure(ctx, key);
    clock += day;
    expect(await sweepLoginFailures(ctx)).toBeGreaterThanOrEqual(1);
    expect(await sweepLoginFailures(ctx)).toBe(0);
  });
});
