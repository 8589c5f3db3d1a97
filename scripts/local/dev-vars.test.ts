import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isPasswordOf } from "../password-hash.ts";
import { completed, definedIn, filled, localAdmin } from "./dev-vars.ts";
import { inProject } from "./project.ts";

const example = readFileSync(inProject(".dev.vars.example"), "utf8");
const now = new Date("2026-11-21T09:00:00Z");

describe(".dev.vars", () => {
  it("has every secret filled in, differently each time", () => {
    const one = definedIn(filled(example, {}, now));
    const other = definedIn(filled(example, {}, now));
    expect(Object.values(one)).not.toContain("generated");
    for (const name of ["SIGNING_KEYS", "PASSWORD_PEPPER", "TOKEN_SECRET", "PAYMENTS_WEBHOOK_SECRET", "ADMIN_PASSWORD_HASH"]) {
      expect(one[name]?.length, name).toBeGreaterThan(30);
      expect(one[name], name).not.toBe(other[name]);
    }
  });

  it("lets the local administrator in", () => {
    const { ADMIN_EMAIL, ADMIN_PASSWORD_HASH = "", PASSWORD_PEPPER = "" } = definedIn(filled(example, {}, now));
    expect(ADMIN_EMAIL).toBe(localAdmin.email);
    expect(isPasswordOf(ADMIN_PASSWORD_HASH, PASSWORD_PEPPER, localAdmin.password)).toBe(true);
    expect(isPasswordOf(ADMIN_PASSWORD_HASH, PASSWORD_PEPPER, "something else")).toBe(false);
  });

  it("holds one private ES256 key", () => {
    const [key] = JSON.parse(definedIn(filled(example, {}, now)).SIGNING_KEYS ?? "[]") as Record<string, string>[];
    expect(key).toMatchObject({ kty: "EC", crv: "P-256", kid: expect.stringMatching(/^2026-11-21-/) });
    expect(key?.d).toBeTruthy();
  });

  it("of an older checkout keeps what it has and gets what it lacks, fitting its pepper", () => {
    const older = "ENVIRONMENT=local\nPASSWORD_PEPPER='salty'\n# mine\nLOG_LEVEL=debug\n";
    const newer = completed(older, example, now);
    expect(newer.startsWith(older)).toBe(true);
    const vars = definedIn(newer);
    expect(vars).toMatchObject({ PASSWORD_PEPPER: "salty", LOG_LEVEL: "debug" });
    expect(isPasswordOf(vars.ADMIN_PASSWORD_HASH ?? "", "salty", localAdmin.password)).toBe(true);
    expect(completed(newer, example, now)).toBe(newer);
  });
});
