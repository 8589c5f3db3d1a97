import { describe, expect, it } from "vitest";
import { checksumOf, mintKey } from "./api-key.ts";

describe("an API key", () => {
  it("is its prefix, 30 random characters and their checksum", async () => {
    for (const [kind, prefix] of [["PUBLISHABLE", "mq_pk_live_"] as const, ["SECRET", "mq_sk_live_"] as const]) {
      const { key, row } = await mintKey(kind, "app_x", 1000);
      expect(key).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{36}$`));
      expect(key.slice(-6)).toBe(checksumOf(key.slice(0, -6)));
      expect(row).toMatchObject({ kind, appId: "app_x", last4: key.slice(-4), createdAt: 1000, expiresAt: null });
      expect(JSON.stringify(row)).not.toContain(key);
    }
  });

  it("has a checksum by CRC-32, whose test value is 0xCBF43926", () => {
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const value = [...checksumOf("123456789")].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(value).toBe(0xcbf43926);
    expect(checksumOf("")).toBe("000000");
  });

  it("uses all letters alike", async () => {
    const counts = new Map<string, number>();
    for (let made = 0; made < 400; made++) {
      const { key } = await mintKey("SECRET", "app_x", 0);
      for (const letter of key.slice(11, 41)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    // 12,000 letters, 194 of each expected with a deviation of 14: were it the remainder of a byte, eight of them would come up 234 times.
    expect(counts.size).toBe(62);
    expect(Math.max(...counts.values())).toBeLessThan(194 + 6 * 14);
    expect(Math.min(...counts.values())).toBeGreaterThan(194 - 6 * 14);
  });
});
