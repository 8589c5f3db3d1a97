import { and, isNull, lt } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import { askForAdmission } from "./ask-for-admission.ts";
import { boxOfficeRooms } from "./tables.ts";

/** A page takes seconds; whatever has not begun by then was lost with the queue. */
const patienceMs = 60_000;

/** Goes on letting ticket holders into rooms where that came to a halt, the oldest first. Returns in how many rooms. */
export async function sweepAdmissions(ctx: Ctx): Promise<number> {
  const halted = await ctx.db
    .select({ showtimeId: boxOfficeRooms.showtimeId })
    .from(boxOfficeRooms)
    .where(and(isNull(boxOfficeRooms.admittedAt), lt(boxOfficeRooms.createdAt, ctx.now() - patienceMs)))
    .orderBy(boxOfficeRooms.createdAt)
    .limit(limits.roomsPerSweepMax);
  await Promise.all(halted.map(({ showtimeId }) => askForAdmission(ctx, showtimeId)));
  return halted.length;
}
