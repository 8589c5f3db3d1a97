import type { HeldSeats, ReserveSeat } from "../../../contracts/seats.ts";
import type { BookTickets, TicketOrder } from "../../../contracts/ticket-orders.ts";
import { AppError } from "../../platform/app-error.ts";
import type { UserCtx } from "../../platform/context.ts";
import { newId, showtimeOf } from "../../platform/ids.ts";
import type { LedgerReply } from "../ledger-reply.ts";
import { reserveSeat } from "../reserve-seat.ts";
import { orderView } from "./read.ts";
import { type ShowtimeToTry, showtimesToTry } from "./showtimes-to-try.ts";
import { type TicketOrderRow, ticketOrders } from "./tables.ts";

/**
 * Orders tickets of a listing: holds them, for as long and as dear as `reserveSeat` says, and notes that this hold is an order. Without a showtime, the
 * next ones are tried until one has so many. `quantity`: places without numbers where there are any, else the best seats; with a tier, whichever of that
 * tier. The row follows the hold: a crash between the two leaves a hold that runs out. Errors: LISTING_NOT_FOUND, SHOWTIME_NOT_FOUND, and those of
 * `reserveSeat`; with several showtimes, those of the first.
 */
export async function bookTickets(
  ctx: UserCtx,
  input: BookTickets,
  { admission }: { admission: string | undefined },
): Promise<LedgerReply<TicketOrder>> {
  const { data: held, reply } = await heldInFirst(ctx, input, await showtimesToTry(ctx, input), admission);
  const now = ctx.now();
  const row: TicketOrderRow = {
    id: newId("ticketOrder", now),
    appId: ctx.tenant.appId,
    userId: ctx.actor.userId,
    listingId: input.eventId,
    showtimeId: showtimeOf(held.reservationToken) ?? "",
    reservationToken: held.reservationToken,
    seats: held.seats,
    amount: held.price,
    currency: held.currency,
    expiresAt: Date.parse(held.expiresAt),
    createdAt: now,
  };
  await ctx.db.insert(ticketOrders).values(row);
  return { data: orderView(row, { status: "PENDING", expiresAt: row.expiresAt, bookingId: null }), reply };
}

async function heldInFirst(
  ctx: UserCtx,
  input: BookTickets,
  showtimes: ShowtimeToTry[],
  admission: string | undefined,
): Promise<LedgerReply<HeldSeats>> {
  let refusal: unknown;
  for (const showtime of showtimes) {
    for (const { wish, general } of wishesOf(input, showtime)) {
      try {
        return await reserveSeat(ctx, wish, { admission, general });
      } catch (error) {
        if (!(error instanceof AppError) || !triesOn.includes(error.code)) throw error;
        refusal ??= error;
      }
    }
  }
  throw refusal;
}

/** Refusals that another showtime may not share. */
const triesOn = ["NOT_ENOUGH_SEATS", "SALE_NOT_OPEN"];

/** Whoever asks for a tier is given its places or its seats; whoever names none, and could stand, is not seated at another price. */
function wishesOf(
  { seatIds, quantity = 1, tier, showtimeId }: BookTickets,
  { id, hasPlaces }: ShowtimeToTry,
): { wish: ReserveSeat; general: boolean }[] {
  if (seatIds !== undefined) {
    if (showtimeId !== undefined && seatIds.some((seat) => showtimeOf(seat) !== showtimeId))
      throw new AppError("SEAT_NOT_FOUND", { seats: seatIds });
    return [{ wish: { seatIds }, general: false }];
  }
  const wish = { entityId: id, bestAvailable: { quantity, ...(tier !== undefined && { tier }) } };
  if (!hasPlaces) return [{ wish, general: false }];
  return tier === undefined
    ? [{ wish, general: true }]
    : [
        { wish, general: true },
        { wish, general: false },
      ];
}
