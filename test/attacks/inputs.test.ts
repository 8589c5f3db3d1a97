import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type Operation, operations, pathWith } from "../api-document.ts";
import { furnished, letIn, ownBody, ownPath, type Tenant } from "../furnished.ts";
import { call, origin, someAddress } from "../harness.ts";
import { nastyStrings } from "./mutate.ts";
import { pick, seeded } from "./random.ts";

let mine: Tenant;
let theirs: Tenant;
beforeAll(async () => {
  [mine, theirs] = await Promise.all([furnished(), furnished()]);
});

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
const parametersIn = (place: "path" | "query") =>
  operations.flatMap((operation) =>
    operation.parameters.filter((parameter) => parameter.in === place).map((parameter) => ({ operation, parameter })),
  );

async function ask(operation: Operation, path: string) {
  return call(operation.method, path, { ...(await letIn(mine, operation)), ...(operation.body && { body: ownBody(mine, operation) }) });
}

describe("whatever is in a query", () => {
  for (const { operation, parameter } of parametersIn("query")) {
    it(`the answer is never a fault of ours: ${parameter.name} at ${nameOf(operation)}`, async () => {
      const random = seeded(parameter.name.length + operation.path.length);
      for (const value of [...Array.from({ length: 12 }, () => pick(random, nastyStrings)), "a".repeat(7000)]) {
        const answer = await ask(operation, `${ownPath(mine, operation)}?${parameter.name}=${encodeURIComponent(value.toWellFormed())}`);
        expect([value, answer.status < 500 || answer.body.error?.code]).toEqual([value, true]);
      }
      for (const raw of ["%", "%ff", "%c0%af", "%00", "%u0041", `x&${parameter.name}=y`, "x;y", "[]=x", "[$ne]=x"]) {
        const answer = await ask(operation, `${ownPath(mine, operation)}?${parameter.name}=${raw}`);
        expect([raw, answer.status < 500 || answer.body.error?.code]).toEqual([raw, true]);
      }
    });
  }

  for (const operation of operations.filter(({ parameters }) => parameters.some(({ name }) => name === "limit"))) {
    it(`a limit that is none, or too large, is refused: ${nameOf(operation)}`, async () => {
      const schema = operation.parameters.find(({ name }) => name === "limit")?.schema;
      const most = Number(schema?.maximum);
      expect(most).toBeLessThanOrEqual(1000);
      for (const limit of ["0", "-1", "1.5", "1e21", "NaN", "Infinity", "abc", "", " ", String(most + 1), "9007199254740993"]) {
        const answer = await ask(operation, `${ownPath(mine, operation)}?limit=${encodeURIComponent(limit)}`);
        expect([limit, answer.status, answer.body.error?.code]).toEqual([limit, 422, "VALIDATION_FAILED"]);
      }
    });
  }

  it("fields that a route does not have are refused, and a second value does not hide behind the first", async () => {
    for (const operation of operations.filter(({ parameters }) => parameters.some((each) => each.in === "query"))) {
      const answer = await ask(operation, `${ownPath(mine, operation)}?appId=${theirs.people.EVENT.app.appId}`);
      const takesIt = operation.parameters.some(({ name }) => name === "appId");
      if (!takesIt) expect([nameOf(operation), answer.status]).toEqual([nameOf(operation), 422]);
    }
  });
});

const base64 = (value: unknown) =>
  btoa(typeof value === "string" ? value : JSON.stringify(value))
    .replaceAll("+", "-")
    .replaceAll("/", "_");

describe("a forged cursor", () => {
  const forged = [
    "x",
    "%%%",
    "====",
    "\u0000",
    "é",
    base64("not json"),
    base64(null),
    base64(7),
    base64({}),
    base64([]),
    base64([1]),
    base64([null, null]),
    base64([1, 2]),
    base64([1, "x", 3]),
    base64([{}, "x"]),
    base64([[], "x"]),
    base64(["' OR 1=1 --", "' OR 1=1 --"]),
    base64(["\u0000", "\u0000"]),
    base64([-1e308, "x"]),
    base64([1e308, "\uffff".replace(/./, "~")]),
    base64('[1e999,"x"]'),
    base64([2 ** 53, "zzz"]),
    base64(["zzz", "zzz"]),
    "9".repeat(400),
    "-1",
    "1e21",
    "A".repeat(513),
  ];
  for (const operation of operations.filter(({ parameters }) => parameters.some(({ name }) => name === "cursor"))) {
    it(`is refused, or leads to nothing of anybody else's: ${nameOf(operation)}`, async () => {
      for (const cursor of forged) {
        const answer = await ask(operation, `${ownPath(mine, operation)}?cursor=${encodeURIComponent(cursor)}`);
        expect([cursor, [200, 404, 422].includes(answer.status) || answer.body.error?.code]).toEqual([cursor, true]);
        if (operation.access === "admin" || operation.access === "open") continue;
        const text = JSON.stringify(answer.body);
        for (const id of [theirs.people.EVENT.app.appId, ...Object.values(theirs.ids)]) expect(text).not.toContain(id);
      }
    });
  }
});

