import { env } from "cloudflare:workers";
import { base64url, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { TokenFacts, User } from "../../contracts/identity.ts";
import { adminHeaders, call, makeApp, makeUser, type TestApp, type TestUser, testTenantCtx } from "../../test/harness.ts";
import { publicKeySet, signToken, verifyToken } from "../platform/tokens.ts";
import { createSocketTicket } from "./socket-ticket.ts";

const nowSeconds = () => Math.floor(Date.now() / 1000);
let app: TestApp;
let user: TestUser;
let publicKey: JWK;

beforeAll(async () => {
  app = await makeApp();
  user = await makeUser(app);
  const [first] = (await publicKeySet(env, Date.now())).keys;
  publicKey = first ?? {};
});

const me = (token: string, at: TestApp = app) =>
  call<{ user: User }>("GET", "/api/v1/auth/me", { app: at, headers: { authorization: `Bearer ${token}` } });
const admin = (token: string) => call("GET", "/api/v1/admin/verify", { headers: { authorization: `Bearer ${token}` } });

/** What a genuine access token of the user says. */
const claims = () => ({
  iss: "marquee",
  aud: app.appId,
  sub: user.userId,
  sid: "ses_x",
  role: "USER",
  iat: nowSeconds(),
  exp: nowSeconds() + 900,
});

/** A token with our own signature, of whatever its header and claims say. */
async function signedByUs(header: Record<string, unknown>, payload: Record<string, unknown>): Promise<string> {
  const [jwk] = JSON.parse(env.SIGNING_KEYS) as JWK[];
  const key = await importJWK(jwk ?? {}, "ES256");
  return new SignJWT(payload).setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: publicKey.kid ?? "", ...header }).sign(key);
}

const part = (value: unknown) => base64url.encode(JSON.stringify(value));

