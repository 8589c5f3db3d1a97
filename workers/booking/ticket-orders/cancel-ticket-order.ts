import type { ErrorCode } from "../../../contracts/errors.ts";
import type { TicketOrder } from "../../../contracts/ticket-orders.ts";
import { AppError } from "../../platform/app-error.ts";
import type { UserCtx } from "../../platform/context.ts";
import { cancelBooking } from "../cancel-booking.ts";
import { releaseSeat } from "../release-seat.ts";
import { getTicketOrder } from "./read.ts";

/**
 * Cancels an order of one's own: what is held is given back, what is booked is cancelled by the showtime's policy. Errors: ORDER_NOT_FOUND;
 * ILLEGAL_TRANSITION with details.status for one that is CANCELLED or EXPIRED; NOT_CANCELLABLE with details.reason; RATE_LIMITED.
 */
export async function cancelTicketOrder(ctx: UserCtx, { id }: { id: string }): Promise<TicketOrder> {
  const order = await getTicketOrder(ctx, { id });
  if (order.status === "PAID") return cancelPaid(ctx, order);
  if (order.status === "PENDING") return giveBack(ctx, order);
  throw new AppError("ILLEGAL_TRANSITION", { status: order.status });
}

/** Its payment may have booked it, or its time may have run out, since it was read. */
async function giveBack(ctx: UserCtx, order: TicketOrder): Promise<TicketOrder> {
  try {
    await releaseSeat(ctx, { reservationToken: order.reservationToken });
    return { ...order, status: "CANCELLED" };
  } catch (error) {
    if (isRefusal(error, "RESERVATION_EXPIRED")) throw new AppError("ILLEGAL_TRANSITION", { status: "EXPIRED" });
    if (!isRefusal(error, "RESERVATION_CONFIRMED")) throw error;
    return cancelPaid(ctx, await getTicketOrder(ctx, order));
  }
}

async function cancelPaid(ctx: UserCtx, order: TicketOrder): Promise<TicketOrder> {
  try {
    await cancelBooking(ctx, { bookingId: order.bookingId ?? "" });
    return { ...order, status: "CANCELLED" };
  } catch (error) {
    // The showtime has booked it, and D1 will have heard of that in a moment.
    if (isRefusal(error, "BOOKING_NOT_FOUND")) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
    throw error;
  }
}

const isRefusal = (error: unknown, code: ErrorCode): boolean => error instanceof AppError && error.code === code;
