import type { Refusal } from "../../../contracts/ledger.ts";
import { noteWrite } from "../../booking/recent-reads.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { callObject, granted } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import type { OrderLineRow, OrderRow } from "../orders/tables.ts";

/** A reservation's line with what the database's check says that it has. */
export type TicketsLine = OrderLineRow & { reservationToken: string; showtimeId: string };
export const isTickets = (line: OrderLineRow): line is TicketsLine => line.reservationToken !== null && line.showtimeId !== null;

/**
 * Turns every reservation of an order that is paid into a booking, each in its showtime's object, and notes which. Again: the same bookings. If one of several
 * is over already, none is begun with; a refusal names its reservation in `details.reservationToken`.
 */
export async function bookReservations(ctx: Ctx, order: OrderRow, lines: readonly OrderLineRow[]): Promise<{ ok: true } | Refusal> {
  const due = lines.filter(isTickets).filter(({ bookingId }) => bookingId === null);
  if (due.length > 1) {
    const standing = await Promise.all(due.map((line) => statusOf(ctx, order, line)));
    const lost = due.find((_, place) => standing[place] !== "ACTIVE" && standing[place] !== "CONFIRMED");
    if (lost !== undefined) return { ok: false, code: "RESERVATION_EXPIRED", details: { reservationToken: lost.reservationToken } };
  }
  for (const line of due) {
    const { appId, userId, paymentId, currency, id, promotionCode } = order;
    const { reservationToken: token, showtimeId, amount, discount } = line;
    const paid = amount - discount;
    const answer = await callObject(
      () =>
        seatMapOf(ctx.env, appId, showtimeId).confirm({
          userId,
          token,
          order: id,
          payment: paid === 0 ? null : { id: paymentId ?? "", amount: paid, currency, order: id },
          ...(discount > 0 && { discount: { amount: discount, code: promotionCode } }),
        }),
      { idempotent: true },
    );
    noteWrite(appId, showtimeId);
    if (!answer.ok) return { ...answer, details: { ...answer.details, reservationToken: token } };
    await ctx.env.DB.prepare("UPDATE order_lines SET booking_id = ? WHERE id = ?").bind(answer.booking.bookingId, line.id).run();
  }
  return { ok: true };
}

async function statusOf(ctx: Ctx, { appId }: OrderRow, { showtimeId, reservationToken }: TicketsLine): Promise<string> {
  const answer = await callObject(() => seatMapOf(ctx.env, appId, showtimeId).bookingOf(reservationToken), { idempotent: true });
  return granted(answer).status;
}
