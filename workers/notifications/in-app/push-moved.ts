import type { ReminderPush } from "../../../contracts/pushes.ts";
import { pushToInboxes } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Buyer } from "../buyers-of.ts";
import type { Moved } from "../each-buyer-of.ts";

/** Tells everybody of a page that what they have booked begins at another time. Throws if an inbox failed; told again, it is known by its id. */
export async function pushMoved(ctx: Ctx, moved: Moved, buyers: readonly Buyer[]): Promise<void> {
  await pushToInboxes(
    ctx,
    buyers.map(({ userId, bookingId }) => ({ userId, push: pushOf(moved, bookingId) })),
  );
}

/** Somebody may have two bookings of a showtime: each is told of. */
const pushOf = ({ eventId, appId, showtimeId, at, startsAtMs, beforeMs }: Moved, bookingId: string): ReminderPush => ({
  id: `${eventId}:${bookingId}`,
  appId,
  at: new Date(at).toISOString(),
  type: "showtime.rescheduled",
  data: { showtimeId, bookingId, startsAt: new Date(startsAtMs).toISOString(), before: new Date(beforeMs).toISOString() },
});