describe("an access token", () => {
  it("says who is signed in, and until when it holds", async () => {
    expect((await me(user.accessToken)).body.data.user).toMatchObject({ id: user.userId, email: user.email, role: "USER" });
    const facts = await call<TokenFacts>("GET", "/api/v1/auth/verify", { user });
    expect(facts.body.data).toMatchObject({ userId: user.userId, role: "USER" });
    expect(Math.abs(Date.parse(facts.body.data.expiresAt) - Date.now() - 900_000)).toBeLessThan(60_000);
    expect(await me(await signedByUs({}, claims()))).toMatchObject({ status: 200 });
  });

  it("is asked for, as a bearer", async () => {
    for (const path of ["/api/v1/auth/me", "/api/v1/auth/verify"]) {
      expect(await call("GET", path, { app })).toMatchObject({ status: 401, body: { error: { code: "TOKEN_MISSING" } } });
      for (const authorization of ["Bearer", "Bearer ", "Basic dXNlcjpwYXNz", user.accessToken, `Bearer ${user.accessToken} x`]) {
        const answer = await call("GET", path, { app, headers: { authorization } });
        expect(answer).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
      }
    }
  });

  it("of somebody who is gone is invalid", async () => {
    expect((await me(await signedByUs({}, { ...claims(), sub: "usr_gone" }))).body.error.code).toBe("TOKEN_INVALID");
  });

  it("without a signature, or with one by our public key, is invalid", async () => {
    const unsigned = (alg: string) => `${part({ alg, typ: "at+jwt", kid: publicKey.kid })}.${part(claims())}.`;
    const secrets = [JSON.stringify(publicKey), publicKey.x ?? "", JSON.stringify({ keys: [publicKey] })];
    const confused = await Promise.all(
      secrets.map((secret) =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: publicKey.kid ?? "" })
          .sign(new TextEncoder().encode(secret.padEnd(32))),
      ),
    );
    const [header, payload] = user.accessToken.split(".");
    const tokens = [
      unsigned("none"),
      unsigned("None"),
      unsigned("ES256"),
      ...confused,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      "..",
      "x",
    ];
    for (const token of tokens) expect(await me(token)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
  });

  it("by a key of the attacker's is invalid, however the header points to it", async () => {
    const { privateKey, publicKey: theirs } = await generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await exportJWK(theirs)), kid: publicKey.kid ?? "", alg: "ES256" };
    const url = `data:application/json,${JSON.stringify({ keys: [jwk] })}`;
    const headers = [
      {},
      { kid: "unknown" },
      { kid: "../../dev/null" },
      { kid: "' OR 1=1 --" },
      { jwk },
      { jku: url },
      { x5u: url },
      { x5c: [jwk.x ?? ""] },
    ];
    for (const header of headers) {
      const token = await new SignJWT(claims())
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: publicKey.kid ?? "", ...header })
        .sign(privateKey);
      expect(await me(token)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    }
  });

  it("whose claims were changed is invalid", async () => {
    const [header, , signature] = user.accessToken.split(".");
    const forged = `${header}.${part({ ...claims(), role: "ORGANIZER" })}.${signature}`;
    expect(await me(forged)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
  });

  it("with our signature but the wrong time, issuer, audience, kind or subject is refused", async () => {
    const iat = nowSeconds();
    expect(await me(await signedByUs({}, { ...claims(), iat: iat - 1000, exp: iat - 1 }))).toMatchObject({
      status: 401,
      body: { error: { code: "TOKEN_EXPIRED" } },
    });
    const { exp, ...endless } = claims();
    expect(exp).toBeGreaterThan(iat);
    for (const payload of [
      endless,
      { ...claims(), iat: iat + 60 },
      { ...claims(), nbf: iat + 60 },
      { ...claims(), iss: "somebody" },
      { ...claims(), aud: "app_other" },
      { ...claims(), aud: ["app_other", "marquee:admin"] },
      { ...claims(), aud: "marquee:web" },
      { ...claims(), aud: undefined },
      { ...claims(), sub: undefined },
      { ...claims(), sid: undefined },
    ]) {
      expect(await me(await signedByUs({}, payload))).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    }
    for (const header of [{ typ: "JWT" }, { typ: "admin+jwt" }, { typ: undefined }, { crit: ["exp"] }]) {
      const token = await signedByUs(header, claims()).catch(() => "unsignable");
      expect(await me(token)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    }
  });

  it("expires also where it was seen before", async () => {
    const at = (nowMs: number) => verifyToken(env, "at+jwt", user.accessToken, [app.appId], nowMs);
    expect(await at(Date.now())).toMatchObject({ sub: user.userId });
    await expect(at(Date.now() + 901_000)).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
    await expect(verifyToken(env, "at+jwt", user.accessToken, ["app_other"], Date.now())).rejects.toMatchObject({ code: "TOKEN_INVALID" });
  });

  it("carries a role for the app where it was made, and none of the web app's to another", async () => {
    const organizer = await makeUser(app, { role: "ORGANIZER" });
    expect((await me(organizer.accessToken)).body.data.user.role).toBe("ORGANIZER");
    const sold = await makeApp({ webApp: true });
    const audience = "marquee:web";
    const token = await signedByUs({}, { ...claims(), aud: audience, sub: organizer.userId, role: "ORGANIZER" });
    expect((await me(token, sold)).body.data.user.role).toBe("USER");
  });
});

describe("each kind of token", () => {
  it("opens its own routes and none of the others'", async () => {
    const adminToken = ((await adminHeaders()).authorization ?? "").replace("Bearer ", "");
    const { ticket } = await createSocketTicket(testTenantCtx(app), { target: "/auth/me" });
    for (const token of [adminToken, ticket, user.refreshToken, app.secretKey]) {
      expect(await me(token)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    }
    for (const token of [user.accessToken, ticket, user.refreshToken, app.secretKey]) {
      expect(await admin(token)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    }
    for (const refreshToken of [user.accessToken, adminToken, ticket]) {
      const answer = await call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } });
      expect([401, 422]).toContain(answer.status);
    }
    expect((await admin(adminToken)).status).toBe(200);
  });

  it("of the administrator is for the one that is configured", async () => {
    const token = await signToken(
      env,
      "admin+jwt",
      { sub: "former@marquee.test" },
      { audience: "marquee:admin", seconds: 60, nowMs: Date.now() },
    );
    expect(await admin(token)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    const forApp = await signToken(env, "admin+jwt", { sub: env.ADMIN_EMAIL }, { audience: app.appId, seconds: 60, nowMs: Date.now() });
    expect((await admin(forApp)).status).toBe(401);
  });
});