describe("whatever is in a path", () => {
  const raw = [
    "%00",
    "a%00b",
    "%ff",
    "%c0%ae%c0%ae",
    "%",
    "%2",
    "%zz",
    "%25",
    "%2e%2e%2f%2e%2e%2f",
    "..%2f..%2fetc%2fpasswd",
    "..%5c..",
    "%2f",
    "a%2fb",
    "%0d%0aSet-Cookie:%20x=1",
    "%27%20OR%201=1%20--",
    "%22",
    "%3Cscript%3E",
    "*",
    ";x=y",
    "%E2%80%AE",
    "%F0%9F%8E%AD",
    "null",
    "undefined",
    "__proto__",
    "constructor",
    "-1",
    "0",
    "1e21",
    "x".repeat(129),
    "x".repeat(8000),
    "sea_00000000000000000000000000_0",
    "rsv_00000000000000000000000000_x",
    "sho_00000000000000000000000000",
    "BK-20260101-AAAAAA",
  ];
  for (const { operation, parameter } of parametersIn("path")) {
    it(`the answer is a refusal and never a fault of ours: ${parameter.name} at ${nameOf(operation)}`, async () => {
      for (const value of raw) {
        const answer = await ask(operation, pathWith(operation.path, value));
        expect([value, answer.status < 500 || answer.body.error?.code]).toEqual([value, true]);
        expect(answer.headers.get("set-cookie") ?? "").not.toContain("x=1");
      }
    });
  }

  it("leads out of no route into another: dots, slashes, cases and encodings are other paths", async () => {
    const { app } = mine.people.EVENT;
    for (const path of [
      "/api/v1/admin%2fapps",
      "/api/v1//admin/apps",
      "//api/v1/admin/apps",
      "/api/v1/venues/..%2f..%2fadmin%2fapps",
      "/API/V1/ADMIN/APPS",
      "/api/v1/admin/apps/",
      "/api/v1/admin/apps%00",
      "/api/v1/admin/apps;.json",
      "/api/v1/venues%2f..%2fadmin/apps",
    ]) {
      const answer = await call("GET", path, { server: app });
      expect([path, [401, 404, 422].includes(answer.status)]).toEqual([path, true]);
      expect(JSON.stringify(answer.body)).not.toContain("allowedOrigins");
    }
    // What a URL resolves before it is sent is the path that it resolves to, with all that this path asks for.
    expect((await call("GET", "/api/v1/venues/../admin/apps", { server: app })).body.error.code).toBe("TOKEN_MISSING");
  });
});

describe("headers", () => {
  it("are taken for what they are, and none is repeated into an answer", async () => {
    const { app } = mine.people.EVENT;
    const [venues] = operations.filter(({ operationId }) => operationId === "createVenue");
    if (venues === undefined) throw new Error("no venue");
    for (const name of [
      "x-request-id",
      "x-end-user-ip",
      "x-app-id",
      "x-api-key",
      "authorization",
      "idempotency-key",
      "content-type",
      "if-none-match",
      "accept",
      "user-agent",
      "cookie",
      "x-session",
      "sec-fetch-site",
      "x-forwarded-for",
      "forwarded",
      "x-marquee-user",
      "x-marquee-drafts",
      "x-http-method-override",
    ]) {
      for (const value of ["x%0d%0aSet-Cookie: a=b", "<script>", "'\"--", "x".repeat(8000), "a, b, c", "*", "\t"]) {
        for (const [method, body] of [["GET"], ["POST", ownBody(mine, venues)]] as const) {
          const answer = await call(method, "/api/v1/venues", { server: app, body, headers: { [name]: value } });
          expect([name, value, answer.status < 500 || answer.body.error?.code]).toEqual([name, value, true]);
          const shown = [...answer.headers].map(([header, text]) => `${header}: ${text}`).join("\n");
          expect([name, shown.includes("<script>"), answer.headers.has("set-cookie")]).toEqual([name, false, false]);
        }
      }
    }
  });

  it("that say another method, host or address change nothing", async () => {
    const { app } = mine.people.EVENT;
    const headers = { "x-http-method-override": "DELETE", "x-method-override": "DELETE", "x-forwarded-host": "evil.example" };
    const answer = await call("GET", `/api/v1/events/${mine.ids.event}`, { server: app, headers });
    expect(answer.status).toBe(200);
    expect(JSON.stringify([answer.body, [...answer.headers]])).not.toContain("evil.example");
    // A bucket cannot be changed by saying where one comes from: only the connection's own address counts.
    const address = someAddress();
    const statuses = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const from = {
        "cf-connecting-ip": address,
        "x-forwarded-for": someAddress(),
        "x-real-ip": someAddress(),
        forwarded: `for=${someAddress()}`,
      };
      const body = { email: "nobody@example.com", password: "" };
      statuses.push((await call("POST", "/api/v1/auth/login", { app, body, headers: from })).status);
    }
    expect(statuses).toContain(429);
  });
});

it("a method that nobody asked for is 405 or 404, on every path", async () => {
  for (const path of new Set(operations.map((operation) => pathWith(operation.path, "none")))) {
    for (const method of ["PROPFIND", "REPORT", "SEARCH"]) {
      const response = await exports.default.fetch(new Request(`${origin}${path}`, { method }));
      await response.text();
      expect([method, path, [404, 405].includes(response.status)]).toEqual([method, path, true]);
    }
  }
});
