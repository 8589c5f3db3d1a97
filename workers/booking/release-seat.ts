import type { Reservation } from "../../contracts/bookings.ts";
import type { ReservationToken } from "../../contracts/seats.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { type LedgerReply, ledgerReply } from "./ledger-reply.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";

/** Gives the user's hold back. Errors: RESERVATION_NOT_FOUND, _NOT_YOURS, _EXPIRED, _CONFIRMED, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED. */
export async function releaseSeat(ctx: UserCtx, { reservationToken: token }: ReservationToken): Promise<LedgerReply<Reservation>> {
  const showtimeId = showtimeOf(token);
  if (showtimeId === null) throw new AppError("RESERVATION_NOT_FOUND");
  const { reservation: limit } = (await settingsOf(ctx)).rate;
  const command = { userId: ctx.actor.userId, token, limit, idempotency: ctx.idempotency };
  const answer = await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.release(command));
  noteWrite(ctx.tenant.appId, showtimeId);
  return ledgerReply(answer, ({ reservation }) => reservation);
}
