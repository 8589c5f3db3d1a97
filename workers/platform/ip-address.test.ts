import { describe, expect, it } from "vitest";
import { canonicalIp } from "./ip-address.ts";
import { networkOf } from "./network.ts";

describe("an IP address", () => {
  it("has one form, however it is written", () => {
    for (const [written, canonical] of [
      ["203.0.113.7", "203.0.113.7"],
      ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
      ["2001:0db8::0001", "2001:db8::1"],
      ["::1", "::1"],
      ["::", "::"],
      ["::ffff:203.0.113.7", "203.0.113.7"],
      ["::FFFF:cb00:7107", "203.0.113.7"],
    ] as const) {
      expect([written, canonicalIp(written)]).toEqual([written, canonical]);
    }
  });

  it("is in one network with the others of its household, however they are written", () => {
    const networks = ["2001:db8:1:2::7", "2001:0DB8:0001:0002:ffff::"].map((ip) => networkOf(canonicalIp(ip) ?? ""));
    expect(new Set(networks).size).toBe(1);
  });

  it("is nothing else: no port, zone, bracket, name, list or odd notation", () => {
    for (const written of [
      "",
      " ",
      "203.0.113",
      "203.0.113.256",
      "203.0.113.07",
      "0xcb.0.113.7",
      "3405803783",
      "203.0.113.7:80",
      "203.0.113.7, 198.51.100.1",
      "[::1]",
      "::1%eth0",
      "1::2::3",
      ":",
      ":::",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "12345::",
      "::1]/@evil.example",
      "localhost",
      "x".repeat(500),
    ]) {
      expect([written, canonicalIp(written)]).toEqual([written, null]);
    }
  });
});
