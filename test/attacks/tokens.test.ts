import { env } from "cloudflare:workers";
import { base64url, importJWK, type JWK, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { operations, pathWith } from "../api-document.ts";
import { openHouse } from "../box-office.ts";
import { adminHeaders, call, makeApp, makeUser, type TestApp, type TestUser } from "../harness.ts";

// What is forged, expired, foreign or of another kind as a bearer: workers/identity/user-token.test.ts and test/access.test.ts.

let app: TestApp;
let user: TestUser;
beforeAll(async () => {
  app = await makeApp();
  user = await makeUser(app);
});

const me = (headers: Record<string, string>, path = "/api/v1/auth/me") => call("GET", path, { app, headers });
const invalid = { status: 401, body: { error: { code: "TOKEN_INVALID" } } };
const part = (value: unknown) => base64url.encode(typeof value === "string" ? value : JSON.stringify(value));

describe("a signature", () => {
  it("that is zero, empty, cut, doubled, in another encoding or of another length is none", async () => {
    const [header = "", payload = "", signature = ""] = user.accessToken.split(".");
    const bytes = base64url.decode(signature);
    const der = Uint8Array.of(0x30, 68, 2, 32, ...bytes.slice(0, 32), 2, 32, ...bytes.slice(32));
    const signatures = [
      new Uint8Array(64),
      new Uint8Array(0),
      bytes.slice(0, 63),
      Uint8Array.of(...bytes, 0),
      Uint8Array.of(...bytes, ...bytes),
      Uint8Array.of(...bytes.slice(32), ...bytes.slice(0, 32)),
      der,
      new Uint8Array(64).fill(255),
    ].map((each) => base64url.encode(each));
    for (const each of [...signatures, "=", "%", `${signature}=`, `${signature}.${signature}`]) {
      expect(await me({ authorization: `Bearer ${header}.${payload}.${each}` })).toMatchObject(invalid);
    }
  });

  it("of ours under another algorithm or with extensions that must be understood is none", async () => {
    const [jwk] = JSON.parse(env.SIGNING_KEYS) as JWK[];
    const key = await importJWK(jwk ?? {}, "ES256");
    const nowSeconds = Math.floor(Date.now() / 1000);
    const claims = { iss: "marquee", aud: app.appId, sub: user.userId, sid: "ses_x", iat: nowSeconds, exp: nowSeconds + 60 };
    const good = await new SignJWT(claims).setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: jwk?.kid ?? "" }).sign(key);
    expect((await me({ authorization: `Bearer ${good}` })).status).toBe(200);
    const [, payload = "", signature = ""] = good.split(".");
    for (const header of [
      { alg: "ES384", typ: "at+jwt", kid: jwk?.kid },
      { alg: "RS256", typ: "at+jwt", kid: jwk?.kid },
      { alg: "PS256", typ: "at+jwt", kid: jwk?.kid },
      { alg: "EdDSA", typ: "at+jwt", kid: jwk?.kid },
      { alg: "es256", typ: "at+jwt", kid: jwk?.kid },
      { alg: ["ES256"], typ: "at+jwt", kid: jwk?.kid },
      { alg: "ES256", typ: "at+jwt", kid: jwk?.kid, b64: false, crit: ["b64"] },
      { alg: "ES256", typ: "at+jwt", kid: jwk?.kid, crit: ["x"], x: 1 },
      { alg: "ES256", typ: "at+jwt", kid: [jwk?.kid] },
      { alg: "ES256", typ: "at+jwt", kid: { toString: jwk?.kid } },
      { alg: "ES256", enc: "A256GCM", typ: "at+jwt", kid: jwk?.kid },
    ]) {
      expect(await me({ authorization: `Bearer ${part(header)}.${payload}.${signature}` })).toMatchObject(invalid);
    }
    for (const odd of [part("not json"), part("null"), part("[]"), "%%%", ""]) {
      expect(await me({ authorization: `Bearer ${odd}.${payload}.${signature}` })).toMatchObject(invalid);
      expect(await me({ authorization: `Bearer ${good.split(".")[0]}.${odd}.${signature}` })).toMatchObject(invalid);
    }
    expect(await me({ authorization: `Bearer ${good.split(".")[0]}.x.x.x.x` })).toMatchObject(invalid);
  });
});

describe("a token", () => {
  it("counts in its header alone, once, and nowhere else", async () => {
    const token = user.accessToken;
    const other = (await makeUser(app)).accessToken;
    for (const authorization of [`Bearer ${token}, Bearer ${other}`, `Bearer ${token} ${other}`, `Token ${token}`, `Bearer "${token}"`]) {
      expect(await me({ authorization })).toMatchObject(invalid);
    }
    const nowhere = [
      me({ cookie: `token=${token}; access_token=${token}; authorization=Bearer ${token}` }),
      me({ "x-access-token": token, "x-authorization": `Bearer ${token}`, "proxy-authorization": `Bearer ${token}` }),
      me({}, `/api/v1/auth/me?access_token=${token}&token=${token}&authorization=Bearer%20${token}`),
    ];
    for (const answer of await Promise.all(nowhere)) expect(answer.body.error.code).toBe("TOKEN_MISSING");
  });

  it("of any other kind opens no socket, and a ticket no other path", async () => {
    const { showtimeId } = await openHouse(1, {}, app);
    const path = `/api/v1/showtimes/${showtimeId}/live`;
    const adminToken = ((await adminHeaders()).authorization ?? "").slice("Bearer ".length);
    for (const ticket of [user.accessToken, adminToken, user.refreshToken, app.secretKey, "", "x", "x".repeat(2000)]) {
      const answer = await call("GET", `${path}?ticket=${encodeURIComponent(ticket)}`, { headers: { upgrade: "websocket" } });
      expect([ticket, answer.status, answer.body.error.code]).toEqual([ticket, 401, "TICKET_INVALID"]);
    }
    const { ticket } = (await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", { user, body: { target: path } })).body.data;
    for (const { method, path: other } of operations.filter(({ access }) => access !== "open" && access !== "socket")) {
      const answer = await call(method, `${pathWith(other, "none")}?ticket=${ticket}`);
      expect([other, answer.status]).toEqual([other, 401]);
    }
  });

  it("is in no answer but the one that hands it over, and in no log of what was done", async () => {
    await call("POST", "/api/v1/events", {
      server: app,
      body: { title: "X" },
      headers: { authorization: user.headers.authorization ?? "" },
    });
    const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'").all<{
      name: string;
    }>();
    for (const { name } of tables.results) {
      const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
      const stored = JSON.stringify(results);
      for (const secret of [user.accessToken, user.refreshToken, app.secretKey])
        expect([name, stored.includes(secret)]).toEqual([name, false]);
    }
  });
});
