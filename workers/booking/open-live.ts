import { type ErrorCode, errors } from "../../contracts/errors.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";

/**
 * Hands the socket over to the showtime's object, which spends the ticket. Who comes is said in headers of our own making; those of the same
 * name that a client sent are overwritten. SHOWTIME_NOT_FOUND, TICKET_INVALID, OVERLOADED.
 */
export async function openLive(ctx: TenantCtx, showtimeId: string, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("UPGRADE_REQUIRED");
  const { searchParams } = new URL(request.url);
  const headers = new Headers({ upgrade: "websocket" });
  if (ctx.actor.kind === "user") headers.set("x-marquee-user", ctx.actor.userId);
  if (ctx.ticketId !== null) headers.set("x-marquee-ticket", ctx.ticketId);
  if (ctx.tenant.keyKind === "SECRET") headers.set("x-marquee-drafts", "yes");
  const url = `https://seat-map/live?format=${searchParams.get("format") === "compact" ? "compact" : "json"}`;
  const response = await seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).fetch(url, { headers });
  // A response that was fetched has headers that cannot be added to.
  if (response.webSocket) return new Response(null, { status: 101, webSocket: response.webSocket });
  const { code } = await response.json<{ code: string }>();
  throw new AppError(isErrorCode(code) ? code : "INTERNAL");
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errors, code);
