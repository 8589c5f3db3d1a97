import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { call, makeApp, makeUser, origin, testCtx } from "../../test/harness.ts";
import { reserveKey } from "../platform/idempotency-records.ts";

const venue = { name: "Hall", city: "Vienna", timeZone: "Europe/Vienna" };
const addVenue = async (body: unknown, headers: Record<string, string> = {}) =>
  call<{ venue: { id: string } }>("POST", "/api/v1/venues", { server: await app, body, headers });
let app: ReturnType<typeof makeApp>;
beforeAll(() => {
  app = makeApp();
});

describe("a body", () => {
  const codeOf = async (body: unknown, headers: Record<string, string> = {}) => {
    const answer = await addVenue(body, headers);
    return [answer.status, answer.body.error?.code];
  };

  it("that is no JSON is 400, of another type 415, and missing 422", async () => {
    expect(await codeOf('{"name":')).toEqual([400, "MALFORMED_JSON"]);
    expect(await codeOf("name=Hall", { "content-type": "application/x-www-form-urlencoded" })).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    expect((await call("POST", "/api/v1/venues", { server: await app })).status).toBe(422);
  });

  it("with unknown fields names each of them", async () => {
    const answer = await addVenue({ ...venue, role: "ADMIN", appId: "app_other" });
    expect([answer.status, answer.body.error.details]).toEqual([
      422,
      {
        issues: [
          { path: "role", message: "unknown field" },
          { path: "appId", message: "unknown field" },
        ],
      },
    ]);
  });

  it("that reaches for a prototype or nests too deep is refused, however it is spelt", async () => {
    expect(await codeOf('{"name":"x","city":"y","timeZone":"UTC","__proto__":{"admin":true}}')).toEqual([422, "VALIDATION_FAILED"]);
    expect(await codeOf('{"name":"x","\\u005f_proto__":{"admin":true}}')).toEqual([422, "VALIDATION_FAILED"]);
    expect(await codeOf(`${"[".repeat(50_000)}${"]".repeat(50_000)}`)).toEqual([422, "VALIDATION_FAILED"]);
    expect(await codeOf(`{"a":${'{"a":'.repeat(40)}1${"}".repeat(40)}}`)).toEqual([422, "VALIDATION_FAILED"]);
  });

  it("that is too large is 413, with and without a declared length", async () => {
    const user = await makeUser(await app);
    const large = JSON.stringify({ seatIds: ["x".repeat(70_000)] });
    const declared = await call("POST", "/api/v1/reserve-seat", { user, body: large });
    expect([declared.status, declared.body.error.code]).toEqual([413, "BODY_TOO_LARGE"]);
    const stream = new Response(large).body;
    const chunked = await exports.default.fetch(
      new Request(`${origin}/api/v1/reserve-seat`, {
        method: "POST",
        headers: { ...user.headers, "content-type": "application/json" },
        body: stream,
      }),
    );
    expect(chunked.status).toBe(413);
    await chunked.text();
  });

  it("with absurd numbers, zones, currencies and control characters is 422 and never 500", async () => {
    for (const wrong of [
      { ...venue, timeZone: "Mars/Olympus" },
      { ...venue, timeZone: 7 },
      { ...venue, name: "two\nlines" },
      { ...venue, name: " " },
      { ...venue, name: "x".repeat(201) },
      { ...venue, layout: { sections: [] } },
      { ...venue, layout: { sections: [{ name: "S", rows: [{ name: "A", seats: [{ number: "1", x: 1e308, y: 0 }] }] }] } },
      [venue],
      null,
      "text",
    ]) {
      expect(await codeOf(JSON.stringify(wrong))).toEqual([422, "VALIDATION_FAILED"]);
    }
  });
});

describe("queries", () => {
  it("out of bounds or unknown are refused, and so are cursors of another list", async () => {
    for (const query of [
      "limit=0",
      "limit=101",
      "limit=1.5",
      "limit=1e21",
      "limit=abc",
      "page=2",
      "cursor=%00",
      "cursor=nonsense",
      `cursor=${btoa('["a","b"]')}`,
    ]) {
      const answer = await call("GET", `/api/v1/bookings?${query}`, { server: await app });
      expect([query, answer.status, answer.body.error?.code]).toEqual([query, 422, "VALIDATION_FAILED"]);
    }
  });
});

