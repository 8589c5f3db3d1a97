import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { NewKey } from "../contracts/tenants.ts";
import { adminAudience } from "../workers/identity/audience.ts";
import { createSocketTicket } from "../workers/identity/socket-ticket.ts";
import { signToken } from "../workers/platform/tokens.ts";
import { type Operation, operations, pathWith } from "./api-document.ts";
import { adminHeaders, call, makeApp, makeUser, type TestApp, testTenantCtx } from "./harness.ts";

type Access = Operation["access"];
/** What a knock is answered: status and code, or null where it is let in. */
type Answer = readonly [status: number, code: string] | null;
type ByAccess = Record<Access, Answer>;

const refusal = {
  noKey: [401, "APP_CREDENTIALS_MISSING"],
  wrongKey: [401, "APP_CREDENTIALS_INVALID"],
  inactive: [403, "APP_INACTIVE"],
  origin: [403, "ORIGIN_NOT_ALLOWED"],
  scope: [403, "SCOPE_MISSING"],
  noToken: [401, "TOKEN_MISSING"],
  wrongToken: [401, "TOKEN_INVALID"],
  expired: [401, "TOKEN_EXPIRED"],
  ticket: [401, "TICKET_INVALID"],
  role: [403, "FORBIDDEN"],
} as const satisfies Record<string, Answer>;

/** Wherever a key is asked for, and so before anything else is. */
const atEveryKey = (answer: Answer): ByAccess => ({
  open: null,
  app: answer,
  secret: answer,
  visitor: answer,
  user: answer,
  userOrServer: answer,
  organizer: answer,
  socket: answer,
  link: answer,
  config: refusal.noToken,
  admin: refusal.noToken,
});
/** A browser with the right key and a token that is not good. */
const withToken = (answer: Answer): ByAccess => ({
  ...atEveryKey(answer),
  app: null,
  secret: refusal.scope,
  config: refusal.wrongToken,
  admin: refusal.wrongToken,
});
const signedIn: ByAccess = { ...withToken(null), organizer: refusal.role };
const server: ByAccess = { ...atEveryKey(null), user: refusal.noToken };

/** What the document must say in `security` for each access. */
const app = ["apiKey", "appId"];
const person = [...app, "userToken"];
const schemesOf: Record<Access, string[][]> = {
  open: [],
  app: [app],
  secret: [app],
  visitor: [app, person],
  user: [person],
  userOrServer: [person, app],
  organizer: [person, app],
  socket: [["ticket"], app],
  link: [["ticket"], person, app],
  config: [["configToken"], ["configPassword"]],
  admin: [["adminToken"]],
};

/** Codes of which the gateway's guards alone make use; whoever gets another answer has been let in. */
const guards: readonly string[] = Object.values(refusal).map(([, code]) => code);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const soon = { seconds: 3600, nowMs: Date.now() };
const past = { seconds: 60, nowMs: Date.now() - 120_000 };

interface Knock {
  headers: Record<string, string>;
  query?: string;
  expected: ByAccess;
}

/** Keys that are as good as none, by how they came to be so. */
async function spoiltKeys(of: TestApp): Promise<{ revoked: string; expired: string; narrow: string }> {
  const keys = `/api/v1/admin/apps/${of.appId}/keys`;
  const make = async (body: object) => {
    const { key, secretKey = "" } = (await call<NewKey>("POST", keys, { admin: true, body: { kind: "SECRET", ...body } })).body.data;
    return { id: key.id, secretKey };
  };
  const narrow = await make({ scopes: ["organizers:read"] });
  const revoked = await make({});
  await call("DELETE", `${keys}/${revoked.id}`, { admin: true });
  const expired = await make({ expiresAt: new Date(Date.now() - 1000).toISOString() });
  return { revoked: revoked.secretKey, expired: expired.secretKey, narrow: narrow.secretKey };
}

/** A tenant with its spoilt keys, another, and one that was switched off. */
async function tenants() {
  const [mine, other, off] = await Promise.all([makeApp(), makeApp(), makeApp()]);
  await call("PATCH", `/api/v1/admin/apps/${off.appId}`, { admin: true, body: { isActive: false } });
  return { mine, other, off, spoilt: await spoiltKeys(mine), admin: await adminHeaders() };
}
type Tenants = Awaited<ReturnType<typeof tenants>>;

