import { limits } from "../../../contracts/limits.ts";
import type { Told } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Job, JobState, JobStep } from "../../platform/job.ts";
import { noSuchPeriod } from "../../platform/jobs/periods.ts";
import { choicesOf } from "../preferences/read.ts";
import { fridayKey, fridayMailTo } from "./friday-mail.ts";
import { endOfWeekend, fridayPeriod, fridayWeek, isFridaySomewhere, readFridayPeriod } from "./friday-periods.ts";
import { isoWeek } from "./iso-week.ts";
import { countPeople, nextPeople, type Person, peopleOfZone, zonesOfNextBookings, zonesOfPeople, zonesOfVenues } from "./people.ts";
import { pushAll } from "./push-all.ts";
import { announceMails, mailStatements } from "./reminder-mails.ts";
import { wallClock } from "./wall-clock.ts";
import { linksTo, webApps } from "./web-links.ts";
import { weeksAhead } from "./week-ahead.ts";
import { weekendShows } from "./weekend-shows.ts";

/** Where people are reckoned to be of whom nothing is known at all. */
const nowhere = "UTC";

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
    const step = await remind(ctx, state, week, await whoIsHere(ctx, position, zone, looked));
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

type Placed = Person & { timeZone: string };

/** Those of the people whose morning it is. Of whom nobody knows where they are, it is the venue of their next booking that counts. */
async function whoIsHere(ctx: Ctx, { part }: Position, zone: string | null, people: readonly Person[]): Promise<Placed[]> {
  const lost = people.filter(({ timeZone }) => timeZone === null);
  const next = await zonesOfNextBookings(ctx, lost);
  const placed = people.map((person) => ({ ...person, timeZone: person.timeZone ?? next.get(person.id) ?? nowhere }));
  return part === "unknown" ? placed.filter(({ timeZone }) => timeZone === zone) : placed;
}

type Reminded = Pick<JobStep, "report" | "statements" | "afterwards">;

async function remind(ctx: Ctx, { lastAttempt }: JobState, week: string, people: readonly Placed[]): Promise<Reminded> {
  if (people.length === 0) return {};
  const ids = people.map(({ id }) => id);
  const [ahead, apps, byMail, inApp, ofWeekend] = await Promise.all([
    weeksAhead(ctx, ids),
    webApps(ctx),
    choicesOf(ctx.db, ids, "reminders", "mail"),
    choicesOf(ctx.db, ids, "reminders", "inApp"),
    choicesOf(ctx.db, ids, "weekend", "mail"),
  ]);
  const curious = people.filter(({ id }) => ofWeekend.get(id)).map(({ id, timeZone }) => ({ id, until: endOfWeekend(week, timeZone) }));
  const weekendOf = curious.length === 0 ? () => [] : await weekendShows(ctx, curious, apps);
  const linkTo = linksTo(ctx.env, apps);
  const mails = people.flatMap((person) => {
    const { id } = person;
    const own = byMail.get(id) ? (ahead.get(id) ?? null) : null;
    return fridayMailTo({ person, week, ahead: own, weekend: ofWeekend.get(id) ? weekendOf(id) : [], linkTo }) ?? [];
  });
  const told = people.flatMap(({ id }): Told[] => {
    const seven = ahead.get(id);
    const [first] = seven?.rows ?? [];
    if (seven === undefined || first === undefined || !inApp.get(id)) return [];
    const at = new Date(ctx.now()).toISOString();
    return [
      {
        userId: id,
        push: { id: fridayKey(id, week), type: "reminder.friday", appId: first.appId, at, data: { week, visits: seven.count } },
      },
    ];
  });
  const failed = await pushAll(ctx, told, lastAttempt);
  return {
    report: { mails: mails.length, pushes: told.length - failed, ...(failed > 0 && { notTold: failed }) },
    statements: mailStatements(ctx, mails),
    afterwards: () => announceMails(ctx, mails),
  };
}
