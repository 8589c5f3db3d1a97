import type { MiddlewareHandler } from "hono";
import { openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import type { AppEnv } from "./app-env.ts";
import { countRequest } from "./request-telemetry.ts";
import { securityHeaders } from "./security-headers.ts";

/** Builds the context that the verbs get, counts the request when it is done and writes one log line: who asked for what, and how it went. */
export function requestContext(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = Date.now();
    const requestId = requestIdOf(c.req.header("x-request-id"));
    const log = new Logger(c.env.LOG_LEVEL, { requestId });
    c.set("headers", { ...securityHeaders, "x-request-id": requestId });
    c.set("ctx", {
      requestId,
      env: c.env,
      db: openDatabase(c.env),
      log,
      now: () => Date.now(),
      waitUntil: (promise) => c.executionCtx.waitUntil(promise),
      client: {
        ip: c.req.header("cf-connecting-ip") ?? "127.0.0.1",
        userAgent: c.req.header("user-agent")?.slice(0, 300) ?? null,
        origin: c.req.header("origin") ?? null,
        endUser: false,
      },
      ownOrigin: originIn(c.req.url),
      actor: { kind: "anonymous" },
      tenant: null,
      ticketId: null,
      idempotency: null,
    });
    await next();
    countRequest(c, startedAt);
    const { tenant, actor } = c.get("ctx");
    log.info("request", {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Date.now() - startedAt,
      app: tenant?.appId,
      actor: actor.kind === "user" ? actor.userId : actor.kind,
    });
  };
}

/** The origin of a request's address, which the runtime has normalised: to parse it again would cost every request some microseconds. */
const originIn = (url: string): string => url.slice(0, url.indexOf("/", "https://".length));

/** The caller's own id if it is short and plain, else a new one. */
const requestIdOf = (given: string | undefined): string =>
  given !== undefined && /^[\w=-]{1,255}$/.test(given) ? given : crypto.randomUUID();
