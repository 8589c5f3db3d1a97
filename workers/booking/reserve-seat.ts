import type { Refusal } from "../../contracts/ledger.ts";
import type { HeldSeats, ReserveSeat } from "../../contracts/seats.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { type LedgerReply, ledgerReply } from "./ledger-reply.ts";
import { onceItKnowsOfPublication } from "./publication.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";
import { verifyAdmission } from "./waiting-room/admission-pass.ts";

/**
 * Holds seats of one showtime for the user, all or none, for the showtime's hold time and at the price of this moment. One call to the
 * showtime's object and nothing else. Errors: SEAT_NOT_FOUND (also for seats of two showtimes), SEAT_ALREADY_LOCKED with `expiresIn` (s),
 * SEAT_ALREADY_BOOKED, SEAT_BLOCKED, NOT_ENOUGH_SEATS, LONELY_SEAT with `instead`, HOLD_LIMIT_REACHED, SALE_NOT_OPEN, RATE_LIMITED,
 * IDEMPOTENCY_KEY_REUSED; ADMISSION_REQUIRED with details.reason MISSING, INVALID, EXPIRED or USED where the sale has a waiting room. `admission`: its
 * pass; `general`: only places without numbers will do.
 */
export async function reserveSeat(
  ctx: UserCtx,
  input: ReserveSeat,
  { admission, general = false }: { admission?: string | undefined; general?: boolean } = {},
): Promise<LedgerReply<HeldSeats>> {
  const seatIds = input.seatIds ?? (input.seatId === undefined ? [] : [input.seatId]);
  const { entityId, bestAvailable } = input;
  const [showtimeId, ...others] = entityId === undefined ? new Set(seatIds.map(showtimeOf)) : [entityId];
  if (!showtimeId || others.length > 0) throw new AppError("SEAT_NOT_FOUND", { seats: seatIds });
  const { reservation: limit } = (await settingsOf(ctx)).rate;
  const { userId } = ctx.actor;
  const pass =
    admission === undefined ? null : await verifyAdmission(ctx.env, admission, { appId: ctx.tenant.appId, showtimeId, userId }, ctx.now());
  const command = {
    userId,
    seatIds,
    ...(bestAvailable && { bestAvailable }),
    ...(general && { general }),
    ...(pass && { admission: pass }),
    limit,
    idempotency: ctx.idempotency,
  };
  const hold = () => askLedger(ctx, showtimeId, { idempotent: ctx.idempotency !== null }, (ledger) => ledger.hold(command));
  const answer = await onceItKnowsOfPublication(ctx, showtimeId, hold);
  noteWrite(ctx.tenant.appId, showtimeId);
  return ledgerReply(admission !== undefined && pass === null ? withoutPass(answer) : answer, ({ held }) => held);
}

/** A pass that was sent and is none is refused as such, where one was needed. */
const withoutPass = <Answer extends { ok: true } | Refusal>(answer: Answer): Answer =>
  !answer.ok && answer.code === "ADMISSION_REQUIRED" ? { ...answer, details: { reason: "INVALID" } } : answer;
