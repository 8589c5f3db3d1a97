import { limits } from "../../../contracts/limits.ts";
import type { DayBeforeMail } from "../../../contracts/mails.ts";
import type { Told } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Job, JobState } from "../../platform/job.ts";
import { hourOf, lastHours, periodAsked, startOfPeriod } from "../../platform/jobs/periods.ts";
import type { NewMail } from "../enqueue-mails.ts";
import { announceMails, mailStatements } from "../mail-statements.ts";
import { choicesOf } from "../preferences/read.ts";
import { visitOf } from "./booked-visit.ts";
import { type Behind, countDayBefore, type DayBeforeRow, dayBeforeBookings } from "./day-before-bookings.ts";
import { pushAll } from "./push-all.ts";
import { type LinkTo, linksTo, webApps } from "./web-links.ts";

const hourMs = 3_600_000;
const hoursBefore = 24;

/**
 * Every hour: the shows that begin in the hour that is a day away, one mail for each booking of theirs and start. Hours of the last day that were missed are
 * made up for. Who booked less than 23 hours before has just had the confirmation and is not told.
 */
export const dayBeforeReminder: Job = {
  name: "day-before-reminder",
  summary: "Tells whoever has booked a show the day before it begins",
  schedule: "Every hour, for the shows that begin 24 hours later; made up for until they begin",
  due: async (ctx) => lastHours(ctx.now(), hoursBefore),
  period: (ctx, asked) => periodAsked(asked, hourOf(ctx.now())),

  async page(ctx, state) {
    const from = startOfPeriod(state.period) + hoursBefore * hourMs;
    const stretch = { from, to: from + hourMs };
    const rows = await dayBeforeBookings(ctx, stretch, behindOf(state));
    const total = state.position === null ? await countDayBefore(ctx, stretch) : undefined;
    const ids = [...new Set(rows.map(({ userId }) => userId))];
    const [apps, byMail, inApp] = await Promise.all([
      webApps(ctx),
      choicesOf(ctx.db, ids, "reminders", "mail"),
      choicesOf(ctx.db, ids, "reminders", "inApp"),
    ]);
    const linkTo = linksTo(ctx.env, apps);
    const mails = rows.filter(({ userId }) => byMail.get(userId)).map((row) => mailOf(row, linkTo));
    const told = rows.filter(({ userId }) => inApp.get(userId)).map((row) => pushOf(ctx, row));
    const failed = await pushAll(ctx, told, state.lastAttempt);
    const last = rows.length === limits.jobPeopleInPage ? rows.at(-1) : undefined;
    return {
      position: last === undefined ? null : ({ startsAt: last.startsAt, show: last.show, booking: last.booking } satisfies Behind),
      done: rows.length,
      ...(total !== undefined && { total }),
      report: { mails: mails.length, pushes: told.length - failed, ...(failed > 0 && { notTold: failed }) },
      statements: mailStatements(ctx.env, mails, ctx.now()),
      afterwards: () => announceMails(ctx.env, mails),
    };
  },
};

/** Only `page` writes it. */
const behindOf = ({ position }: JobState): Behind | null => position as Behind | null;

/** A show that is moved is another start, and its own mail. */
const keyOf = ({ bookingId, startsAt }: DayBeforeRow): string => `day-before:${bookingId}:${startsAt}`;

function mailOf(row: DayBeforeRow, linkTo: LinkTo): NewMail {
  const payload: DayBeforeMail = { ...visitOf(row, linkTo), name: row.name };
  return { key: keyOf(row), kind: "day-before-reminder", appId: row.appId, recipient: row.email, payload };
}

function pushOf(ctx: Ctx, row: DayBeforeRow): Told {
  const { appId, userId, showtimeId, bookingId } = row;
  const at = new Date(ctx.now()).toISOString();
  return { userId, push: { id: keyOf(row), type: "reminder.day-before", appId, at, data: { showtimeId, bookingId } } };
}