describe("an Idempotency-Key kept by the gateway", () => {
  it("gives the first answer again and does the work once", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const first = await addVenue(venue, headers);
    const again = await addVenue(venue, headers);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(again.body.data).toEqual(first.body.data);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const other = await addVenue({ ...venue, name: "Another" }, headers);
    expect([other.status, other.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  });

  it("lets one of twenty parallel requests do the work; the others wait their turn or get its answer", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => addVenue(venue, headers)));
    const made = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.data.venue.id));
    expect(made.size).toBe(1);
    expect(answers.every(({ status, body }) => status === 201 || body.error.code === "IDEMPOTENCY_IN_PROGRESS")).toBe(true);
  });

  it("belongs to its caller and its route, and forgets what was refused before it ran", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const first = await addVenue(venue, headers);
    const stranger = await call<{ venue: { id: string } }>("POST", "/api/v1/venues", { server: await makeApp(), body: venue, headers });
    expect(stranger.body.data.venue.id).not.toBe(first.body.data.venue.id);
    const key = { "idempotency-key": crypto.randomUUID() };
    expect((await addVenue({ name: "" }, key)).status).toBe(422);
    expect((await addVenue(venue, key)).status).toBe(201);
  });

  it("of an attempt that was lost is free again after a minute", async () => {
    const record = { scope: crypto.randomUUID(), key: "k", fingerprint: "f" };
    expect(await reserveKey(testCtx(), record)).toBeNull();
    await expect(reserveKey(testCtx(), record)).rejects.toMatchObject({ code: "IDEMPOTENCY_IN_PROGRESS" });
    expect(await reserveKey(testCtx({ now: () => Date.now() + 61_000 }), record)).toBeNull();
  });
});

describe("every answer", () => {
  it("carries a request id, the caller's own if it is sane, and headers that forbid framing and sniffing", async () => {
    const mine = await call("GET", "/api/v1/venues", { server: await app, headers: { "x-request-id": "my-request-1" } });
    expect(mine.headers.get("x-request-id")).toBe("my-request-1");
    const odd = await call("GET", "/api/v1/venues", { server: await app, headers: { "x-request-id": "<script>" } });
    expect(odd.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
    expect(mine.headers.get("x-content-type-options")).toBe("nosniff");
    expect(mine.headers.get("x-frame-options")).toBe("DENY");
    expect(mine.headers.get("strict-transport-security")).toContain("max-age=");
    expect(mine.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("that wants a token says which scheme would do", async () => {
    const me = (headers: Record<string, string>) => call("GET", "/api/v1/auth/me", { headers });
    const { serverHeaders } = await app;
    expect((await me(serverHeaders)).headers.get("www-authenticate")).toBe("Bearer");
    const invalid = await me({ ...serverHeaders, authorization: "Bearer a.b.c" });
    expect(invalid.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    expect((await me({})).headers.get("www-authenticate")).toBeNull();
    expect((await call("GET", "/config/marquee/default")).headers.get("www-authenticate")).toMatch(/^Basic /);
  });

  it("of a public catalogue read has an ETag, by which the next one is 304", async () => {
    const first = await call("GET", "/api/v1/events", { app: await app });
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"/);
    expect((await call("GET", "/api/v1/events", { app: await app, headers: { "if-none-match": etag } })).status).toBe(304);
  });
});

describe("a fault of ours", () => {
  const broken = (message: string) => {
    const failing = () => {
      throw new Error(message);
    };
    const DB = new Proxy(env.DB, { get: (database, property) => (property === "prepare" ? failing : Reflect.get(database, property)) });
    return async () => call("GET", "/api/v1/venues", { server: await app, env: { DB } });
  };

  it("answers 500 with a fixed text, the request id and nothing of what went wrong", async () => {
    const answer = await broken("secret detail at /src/workers/x.ts:1")();
    expect([answer.status, answer.body]).toEqual([
      500,
      { success: false, error: { code: "INTERNAL", message: "Something went wrong on our side. Please report the request id." } },
    ]);
    expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  it("answers 503 with Retry-After while the database is away", async () => {
    const answer = await broken("D1_ERROR: Network connection lost.")();
    expect([answer.status, answer.body.error.code, answer.headers.get("retry-after")]).toEqual([503, "DEPENDENCY_UNAVAILABLE", "2"]);
  });
});

describe("a preflight", () => {
  const preflight = async (from: string) => {
    const response = await exports.default.fetch(`${origin}/api/v1/reserve-seat`, {
      method: "OPTIONS",
      headers: {
        origin: from,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-app-id, x-api-key, content-type",
      },
    });
    await response.text();
    return response;
  };

  it("from an origin that some app lists is answered with what may be sent, from any other with nothing", async () => {
    const listed = await makeApp({ origins: ["https://*.preflight.example"] });
    expect(listed.appId).toMatch(/^app_/);
    const allowed = await preflight("https://shop.preflight.example");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://shop.preflight.example");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("x-api-key");
    expect((await preflight("https://a.b.preflight.example")).headers.get("access-control-allow-origin")).toBeNull();
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });
});
