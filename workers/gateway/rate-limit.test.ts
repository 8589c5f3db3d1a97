import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { call, makeApp, makeUser } from "../../test/harness.ts";
import { endpoints, app as worker } from "../app.ts";
import { countedBy } from "./rate-policies.ts";
import { callsPerToken, withinSharedLimit } from "./shared-count.ts";

const address = () => `2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}`;
let app: ReturnType<typeof makeApp>;
beforeAll(() => {
  app = makeApp();
});

/** So many log-ins without a body, one after the other: each is judged by the limit before anything else of it is. */
async function logIns(count: number, headers: Record<string, string>, more: Parameters<typeof call>[2] = {}) {
  const answers = [];
  for (let n = 0; n < count; n++) answers.push(await call("POST", "/api/v1/auth/login", { ...more, headers, body: {} }));
  return answers;
}
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status);

describe("a burst on /auth", () => {
  it("of six from one address is five and a 429 with its headers, and three more pass after a second", async () => {
    const headers = { "cf-connecting-ip": `${address()}::1` };
    const answers = await logIns(6, headers, { app: await app });
    expect(statuses(answers)).toEqual([422, 422, 422, 422, 422, 429]);
    const [first, , , , fifth, sixth] = answers;
    expect(first?.headers.get("ratelimit-policy")).toBe('"auth";q=5;w=2');
    expect(first?.headers.get("ratelimit")).toBe('"auth";r=4;t=0');
    expect(fifth?.headers.get("ratelimit")).toBe('"auth";r=0;t=1');
    expect(sixth?.headers.get("ratelimit")).toBe('"auth";r=0;t=1');
    expect([sixth?.body.error.code, sixth?.headers.get("retry-after")]).toEqual(["RATE_LIMITED", "1"]);
    await scheduler.wait(1000);
    expect(statuses(await logIns(4, headers, { app: await app })).filter((status) => status === 422).length).toBeGreaterThanOrEqual(3);
  });

  it("is one burst, whichever isolate it arrives at and whichever host of a household it comes from", async () => {
    const home = address();
    const here = await logIns(3, { "cf-connecting-ip": `${home}:aaaa::1` }, { app: await app });
    const elsewhere = await logIns(3, { "cf-connecting-ip": `${home}:bbbb::2` }, { app: await makeApp(), env: { LOG_LEVEL: "error" } });
    expect(statuses([...here, ...elsewhere]).filter((status) => status === 429).length).toBe(1);
    expect(statuses(await logIns(1, { "cf-connecting-ip": `${address()}::1` }, { app: await app }))).toEqual([422]);
  });
});

describe("a caller", () => {
  it("who is signed in has one bucket, wherever they are", async () => {
    const [user, other] = await Promise.all([makeUser(await app), makeUser(await app)]);
    const me = async (of: typeof user) => call("GET", "/api/v1/auth/me", { user: of });
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await me(user));
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await me(other)).status).toBe(200);
  });

  it("that is a tenant's server has a bucket of its own, and another for each person whose address it names", async () => {
    const server = await makeApp();
    const [mine, somebody] = [await logIns(6, {}, { server }), { "x-end-user-ip": "203.0.113.9" }];
    expect(statuses(mine)).toEqual([422, 422, 422, 422, 422, 429]);
    expect(statuses(await logIns(6, somebody, { server }))).toEqual([422, 422, 422, 422, 422, 429]);
    expect(statuses(await logIns(1, { "x-end-user-ip": "203.0.113.10" }, { server }))).toEqual([422]);
    // No tenant can use up what somebody may do elsewhere.
    expect(statuses(await logIns(1, somebody, { server: await makeApp() }))).toEqual([422]);
    expect(statuses(await logIns(1, { "cf-connecting-ip": "203.0.113.9" }, { app: server }))).toEqual([422]);
  });
});

describe("a read", () => {
  it("says by which policy it is limited, and when it is refused how long", async () => {
    const ip = `${address()}::1`;
    const read = (limiter: RateLimit) =>
      worker.request("/openapi.json", { headers: { "cf-connecting-ip": ip } }, { ...env, PUBLIC_READS: limiter }, {
        waitUntil: () => {},
        passThroughOnException: () => {},
        props: {},
      } as unknown as ExecutionContext);
    const empty: RateLimit = { limit: async () => ({ success: false }) };
    const answers = [];
    for (let n = 0; n < 21; n++) answers.push(await read(empty));
    expect(answers[0]?.headers.get("ratelimit-policy")).toBe('"reads";q=6000;w=10');
    expect(answers[0]?.headers.get("ratelimit")).toBeNull();
    expect(statuses(answers)).toEqual([...Array.from({ length: 19 }, () => 200), 429, 429]);
    expect([answers[20]?.headers.get("ratelimit"), answers[20]?.headers.get("retry-after")]).toEqual(['"reads";r=0;t=2', "2"]);
  });

  it("costs a token of the platform's limiter as seldom as its limit allows", async () => {
    let tokens = 0;
    const limiter: RateLimit = { limit: async () => ({ success: ++tokens > 0 }) };
    const caller = crypto.randomUUID();
    for (let n = 0; n < 100; n++) await withinSharedLimit(limiter, caller, callsPerToken(600), 0);
    expect(tokens).toBe(5);
    for (let n = 0; n < 5; n++) await withinSharedLimit(limiter, `${caller} slow`, callsPerToken(30), 0);
    expect(tokens).toBe(10);
  });
});

describe("every route", () => {
  it("of a group has the group's policy, and /auth, /users and /chat are counted exactly", () => {
    const policies = new Map(endpoints.map(({ method, path, rate }) => [`${method} ${path}`, rate]));
    expect(policies.get("get /api/v1/auth/me")).toBe("auth");
    expect(policies.get("get /api/v1/venues")).toBe("reads");
    expect(policies.get("post /api/v1/reserve-seat")).toBe("reservation");
    for (const { path, rate } of endpoints) {
      const group = /^\/api\/v1\/(auth|users|chat)(\/|$)/.exec(path)?.[1];
      if (group !== undefined && rate !== "emailExists") expect([path, rate]).toEqual([path, group]);
      if (group !== undefined) expect([path, countedBy[rate]]).toEqual([path, "object"]);
    }
  });
});
