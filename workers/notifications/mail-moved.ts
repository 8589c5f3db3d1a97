import { and, eq } from "drizzle-orm";
import type { CancellationPolicy } from "../../contracts/showtimes.ts";
import { showtimes } from "../catalog/tables.ts";
import type { Ctx } from "../platform/context.ts";
import { surroundingsOf } from "./booking-surroundings.ts";
import type { Buyer } from "./buyers-of.ts";
import type { Moved } from "./each-buyer-of.ts";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";
import type { ShowtimeChangedMail } from "./templates/showtime-changed-mail.ts";

/** Mails everybody of a page that what they have booked begins at another time, once a booking and change. Throws if they could not be recorded. */
export async function mailMoved({ env, db, now }: Ctx, moved: Moved, buyers: readonly Buyer[]): Promise<void> {
  const { appId, showtimeId, eventId, startsAtMs, beforeMs } = moved;
  const [around, showtime] = await Promise.all([
    surroundingsOf(env, buyers),
    db
      .select({ policy: showtimes.cancellationPolicy, status: showtimes.status })
      .from(showtimes)
      .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, appId)))
      .get(),
  ]);
  // Its buyers hear that it does not take place at all.
  if (showtime?.status === "CANCELLED") return;
  const back = refundTerms(showtime?.policy ?? null, startsAtMs, now());
  const mails = buyers.flatMap((buyer): NewMail[] => {
    const found = around(buyer);
    if (found === null) return [];
    const { recipient, name, show, linkTo } = found;
    const { bookingId, seats } = buyer;
    const payload: ShowtimeChangedMail = {
      name,
      show: { ...show, startsAt: new Date(startsAtMs).toISOString() },
      link: linkTo(`/bookings/${bookingId}`),
      bookingId,
      seats,
      before: new Date(beforeMs).toISOString(),
      ...back,
    };
    return [{ key: `showtime-changed:${bookingId}:${eventId}`, kind: "showtime-changed", appId, recipient, payload }];
  });
  await enqueueMails(env, mails);
}

/** Until when a cancellation gives how much back, by the policy and the new time; what is over is not spoken of. */
export function refundTerms(
  policy: CancellationPolicy | null,
  startsAtMs: number,
  nowMs: number,
): Pick<ShowtimeChangedMail, "refundUntil" | "refundPercent"> {
  const { fullRefundUntilHours, partialRefundUntilHours, partialRefundPercent = 0 } = policy ?? {};
  const open = [
    { hours: fullRefundUntilHours, percent: 100 },
    { hours: partialRefundUntilHours, percent: partialRefundPercent },
  ].flatMap(({ hours, percent }) => {
    const until = hours === undefined ? 0 : startsAtMs - hours * 3_600_000;
    return until > nowMs && percent > 0 ? [{ refundUntil: new Date(until).toISOString(), refundPercent: percent }] : [];
  });
  return open[0] ?? { refundUntil: null, refundPercent: 0 };
}
