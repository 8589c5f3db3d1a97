import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Job, JobState } from "../../platform/job.ts";
import { noSuchPeriod } from "../../platform/jobs/periods.ts";
import { fridayPeriod, fridayWeek, isFridaySomewhere, readFridayPeriod } from "./friday-periods.ts";
import { isoWeek } from "./iso-week.ts";
import {
  countPeople,
  nextPeople,
  nowhere,
  type Person,
  type Placed,
  peopleOfZone,
  zonesOfNextBookings,
  zonesOfPeople,
  zonesOfVenues,
} from "./people.ts";
import { remindOfFriday } from "./remind-of-friday.ts";
import { wallClock } from "./wall-clock.ts";

/**
 * On Fridays at nine by everybody's own clock: what they have booked for the coming week, and what is on, each person once a week. A run is for one zone:
 * first the people who are known to be there, then those who are not known to be anywhere and go there next. By hand without a zone it is for everybody.
 */
export const fridayReminder: Job = {
  name: "friday-reminder",
  summary: "What people have booked for the coming week, and what is on at the weekend for those who wish to hear it",
  schedule: "Fridays at 09:00 of each person's zone; made up for until Sunday night",

  async due(ctx) {
    const now = ctx.now();
    if (!isFridaySomewhere(now)) return [];
    const [known, booked] = await Promise.all([zonesOfPeople(ctx), zonesOfVenues(ctx)]);
    return [...new Set([...known, ...booked, nowhere])].flatMap((zone) => {
      const week = fridayWeek(zone, now);
      return week === null ? [] : [fridayPeriod(week, zone)];
    });
  },

  period(ctx, asked) {
    const week = isoWeek(wallClock("UTC", ctx.now()).day);
    if (asked === undefined) return week;
    if (readFridayPeriod(asked) === null) throw noSuchPeriod(`${week} or ${week} Europe/Vienna`);
    return asked;
  },

  async page(ctx, state) {
    const { week, zone } = readFridayPeriod(state.period) ?? { week: "", zone: null };
    const position = positionOf(state, zone);
    const looked = await peopleAt(ctx, position, zone);
    const here = await whoIsHere(ctx, position, zone, looked);
    const step = await remindOfFriday(ctx, { week, people: here, letGo: state.lastAttempt });
    const total = state.position === null ? await peopleIn(ctx, zone) : undefined;
    return { ...step, done: looked.length, position: nextPosition(position, looked), ...(total !== undefined && { total }) };
  },
};

/** What is written with a run between its pages. `unknown`: those whose zone nobody knows. */
interface Position {
  part: "there" | "unknown" | "everybody";
  after: string;
}

/** Only `nextPosition` writes it. */
const positionOf = ({ position }: JobState, zone: string | null): Position =>
  (position ?? { part: zone === null ? "everybody" : "there", after: "" }) as Position;

const peopleAt = (ctx: Ctx, { part, after }: Position, zone: string | null): Promise<Person[]> =>
  part === "everybody" ? nextPeople(ctx, after) : peopleOfZone(ctx, part === "there" ? zone : null, after);

const peopleIn = async (ctx: Ctx, zone: string | null): Promise<number> =>
  zone === null ? countPeople(ctx) : (await countPeople(ctx, zone)) + (await countPeople(ctx, null));

function nextPosition({ part }: Position, looked: readonly Person[]): Position | null {
  const last = looked.at(-1);
  if (last !== undefined && looked.length === limits.jobPeopleInPage) return { part, after: last.id };
  return part === "there" ? { part: "unknown", after: "" } : null;
}

/** Those of the people whose morning it is. Of whom nobody knows where they are, it is the venue of their next booking that counts. */
async function whoIsHere(ctx: Ctx, { part }: Position, zone: string | null, people: readonly Person[]): Promise<Placed[]> {
  const lost = people.filter(({ timeZone }) => timeZone === null);
  const next = await zonesOfNextBookings(ctx, lost);
  const placed = people.map((person) => ({ ...person, timeZone: person.timeZone ?? next.get(person.id) ?? nowhere }));
  return part === "unknown" ? placed.filter(({ timeZone }) => timeZone === zone) : placed;
}
