import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { FailureBody } from "../contracts/envelope.ts";
import type { Role, Session } from "../contracts/identity.ts";
import type { AppWithKeys, Domain } from "../contracts/tenants.ts";
import { app as worker } from "../workers/app.ts";
import { adminAudience, audienceOfNewSession } from "../workers/identity/audience.ts";
import { newSession } from "../workers/identity/new-session.ts";
import { users } from "../workers/identity/tables.ts";
import type { Ctx, Tenant, TenantCtx } from "../workers/platform/context.ts";
import { openDatabase } from "../workers/platform/database.ts";
import { newId, randomBase32 } from "../workers/platform/ids.ts";
import { Logger } from "../workers/platform/log.ts";
import { signToken } from "../workers/platform/tokens.ts";
import { organizers } from "../workers/tenants/tables.ts";

export const origin = "http://localhost:8787";

export interface TestApp {
  appId: string;
  domain: Domain;
  publishableKey: string;
  secretKey: string;
  /** What a browser on one of the app's pages sends: the publishable key and the page's Origin. */
  headers: Record<string, string>;
  /** What the app's server sends: the secret key and no Origin. */
  serverHeaders: Record<string, string>;
}

export interface TestUser {
  app: TestApp;
  userId: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  /** The app's browser headers and this user's bearer token. */
  headers: Record<string, string>;
}

/** `data` of a success, `error` of a failure; reading the wrong one of the two gives undefined and fails the expectation. */
export interface Answer<Data> {
  status: number;
  headers: Headers;
  body: { success: boolean; data: Data; message?: string; error: FailureBody["error"] };
}

export interface Call {
  /** As a browser on this app's pages. */
  app?: TestApp | undefined;
  /** As the server of this app, with its secret key. */
  server?: TestApp | undefined;
  /** As this user in the browser; with `server`, as this user through the app's server. */
  user?: TestUser | undefined;
  /** As the platform's owner. */
  admin?: boolean | undefined;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Settings that differ from those of the run. */
  env?: Partial<Env>;
}

