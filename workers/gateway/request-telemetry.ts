import type { Context } from "hono";
import { actorName } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { flushSoon, noteBookingFailure, noteKeyUse, observe } from "../platform/telemetry.ts";
import type { AppEnv } from "./app-env.ts";
import type { Attempt } from "./endpoint.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Counts a request that was answered: by route and status, by app and key, and, if it was an attempt to book, with a line in the log and among
 * the failures. Plain counting in memory; what is counted leaves the isolate later.
 */
export function countRequest(c: Context<AppEnv>, startedAt: number): void {
  const ctx = c.get("ctx");
  const now = ctx.now();
  const { status } = c.res;
  // Undefined where no route was found.
  const endpoint = c.get("endpoint") as AppEnv["Variables"]["endpoint"] | undefined;
  observe("http_server_requests_seconds", (now - startedAt) / 1000, {
    method: methods.has(c.req.method) ? c.req.method : "OTHER",
    uri: endpoint?.path ?? "UNKNOWN",
    status: String(status),
  });
  const { tenant } = ctx;
  if (tenant !== null) noteKeyUse(tenant.appId, tenant.keyId, now);
  if (endpoint?.attempt !== undefined) noteAttempt(c, endpoint.attempt, now - startedAt);
  flushSoon(ctx.env, ctx.waitUntil, now);
}

function noteAttempt(c: Context<AppEnv>, attempt: Attempt, ms: number): void {
  const { tenant, actor, log } = c.get("ctx");
  const { status } = c.res;
  const code = c.get("errorCode");
  log.info("booking attempt", {
    attempt,
    over: "http",
    app: tenant?.appId,
    actor: actorName(actor),
    showtime: showtimeIn(c.get("input")?.body),
    outcome: code ?? "OK",
    status,
    ms,
  });
  if (tenant !== null && code !== undefined && isFailure(attempt, status, code)) noteBookingFailure(tenant.appId, code);
}

/** A first attempt that still runs is no failure, and neither is a seat that somebody else has: that is what a rush looks like. */
const harmless = ["IDEMPOTENCY_IN_PROGRESS", "SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED"];
const failed = [402, 409, 410];

const isFailure = (attempt: Attempt, status: number, code: string): boolean =>
  status >= 500
    ? attempt !== "release"
    : (attempt === "confirm" || attempt === "pay") && failed.includes(status) && !harmless.includes(code);

/** The showtime to which the ids in a body lead, if it is one that was let through. */
function showtimeIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  const { reservationToken, seatId, seatIds, entityId } = body as Record<string, unknown>;
  const [id] = [reservationToken, seatId, Array.isArray(seatIds) ? seatIds[0] : undefined, entityId].filter(
    (each) => typeof each === "string",
  );
  return id === undefined ? null : showtimeOf(id);
}
