import { and, eq, inArray } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { callObject } from "../../platform/call-object.ts";
import { type PersonalData, sectionOf } from "../../platform/personal-data.ts";
import { waitlistRowView } from "./read.ts";
import { waitlistEntries } from "./tables.ts";

const allEntries = sectionOf({
  name: "waitlistEntries",
  order: [waitlistEntries.createdAt, waitlistEntries.id],
  whose: ({ userId }) => eq(waitlistEntries.userId, userId),
  select: ({ db }) => db.select().from(waitlistEntries).$dynamic(),
  keyOf: ({ createdAt, id }) => [createdAt, id],
  show: (row) => ({ appId: row.appId, ...waitlistRowView(row) }),
});

/** The queues forget nobody who was in them, but by an id that leads to nobody. Whoever is erased waits no longer, and what was offered goes on. */
export const waitlistData: PersonalData = {
  sections: [allEntries],
  async erase(ctx, { userId }) {
    const waiting = await ctx.db
      .select({ id: waitlistEntries.id, appId: waitlistEntries.appId, showtimeId: waitlistEntries.showtimeId })
      .from(waitlistEntries)
      .where(and(eq(waitlistEntries.userId, userId), inArray(waitlistEntries.status, ["WAITING", "OFFERED"])))
      .limit(limits.waitlistLeavesPerErasureMax);
    await Promise.all(
      waiting.map(({ id, appId, showtimeId }) =>
        callObject(() => seatMapOf(ctx.env, appId, showtimeId).leaveWaitlist({ userId, waitlistId: id }), { idempotent: true }),
      ),
    );
    return [];
  },
};