/** Sends a request through the whole Worker and reads its answer. What is not JSON is left out of `body`: ask the Worker yourself for that. */
export async function call<Data = Record<string, unknown>>(method: string, path: string, options: Call = {}): Promise<Answer<Data>> {
  const { body } = options;
  const request = new Request(new URL(path, origin), {
    method,
    headers: {
      "cf-connecting-ip": someAddress(),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(await credentialsOf(options)),
      ...options.headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response =
    options.env === undefined
      ? await exports.default.fetch(request)
      : await worker.fetch(request, { ...env, ...options.env }, createExecutionContext());
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

/** Each call comes from somewhere else unless it says from where, so that no test is slowed down by what another one did. */
export const someAddress = (): string => `203.${[...crypto.getRandomValues(new Uint8Array(3))].join(".")}`;

export async function credentialsOf({ app, server, user, admin }: Call): Promise<Record<string, string>> {
  if (admin) return adminHeaders();
  const headers = server?.serverHeaders ?? app?.headers ?? user?.headers ?? {};
  return user === undefined ? headers : { ...headers, authorization: `Bearer ${user.accessToken}` };
}

/** What `Answer` promises of the envelope is what every expectation then checks. */
function parsed<Data>(text: string): Answer<Data>["body"] {
  try {
    return JSON.parse(text);
  } catch {
    return {} as Answer<Data>["body"];
  }
}

/** The headers of the platform's owner, with a real token. */
export async function adminHeaders(): Promise<Record<string, string>> {
  const token = await signToken(env, "admin+jwt", { sub: env.ADMIN_EMAIL }, { audience: adminAudience, seconds: 3600, nowMs: Date.now() });
  return { authorization: `Bearer ${token}` };
}

interface MakeApp {
  domain?: Domain;
  /** The first is the one that `headers` sends. */
  origins?: string[];
  openOrganizers?: boolean;
  /** Also one of the apps that the platform's own web app sells for. */
  webApp?: boolean;
}

/** A tenant of the test's own, registered through the admin API. */
export async function makeApp({
  domain = "EVENT",
  origins = ["https://tickets.example.com"],
  openOrganizers = false,
  webApp = false,
}: MakeApp = {}) {
  const made = await call<AppWithKeys>("POST", "/api/v1/admin/apps", {
    admin: true,
    body: { name: `Theatre ${randomBase32(6)}`, domain, allowedOrigins: origins, openOrganizers },
  });
  if (made.status !== 201) throw new Error(`no app: ${JSON.stringify(made.body)}`);
  const { app, publishableKey, secretKey } = made.body.data;
  if (webApp) await call("PATCH", `/api/v1/admin/apps/${app.appId}`, { admin: true, body: { webApp } });
  const testApp: TestApp = {
    appId: app.appId,
    domain,
    publishableKey,
    secretKey,
    headers: { "x-app-id": app.appId, "x-api-key": publishableKey, ...(origins[0] !== undefined && { origin: origins[0] }) },
    serverHeaders: { "x-app-id": app.appId, "x-api-key": secretKey },
  };
  return testApp;
}

/** Somebody signed in at this app. Quick: the row and the session are written directly and no password is hashed, so they cannot log in. */
export async function makeUser(app: TestApp, { role = "USER", name }: { role?: Role; name?: string } = {}): Promise<TestUser> {
  const ctx = testTenantCtx(app);
  const userId = newId("user");
  const username = `user-${randomBase32(12).toLowerCase()}`;
  const email = `${username}@example.com`;
  const { statements, sessionId, tokens } = await newSession(ctx, userId);
  const at = ctx.now();
  await ctx.db.batch([
    ctx.db.insert(users).values({
      id: userId,
      email,
      username,
      name: name ?? username,
      passwordHash: "none",
      emailVerified: false,
      createdAt: at,
      updatedAt: at,
    }),
    ...(role === "ORGANIZER" ? [ctx.db.insert(organizers).values({ appId: app.appId, userId, createdAt: at })] : []),
    ...statements,
  ]);
  const accessToken =
    role === "USER"
      ? tokens.accessToken
      : await signToken(
          env,
          "at+jwt",
          { sub: userId, sid: sessionId, role },
          { audience: audienceOfNewSession(ctx), seconds: 900, nowMs: at },
        );
  return {
    app,
    userId,
    email,
    accessToken,
    refreshToken: tokens.refreshToken,
    headers: { ...app.headers, authorization: `Bearer ${accessToken}` },
  };
}

/** Somebody who registered through the API, with a password of their own. Takes a real hash: a tenth of a second. */
export async function registerUser(app: TestApp): Promise<TestUser & { password: string; username: string }> {
  const email = `${randomBase32(12).toLowerCase()}@example.com`;
  const password = `a long sentence ${randomBase32(8)}`;
  const answer = await call<Session>("POST", "/api/v1/auth/register", { app, body: { email, password } });
  if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
  const { user, accessToken, refreshToken = "" } = answer.body.data;
  const headers = { ...app.headers, authorization: `Bearer ${accessToken}` };
  return { app, userId: user.id, username: user.username, email, password, accessToken, refreshToken, headers };
}

/** A context to call a verb with directly: for what HTTP cannot do, such as to live at a later time. */
export function testCtx(parts: Partial<Ctx> = {}): Ctx {
  return {
    requestId: "test",
    env,
    db: openDatabase(env),
    log: new Logger("error"),
    now: () => Date.now(),
    waitUntil: () => {},
    client: { ip: "127.0.0.1", userAgent: null, origin: null, endUser: false },
    ownOrigin: origin,
    actor: { kind: "anonymous" },
    tenant: null,
    ticketId: null,
    idempotency: null,
    ...parts,
  };
}

/** As `testCtx`, for a verb that works for a tenant. */
export function testTenantCtx(app: TestApp, parts: Partial<Omit<TenantCtx, "tenant">> & { tenant?: Partial<Tenant> } = {}): TenantCtx {
  const { tenant, ...rest } = parts;
  return {
    ...testCtx(rest),
    tenant: {
      appId: app.appId,
      domain: app.domain,
      keyKind: "PUBLISHABLE",
      keyId: null,
      scopes: null,
      webApp: false,
      openOrganizers: false,
      ...tenant,
    },
  };
}
