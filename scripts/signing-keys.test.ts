import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SigningKeys } from "../contracts/signing-keys.ts";
import { definedIn, filled } from "./local/dev-vars.ts";
import { inProject } from "./local/project.ts";
import { publishedKeys, retirementSeconds, rotated, signingKey, withKeys } from "./signing-keys.ts";

const monday = new Date("2026-11-23T09:00:00Z");
const later = (seconds: number) => new Date(monday.getTime() + seconds * 1000);
const seconds = (date: Date) => date.getTime() / 1000;

describe("a rotation of the signing keys", () => {
  it("puts a new private key in front and keeps the public half of the former one until its last token has expired", () => {
    const former = signingKey(monday);
    const [signs, verifies, ...rest] = rotated([former], monday);
    expect(signs.d).not.toBe(former.d);
    expect(signs.retiresAt).toBeUndefined();
    const { d, ...half } = former;
    expect(d).toBeTruthy();
    expect(verifies).toEqual({ ...half, retiresAt: seconds(monday) + retirementSeconds });
    expect(retirementSeconds).toBeGreaterThanOrEqual(24 * 3600 + 5);
    expect(rest).toEqual([]);
    expect(SigningKeys.safeParse(JSON.parse(JSON.stringify(rotated([former], monday)))).success).toBe(true);
  });

  it("leaves a key that is on its way out its time, and drops it afterwards", () => {
    const once = rotated([signingKey(monday)], monday);
    const twice = rotated(once, later(3600));
    expect(twice.map(({ kid }) => kid)).toEqual([twice[0].kid, once[0].kid, once[1]?.kid]);
    expect(twice[2]?.retiresAt).toBe(once[1]?.retiresAt);
    const next = rotated(twice, later(retirementSeconds));
    expect(next.map(({ kid }) => kid)).toEqual([next[0].kid, twice[0].kid, once[0].kid]);
  });

  it("of a deployment goes by what that publishes", () => {
    const { d, ...half } = signingKey(monday);
    expect(d).toBeTruthy();
    const retiresAt = seconds(later(60));
    const published = publishedKeys({
      keys: [
        { ...half, alg: "ES256", use: "sig" },
        { ...half, kid: "older", alg: "ES256", retiresAt },
      ],
    });
    expect(rotated(published, monday).slice(1)).toEqual([
      { ...half, retiresAt: seconds(monday) + retirementSeconds },
      { ...half, kid: "older", retiresAt },
    ]);
    for (const wrong of [{}, null, { keys: [] }, { keys: [{ kty: "RSA", kid: "x" }] }, "<!doctype html>"]) {
      expect(() => publishedKeys(wrong)).toThrow();
    }
  });

  it("in .dev.vars changes that line alone", () => {
    const before = filled(readFileSync(inProject(".dev.vars.example"), "utf8"), {}, monday);
    const keys = rotated(SigningKeys.parse(JSON.parse(definedIn(before).SIGNING_KEYS ?? "")), monday);
    const after = withKeys(before, keys);
    const { SIGNING_KEYS: was, ...othersBefore } = definedIn(before);
    const { SIGNING_KEYS: is, ...othersAfter } = definedIn(after);
    expect(othersAfter).toEqual(othersBefore);
    expect(is).not.toBe(was);
    expect(JSON.parse(is ?? "")).toEqual(keys);
    expect(() => withKeys("ENVIRONMENT=local\n", keys)).toThrow(/npm start/);
  });
});
