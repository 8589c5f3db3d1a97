import { describe, expect, it } from "vitest";
import { TimedCache } from "./timed-cache.ts";

/** A cache whose loads are counted. `null` for keys that begin with a question mark. */
function counted(options: { entriesMax: number; seconds: number; isMiss?: (value: string | null) => boolean }) {
  const loads: string[] = [];
  const cache = new TimedCache<string | null>(options);
  const get = (key: string, nowMs = 0) =>
    cache.get(key, nowMs, async () => {
      loads.push(key);
      return key.startsWith("?") ? null : key;
    });
  return { get, loads };
}

describe("a timed cache", () => {
  it("asks once in its time, and again after it", async () => {
    const { get, loads } = counted({ entriesMax: 10, seconds: 30 });
    for (const nowMs of [0, 29_999, 30_000]) expect(await get("a", nowMs)).toBe("a");
    expect(loads).toEqual(["a", "a"]);
  });

  it("forgets the oldest where it would grow too large", async () => {
    const { get, loads } = counted({ entriesMax: 2, seconds: 30 });
    for (const key of ["a", "b", "c", "b", "a"]) await get(key);
    expect(loads).toEqual(["a", "b", "c", "a"]);
  });

  it("remembers misses too, and drives out nothing for them", async () => {
    const { get, loads } = counted({ entriesMax: 2, seconds: 30, isMiss: (value) => value === null });
    await get("a");
    for (const key of ["?1", "?2", "?3", "?3"]) expect(await get(key)).toBeNull();
    await get("a");
    expect(loads).toEqual(["a", "?1", "?2", "?3"]);
  });

  it("does not remember a load that failed", async () => {
    const cache = new TimedCache<string>({ entriesMax: 2, seconds: 30 });
    await expect(cache.get("a", 0, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await cache.get("a", 0, async () => "a")).toBe("a");
  });
});
