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

  it("can hold origins alone: no paths, no plain http but for this machine, no star for everything", () => {
    for (const entry of [
      "https://tickets.example.com",
      "https://*.example.org",
      "https://a.example.com:8443",
      "http://localhost:5173",
      "http://[::1]:80",
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
    ]) {
      expect(Origin.safeParse(entry).success).toBe(false);
    }
  });
});
