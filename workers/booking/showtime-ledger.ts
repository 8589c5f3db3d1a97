import type { Refusal } from "../../contracts/ledger.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { callObject } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";

type Stub = ReturnType<typeof seatMapOf>;

/**
 * Asks the object of a showtime of the caller's own app. The object's name holds the app, so an id of another tenant leads to an object that
 * was never opened and answers like an unknown one. `idempotent`: whether the call may be repeated when the platform lost it.
 */
export const askLedger = <Answer extends { ok: true } | Refusal>(
  ctx: TenantCtx,
  showtimeId: string,
  options: { idempotent: boolean },
  ask: (ledger: Stub) => Promise<Answer>,
): Promise<Answer> => callObject(() => ask(seatMapOf(ctx.env, ctx.tenant.appId, showtimeId)), options);
