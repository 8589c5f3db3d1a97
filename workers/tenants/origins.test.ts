import { describe, expect, it } from "vitest";
import { Origin } from "../../contracts/tenants.ts";
import { originAllowed } from "./origins.ts";

describe("an app's list of origins", () => {
  it("lets through exactly what it names", () => {
    const list = ["https://tickets.example.com", "http://localhost:5173"];
    for (const origin of list) expect(originAllowed(origin, list)).toBe(true);
    for (const origin of [
      "http://tickets.example.com",
      "https://tickets.example.com:8443",
      "https://tickets.example.com.evil.example",
      "https://eviltickets.example.com",
      "https://example.com",
      "null",
      "",
    ]) {
      expect(originAllowed(origin, list)).toBe(false);
    }
  });

  it("takes a star for one level of subdomain only", () => {
    const list = ["https://*.example.org"];
    expect(originAllowed("https://a.example.org", list)).toBe(true);
    for (const origin of ["https://example.org", "https://a.b.example.org", "http://a.example.org", "https://a.example.org.evil.example"]) {
      expect(originAllowed(origin, list)).toBe(false);
    }
  });

  it("lets nothing through that only looks like an entry", () => {
    const list = ["https://tickets.example.com", "https://*.example.org", "https://*.example.net:8443"];
    for (const origin of ["https://a.example.org", "https://xn--bcher-kva.example.org", "https://a.example.net:8443"]) {
      expect([origin, originAllowed(origin, list)]).toEqual([origin, true]);
    }
    for (const origin of [
      "https://*.example.org",
      "https://.example.org",
      "https://a.example.org.",
      "https://a.example.org..",
      "https://a.example.org:443",
      "https://a.example.org:8443",
      "https://a.example.net",
      "https://a.example.net:8444",
      "https://A.example.org",
      "HTTPS://a.example.org",
      "https://bücher.example.org",
      "https://a.example.org/",
      "https://a.example.org/path",
      "https://a.example.org?x",
      "https://a.example.org#x",
      "https://user@a.example.org",
      "https://evil.example/.example.org",
      "https://evil.example?.example.org",
      "https://evil.example#.example.org",
      "https://evil.example\\.example.org",
      "https://evil.example%2eexample.org",
      "https://aexample.org",
      "https://a.b.example.org",
      "https://a..example.org",
      "https://tickets.example.com, https://a.example.org",
      "https://tickets.example.com https://evil.example",
      " https://tickets.example.com",
      "ws://a.example.org",
      "wss://a.example.org",
      "file://",
      "null",
      "*",
      "",
    ]) {
      expect([origin, originAllowed(origin, list)]).toEqual([origin, false]);
    }
  });

  it("can hold origins alone: no paths, no plain http but for this machine, no star for everything", () => {
    for (const entry of [
      "https://tickets.example.com",
      "https://*.example.org",
      "https://a.example.com:8443",
      "http://localhost:5173",
      "http://[::1]:8080",
    ]) {
      expect(Origin.safeParse(entry).success).toBe(true);
    }
    for (const entry of [
      "*",
      "https://*",
      "https://*.com",
      "https://a.*.com",
      "http://tickets.example.com",
      "https://tickets.example.com/",
      "https://user@example.com",
      "null",
      "HTTPS://EXAMPLE.COM",
      "https://tickets.example.com:443",
      "https://tickets.example.com:0443",
      "https://tickets.example.com:99999",
      "http://localhost:80",
      "https://tickets.example.com.",
      "https://*.example.com.",
      "https://*.*.example.com",
      "https://**.example.com",
      "https://a*.example.com",
      "https://bücher.example.com",
      "https://tickets.example.com?",
      "https://tickets.example.com#",
      "https://tickets.example.com\n",
      "https://0x7f.0.0.1",
    ]) {
      expect(Origin.safeParse(entry).success).toBe(false);
    }
  });
});
