import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { call } from "../../test/harness.ts";
import { publicKeySet, signToken, verifyToken } from "./tokens.ts";

const nowMs = Date.now();
const seconds = (ms: number) => Math.floor(ms / 1000);
const day = 86_400_000;

async function newKey(kid: string): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}
const publicHalf = ({ d: _, ...rest }: JWK) => rest;
const withKeys = (...keys: object[]): Env => ({ ...env, SIGNING_KEYS: JSON.stringify(keys) });
const sign = (at: Env, atMs: number) => signToken(at, "at+jwt", { sub: "usr_x" }, { audience: "app", seconds: 900, nowMs: atMs });
const verify = (at: Env, token: string, atMs: number) => verifyToken(at, "at+jwt", token, ["app"], atMs);
const invalid = { code: "TOKEN_INVALID" };
const kidOf = (token: string) => JSON.parse(atob(token.split(".")[0] ?? "")).kid;

describe("a rotation of the signing keys", async () => {
  const [former, current] = [await newKey("former"), await newKey("current")];
  const before = withKeys(former);
  const retiresAt = seconds(nowMs + day);
  const after = withKeys(current, { ...publicHalf(former), retiresAt });

  it("lets tokens of the former key verify until it retires, from its public half", async () => {
    const token = await sign(before, nowMs + day - 60_000);
    expect(kidOf(token)).toBe("former");
    expect(await verify(after, token, nowMs + day - 30_000)).toMatchObject({ sub: "usr_x" });
    await expect(verify(after, token, retiresAt * 1000)).rejects.toMatchObject(invalid);
  });

  it("ends what the isolate remembers of a token, too, when its key retires", async () => {
    const token = await sign(before, nowMs + day - 60_000);
    expect(await verify(after, token, nowMs + day - 50_000)).toMatchObject({ sub: "usr_x" });
    expect(await verify(after, token, nowMs + day - 40_000)).toMatchObject({ sub: "usr_x" });
    await expect(verify(after, token, retiresAt * 1000 + 1)).rejects.toMatchObject(invalid);
  });

  it("signs with the new key at once, which those who have not heard of it refuse", async () => {
    const token = await sign(after, nowMs);
    expect(kidOf(token)).toBe("current");
    expect(await verify(after, token, nowMs)).toMatchObject({ sub: "usr_x" });
    await expect(verify(before, token, nowMs)).rejects.toMatchObject(invalid);
  });

  it("is published: the public halves, the new one first, the former with its time and until then", async () => {
    const { keys } = await publicKeySet(after, nowMs);
    expect(keys.map((key) => [key.kid, Reflect.get(key, "retiresAt")])).toEqual([
      ["current", undefined],
      ["former", retiresAt],
    ]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect((await publicKeySet(after, retiresAt * 1000)).keys.map(({ kid }) => kid)).toEqual(["current"]);
    const answer = await call("GET", "/.well-known/jwks.json", { env: { SIGNING_KEYS: after.SIGNING_KEYS } });
    expect(answer.body).toMatchObject({ keys: [{ kid: "current", alg: "ES256", use: "sig" }, { kid: "former" }] });
  });

  it("drops a key at once where that is asked for", async () => {
    await expect(verify(withKeys(current), await sign(before, nowMs), nowMs)).rejects.toMatchObject(invalid);
  });
});

describe("the signing keys", () => {
  it("are looked up by the name that a token gives, and by nothing else that it says", async () => {
    const [ours, theirs] = [await newKey("ours"), await generateKeyPair("ES256", { extractable: true })];
    const at = withKeys(ours);
    const payload = { sub: "usr_x", iss: "marquee", aud: "app", iat: seconds(nowMs), exp: seconds(nowMs) + 900 };
    const jwk = await exportJWK(theirs.publicKey);
    for (const header of [{}, { kid: "" }, { kid: "ours" }, { kid: "__proto__" }, { kid: "ours", jwk }, { jwk }]) {
      const token = await new SignJWT(payload).setProtectedHeader({ alg: "ES256", typ: "at+jwt", ...header }).sign(theirs.privateKey);
      await expect(verify(at, token, nowMs)).rejects.toMatchObject(invalid);
    }
  });

  it("must begin with a private one, and have a name each", async () => {
    const [one, other] = [await newKey("one"), await newKey("other")];
    for (const keys of [[], [publicHalf(one)], [publicHalf(one), other], [one, { ...other, kid: "one" }], [{ ...one, kid: "" }]]) {
      await expect(sign(withKeys(...keys), nowMs)).rejects.toThrow();
    }
    expect(kidOf(await sign(withKeys(one, other), nowMs))).toBe("one");
  });
});
