import { seatMapOf } from "../catalog/seat-map-of.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx, UserCtx } from "../platform/context.ts";

/** One exchange: of which booking, from which showtime to which (the same, or another), and the reservation under which the new seats are held. */
export interface Exchange {
  bookingId: string;
  from: string;
  to: string;
  token: string;
  /** What the ids of its refunds begin with. */
  refundId: string;
}

/**
 * Undoes an exchange that failed: gives the new seats back and lets go of the booking. The object that holds the seats says whether it failed: an
 * exchange that was confirmed stays, and its event completes it. Never throws: what cannot be undone now lapses by itself.
 */
export async function abandonExchange(ctx: UserCtx, { bookingId, from, to, token }: Exchange): Promise<void> {
  const { appId } = ctx.tenant;
  try {
    const released = await releaseInTime(ctx, to, token);
    if (!released.ok && !isOver.has(released.code)) ctx.log.warn("an exchange was not undone", { booking: bookingId, code: released.code });
    else if (from !== to) await letGo(ctx, appId, { bookingId, showtimeId: from, token });
  } catch (error) {
    ctx.log.error("an exchange was not undone", error, { booking: bookingId });
  }
}

/** A person who is at their limit of holds and releases waits a moment: what they hold would be gone from sale for longer. */
async function releaseInTime(ctx: UserCtx, showtimeId: string, token: string) {
  const input = { userId: ctx.actor.userId, token };
  for (let attempt = 1; ; attempt++) {
    const answer = await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).release(input), { idempotent: true });
    if (answer.ok || answer.code !== "RATE_LIMITED" || attempt === releaseAttemptsMax) return answer;
    await scheduler.wait(releaseWaitMs);
  }
}

const releaseAttemptsMax = 4;
const releaseWaitMs = 500;

/** What the object says of a reservation that is not there, or no longer. */
const isOver: ReadonlySet<string> = new Set(["RESERVATION_NOT_FOUND", "RESERVATION_EXPIRED", "SHOWTIME_NOT_FOUND"]);

/** Lets a booking be changed again after an exchange came to nothing. */
export async function letGo(ctx: Ctx, appId: string, pinned: { bookingId: string; showtimeId: string; token: string }): Promise<void> {
  const { bookingId, showtimeId, token } = pinned;
  const answer = await callObject(() => seatMapOf(ctx.env, appId, showtimeId).unpinBooking({ bookingId, token }), { idempotent: true });
  if (!answer.ok) ctx.log.warn("a booking could not be let go", { booking: bookingId, code: answer.code });
}

/**
 * Ends the booking that was exchanged for one of another showtime. Never throws: the event of the new booking does it again.
 */
export async function departAfterExchange(
  ctx: Ctx,
  appId: string,
  { bookingId, from, token, exchangedTo }: { bookingId: string; from: string; token: string; exchangedTo: string },
): Promise<void> {
  await depart(ctx, appId, { bookingId, showtimeId: from, token, exchangedTo }).catch((error: unknown) =>
    ctx.log.error("an exchanged booking waits for its event", error, { booking: bookingId }),
  );
}

/** Ends a pinned booking as exchanged. Throws if its object could not be asked, or will not. */
export async function depart(
  ctx: Ctx,
  appId: string,
  { bookingId, showtimeId, token, exchangedTo }: { bookingId: string; showtimeId: string; token: string; exchangedTo: string },
): Promise<void> {
  const command = { bookingId, token, exchangedTo };
  const answer = await callObject(() => seatMapOf(ctx.env, appId, showtimeId).departBooking(command), { idempotent: true });
  if (!answer.ok) throw new Error(`booking ${bookingId} does not depart for ${exchangedTo}: ${answer.code}`);
}
