import type { UserCtx } from "../../platform/context.ts";
import { fridayPeriod, fridayWeek } from "./friday-periods.ts";
import { findPerson, nowhere, zonesOfNextBookings } from "./people.ts";
import { remindOfFriday } from "./remind-of-friday.ts";

/**
 * The caller is about to move to another zone. If this Friday's reminder has begun there and not yet where they come from, no run would find them any more, so
 * they are reminded now: once a week, like everybody. An inbox that cannot be reached is passed over.
 */
export async function remindMoved(ctx: UserCtx, zone: string): Promise<void> {
  const week = fridayWeek(zone, ctx.now());
  if (week === null) return;
  const person = await findPerson(ctx, ctx.actor.userId);
  if (person === null) return;
  const from = person.timeZone ?? (await zonesOfNextBookings(ctx, [person])).get(person.id) ?? nowhere;
  if (from === zone || (await isOver(ctx, fridayPeriod(week, from)))) return;
  const { statements = [], afterwards } = await remindOfFriday(ctx, { week, people: [{ ...person, timeZone: zone }], letGo: true });
  if (statements.length > 0) await ctx.env.DB.batch([...statements]);
  await afterwards?.().catch((error: unknown) => ctx.log.warn("a reminder waits for the sweep", { cause: String(error) }));
}

/** Whether everybody of that zone has been reminded. */
async function isOver(ctx: UserCtx, period: string): Promise<boolean> {
  const run = ctx.env.DB.prepare("SELECT id FROM job_runs WHERE name = 'friday-reminder' AND period = ? AND status = 'DONE'").bind(period);
  return (await run.first()) !== null;
}