/** Everybody who knocks at one operation: people of its own, whom its earlier visitors have not logged out, erased or slowed down. */
async function knocksAt({ scope }: Operation, { mine, other, off, spoilt, admin }: Tenants): Promise<Record<string, Knock>> {
  const [user, stranger, organizer, dismissed] = await Promise.all([
    makeUser(mine),
    makeUser(other),
    makeUser(mine, { role: "ORGANIZER" }),
    makeUser(mine, { role: "ORGANIZER" }),
  ]);
  await call("DELETE", `/api/v1/organizers/${dismissed.userId}`, { server: mine });
  const claims = { sub: user.userId, sid: "ses_x", role: "ORGANIZER" };
  const expired = await signToken(env, "at+jwt", claims, { audience: mine.appId, ...past });
  const { ticket } = await createSocketTicket(testTenantCtx(mine), { target: "/auth/me" });
  const owner = { sub: env.ADMIN_EMAIL };
  const adminTokenOf = (sub: string, times: typeof soon) => signToken(env, "admin+jwt", { sub }, { audience: adminAudience, ...times });
  const as = (headers: Record<string, string>, expected: ByAccess, query?: string): Knock => ({
    headers,
    expected,
    ...(query && { query }),
  });
  const secret = (key: string) => ({ ...mine.serverHeaders, "x-api-key": key });
  const browser = mine.headers;
  return {
    nobody: as({}, atEveryKey(refusal.noKey)),
    "an app's id without a key": as({ "x-app-id": mine.appId }, atEveryKey(refusal.noKey)),
    "a key without its app's id": as({ "x-api-key": mine.secretKey }, atEveryKey(refusal.noKey)),
    "an app with another's key": as({ ...browser, "x-api-key": other.publishableKey }, atEveryKey(refusal.wrongKey)),
    "an app that nobody knows": as({ ...browser, "x-app-id": "app_unknown" }, atEveryKey(refusal.wrongKey)),
    "a revoked key": as(secret(spoilt.revoked), atEveryKey(refusal.wrongKey)),
    "an expired key": as(secret(spoilt.expired), atEveryKey(refusal.wrongKey)),
    "an app that was switched off": as(off.headers, atEveryKey(refusal.inactive)),
    "a page of another origin": as({ ...browser, origin: "https://evil.example" }, atEveryKey(refusal.origin)),
    "a publishable key outside a browser": as({ ...browser, origin: "" }, atEveryKey(refusal.origin)),
    "a secret key inside a browser": as({ ...mine.serverHeaders, origin: browser.origin ?? "" }, atEveryKey(refusal.origin)),
    "a key with another scope": as(
      secret(spoilt.narrow),
      scope === null || scope === "organizers:read" ? server : atEveryKey(refusal.scope),
    ),
    "a ticket for another path": as(
      {},
      { ...atEveryKey(refusal.noKey), socket: refusal.ticket, link: refusal.ticket },
      `?ticket=${ticket}`,
    ),
    "a browser that is not signed in": as(browser, {
      ...withToken(refusal.noToken),
      visitor: null,
      socket: null,
      config: refusal.noToken,
      admin: refusal.noToken,
    }),
    "a token that is none": as({ ...browser, ...bearer("x.y.z") }, withToken(refusal.wrongToken)),
    "a token without Bearer": as({ ...browser, authorization: user.accessToken }, withToken(refusal.wrongToken)),
    "an expired token": as({ ...browser, ...bearer(expired) }, withToken(refusal.expired)),
    "a user of another app": as({ ...browser, ...bearer(stranger.accessToken) }, withToken(refusal.wrongToken)),
    "a user of another app through the server": as(
      { ...mine.serverHeaders, ...bearer(stranger.accessToken) },
      { ...withToken(refusal.wrongToken), secret: null },
    ),
    "a refresh token as a bearer": as({ ...browser, ...bearer(user.refreshToken) }, withToken(refusal.wrongToken)),
    "a socket ticket as a bearer": as({ ...browser, ...bearer(ticket) }, withToken(refusal.wrongToken)),
    "a secret key as a bearer": as({ ...browser, ...bearer(mine.secretKey) }, withToken(refusal.wrongToken)),
    "an expired admin token": as(
      { ...browser, ...bearer(await adminTokenOf(owner.sub, past)) },
      { ...withToken(refusal.wrongToken), admin: refusal.expired },
    ),
    "a former administrator": as({ ...browser, ...bearer(await adminTokenOf("former@marquee.test", soon)) }, withToken(refusal.wrongToken)),
    "an application with the configuration token": as(bearer(env.CONFIG_TOKEN), {
      ...atEveryKey(refusal.noKey),
      config: null,
      admin: refusal.wrongToken,
    }),
    "the administrator with an app's key": as({ ...browser, ...admin }, { ...withToken(refusal.wrongToken), admin: null }),
    "a dismissed organizer whose token still says so": as(dismissed.headers, signedIn),
    "the app's server": as(mine.serverHeaders, server),
    "a user through the app's server": as({ ...mine.serverHeaders, ...bearer(user.accessToken) }, { ...signedIn, secret: null }),
    "an organizer": as(organizer.headers, { ...signedIn, organizer: null }),
    "a user": as((await makeUser(mine)).headers, signedIn),
  };
}

describe("who may call is said in the document, and each is answered accordingly", () => {
  let all: Tenants;
  beforeAll(async () => {
    all = await tenants();
  });
  for (const operation of operations) {
    const { method, path, access } = operation;
    it(`${method} ${path}: ${access}`, async () => {
      expect(operation.security.map((schemes) => Object.keys(schemes).sort())).toEqual(schemesOf[access]);
      const found: Record<string, Answer> = {};
      const expected: Record<string, Answer> = {};
      for (const [who, knock] of Object.entries(await knocksAt(operation, all))) {
        expected[who] = knock.expected[access];
        found[who] = await answerTo(operation, knock);
      }
      expect(found).toEqual(expected);
    });
  }
});

/** A knock with a body that no schema takes: whoever gets as far as its being judged was let in. */
async function answerTo({ method, path, body }: Operation, { headers, query = "" }: Knock): Promise<Answer> {
  const { origin, ...rest } = headers;
  const answer = await call(method, pathWith(path, "none") + query, {
    headers: { ...rest, ...(origin && { origin }) },
    ...(body && { body: [] }),
  });
  const code = answer.body.error?.code;
  expect([answer.status < 500, path]).toEqual([true, path]);
  return code !== undefined && guards.includes(code) ? [answer.status, code] : null;
}
