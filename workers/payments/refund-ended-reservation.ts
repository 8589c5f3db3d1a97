import { eq, sql } from "drizzle-orm";
import type { MarqueeEvent } from "../../contracts/events.ts";
import type { Ctx } from "../platform/context.ts";
import { refundIfLost } from "./refund-if-lost.ts";
import { isForReservation, payments } from "./tables.ts";

/** On `reservation.expired`: what was paid for it, or kept for it, goes back without anyone asking. */
export async function refundEndedReservation(
  ctx: Ctx,
  { reservation }: Extract<MarqueeEvent, { type: "reservation.expired" }>,
): Promise<void> {
  const token = reservation.reservationToken;
  const [paidFor, keptFor] = await Promise.all([
    ctx.db
      .select()
      .from(payments)
      .where(sql`${payments.status} IN ('PENDING', 'SUCCESS') AND ${eq(payments.reservationToken, token)}`),
    ctx.db.select().from(payments).where(eq(payments.usedBy, token)),
  ]);
  const successful = [...paidFor, ...keptFor].filter(isForReservation).filter(({ status }) => status === "SUCCESS");
  for (const payment of new Map(successful.map((row) => [row.id, row])).values()) await refundIfLost(ctx, payment);
}
