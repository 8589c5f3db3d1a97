import { describe, expect, it } from "vitest";
import { endpoints } from "../workers/app.ts";
import type { Access, Endpoint } from "../workers/gateway/endpoint.ts";
import { adminHeaders, call, makeApp, makeUser } from "./harness.ts";

/** Who knocks, and what the routes of each access answer: the status and code, or null where the knock is let in. */
const knocks: Record<string, Record<Access, [status: number, code: string] | null>> = {
  nobody: {
    open: null,
    app: [401, "APP_CREDENTIALS_MISSING"],
    secret: [401, "APP_CREDENTIALS_MISSING"],
    visitor: [401, "APP_CREDENTIALS_MISSING"],
    user: [401, "APP_CREDENTIALS_MISSING"],
    userOrServer: [401, "APP_CREDENTIALS_MISSING"],
    socket: [401, "APP_CREDENTIALS_MISSING"],
    admin: [401, "TOKEN_MISSING"],
  },
  "an app with a wrong key": {
    open: null,
    app: [401, "APP_CREDENTIALS_INVALID"],
    secret: [401, "APP_CREDENTIALS_INVALID"],
    visitor: [401, "APP_CREDENTIALS_INVALID"],
    user: [401, "APP_CREDENTIALS_INVALID"],
    userOrServer: [401, "APP_CREDENTIALS_INVALID"],
    socket: [401, "APP_CREDENTIALS_INVALID"],
    admin: [401, "TOKEN_MISSING"],
  },
  "a browser that is not signed in": {
    open: null,
    app: null,
    secret: [403, "SCOPE_MISSING"],
    visitor: null,
    user: [401, "TOKEN_MISSING"],
    userOrServer: [401, "TOKEN_MISSING"],
    socket: null,
    admin: [401, "TOKEN_MISSING"],
  },
  "a signed-in user": {
    open: null,
    app: null,
    secret: [403, "SCOPE_MISSING"],
    visitor: null,
    user: null,
    userOrServer: null,
    socket: null,
    admin: [401, "TOKEN_INVALID"],
  },
  "a user of another app": {
    open: null,
    app: null,
    secret: [403, "SCOPE_MISSING"],
    visitor: [401, "TOKEN_INVALID"],
    user: [401, "TOKEN_INVALID"],
    userOrServer: [401, "TOKEN_INVALID"],
    socket: [401, "TOKEN_INVALID"],
    admin: [401, "TOKEN_INVALID"],
  },
  "the administrator with an app's key": {
    open: null,
    app: null,
    secret: [403, "SCOPE_MISSING"],
    visitor: [401, "TOKEN_INVALID"],
    user: [401, "TOKEN_INVALID"],
    userOrServer: [401, "TOKEN_INVALID"],
    socket: [401, "TOKEN_INVALID"],
    admin: null,
  },
};

const refusals = [401, 403];
const pathOf = (endpoint: Endpoint): string => endpoint.path.replaceAll(/\{\w+\}/g, "none");

describe("whoever knocks at a route", async () => {
  const [app, other] = await Promise.all([makeApp(), makeApp()]);
  const [user, stranger] = await Promise.all([makeUser(app), makeUser(other)]);
  const admin = await adminHeaders();
  const headersOf: Record<string, Record<string, string>> = {
    nobody: {},
    "an app with a wrong key": { ...app.headers, "x-api-key": other.publishableKey },
    "a browser that is not signed in": app.headers,
    "a signed-in user": user.headers,
    "a user of another app": { ...app.headers, authorization: stranger.headers.authorization ?? "" },
    "the administrator with an app's key": { ...app.headers, ...admin },
  };

  for (const endpoint of endpoints) {
    for (const [who, expected] of Object.entries(knocks)) {
      const answer = expected[endpoint.access];
      it(`${who} at ${endpoint.method.toUpperCase()} ${endpoint.path} is ${answer === null ? "let in" : answer.join(" ")}`, async () => {
        const method = endpoint.method.toUpperCase();
        const found = await call(method, pathOf(endpoint), {
          headers: { "x-request-id": "knock", ...headersOf[who] },
          ...(endpoint.body && { body: [] }),
        });
        if (answer !== null) expect([found.status, found.body.error?.code]).toEqual(answer);
        else if (endpoint.body !== undefined) expect([found.status, found.body.error?.code]).toEqual([422, "VALIDATION_FAILED"]);
        else if (!["BAD_CREDENTIALS", "TOKEN_MISSING", "DOMAIN_NOT_ALLOWED"].includes(found.body?.error?.code ?? ""))
          expect(refusals).not.toContain(found.status);
      });
    }
  }
});
