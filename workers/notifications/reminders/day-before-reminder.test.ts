import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { DayBeforeMail } from "../../../contracts/mails.ts";
import { crashingEnv } from "../../../test/crashing-env.ts";
import { makeApp, type TestApp, type TestUser } from "../../../test/harness.ts";
import { deliverAll, heldJobs, runJob } from "../../../test/job-runs.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { type BilledShow, billShow, choose, livingIn, mailsTo, noteBooking } from "../../../test/reminded.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { resumeJobs } from "../../platform/jobs/resume-jobs.ts";
import { startDueJobs } from "../../platform/jobs/start-due-jobs.ts";
import { startJob } from "../../platform/jobs/start-job.ts";
import { dayBeforeReminder } from "./day-before-reminder.ts";

const hourMs = 3_600_000;
const clock = (time: string) => () => Date.parse(time);
const reminders = (user: TestUser) => mailsTo<DayBeforeMail>(user, "day-before-reminder");
const count = async (user: TestUser): Promise<number> => (await reminders(user)).length;

/** What every cron does, and then the queue. */
async function tick(time: string): Promise<void> {
  const { ctx, messages } = heldJobs({ now: clock(time) });
  await startDueJobs(ctx, [dayBeforeReminder]);
  await deliverAll(ctx, [dayBeforeReminder], messages);
}

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

const visitors = async (show: BilledShow, people: number): Promise<TestUser[]> => {
  const users = await Promise.all(Array.from({ length: people }, () => livingIn(app, null)));
  for (const user of users) await noteBooking(user, show);
  return users;
};

describe("the reminder of the day before", () => {
  it("goes out in the hour that is a day away, once for each booking, and is made up for while the show is still to come", async () => {
    const [evening, night] = [
      await billShow(app, { startsAt: "2027-03-02T18:30:00Z" }),
      await billShow(app, { startsAt: "2027-03-02T19:00:00Z" }),
    ];
    const [early, late] = [...(await visitors(evening, 1)), ...(await visitors(night, 1))];
    if (!early || !late) throw new Error("nobody came");
    await tick("2027-03-01T17:59:00Z");
    expect([await count(early), await count(late)]).toEqual([0, 0]);
    await tick("2027-03-01T18:00:00Z");
    await tick("2027-03-01T18:05:00Z");
    expect([await count(early), await count(late)]).toEqual([1, 0]);
    // Nothing ran for 17 hours.
    await tick("2027-03-02T12:00:00Z");
    expect([await count(early), await count(late)]).toEqual([1, 1]);
    const [mail] = await reminders(late);
    expect(mail).toMatchObject({
      appId: app.appId,
      payload: {
        show: { title: "Hamlet", place: "Grand Theatre, Vienna", startsAt: "2027-03-02T19:00:00.000Z" },
        seats: ["B12"],
        quantity: 1,
      },
    });
    const { items } = await inboxOf(env, late.userId).notifications({ appId: app.appId, limit: 10, before: null, unread: false });
    expect(items).toMatchObject([
      { type: "reminder.day-before", data: { showtimeId: night.showtimeId, bookingId: mail?.payload.bookingId } },
    ]);
  });

  it("is for live bookings that were not made just before, of shows that take place, to who wishes it", async () => {
    const startsAt = "2027-04-02T18:30:00Z";
    const show = await billShow(app, { startsAt });
    const off = await billShow(app, { startsAt });
    await env.DB.prepare("UPDATE showtimes SET status = 'CANCELLED' WHERE id = ?").bind(off.showtimeId).run();
    const [told, hasty, cancelled, silent, erased] = await Promise.all([1, 2, 3, 4, 5].map(() => livingIn(app, null)));
    if (!told || !hasty || !cancelled || !silent || !erased) throw new Error("nobody came");
    await noteBooking(told, show, { madeAt: Date.parse(startsAt) - 23 * hourMs });
    await noteBooking(told, off);
    await noteBooking(hasty, show, { madeAt: Date.parse(startsAt) - 23 * hourMs + 1 });
    await noteBooking(cancelled, show, { status: "CANCELLED" });
    for (const user of [silent, erased]) await noteBooking(user, show);
    await choose(silent, "reminders", "mail", false);
    await env.DB.prepare("UPDATE users SET erased_at = 1 WHERE id = ?").bind(erased.userId).run();
    const run = await runJob(dayBeforeReminder, "2027-04-01T18", { now: clock("2027-04-01T18:05:00Z") });
    expect(run).toMatchObject({ status: "DONE", done: 2, total: 2, report: { mails: 1, pushes: 2 } });
    expect([await count(told), await count(hasty), await count(cancelled), await count(silent), await count(erased)]).toEqual([
      1, 0, 0, 0, 0,
    ]);
    // It is moved by a day: that is another evening.
    await env.DB.prepare("UPDATE showtimes SET starts_at = starts_at + 86400000 WHERE id = ?").bind(show.showtimeId).run();
    await runJob(dayBeforeReminder, "2027-04-02T18", { now: clock("2027-04-02T18:05:00Z") });
    expect(await count(told)).toBe(2);
    await runJob(dayBeforeReminder, "2027-04-02T17", { now: clock("2027-04-04T00:00:00Z") });
    expect(await count(told)).toBe(2);
  });

  it("that is cut off after any of its calls is made up for by the next cron, each mail once", async () => {
    const people = await visitors(await billShow(app, { startsAt: "2027-05-02T18:30:00Z" }), 2);
    const period = "2027-05-01T18";
    const now = clock("2027-05-01T18:05:00Z");
    const whole = crashingEnv(env, Number.POSITIVE_INFINITY);
    await runJob(dayBeforeReminder, period, { env: whole.env, now });
    for (let callsMax = 0; callsMax < whole.calls(); callsMax++) {
      await env.DB.batch([
        env.DB.prepare("DELETE FROM mails WHERE kind = 'day-before-reminder'"),
        env.DB.prepare("DELETE FROM job_runs WHERE period = ?").bind(period),
      ]);
      await runJob(dayBeforeReminder, period, { env: crashingEnv(env, callsMax).env, now }).catch(() => {});
      const { ctx, messages } = heldJobs({ now: () => now() + 120_000 });
      await startJob(ctx, dayBeforeReminder, period);
      await resumeJobs(ctx);
      await deliverAll(ctx, [dayBeforeReminder], messages);
      expect(await Promise.all(people.map(count)), `after call ${callsMax} of ${whole.calls()}`).toEqual([1, 1]);
    }
  });

  it("goes on behind the last booking of a page, and asks indexes for the next", async () => {
    const shows = [await billShow(app, { startsAt: "2027-06-02T18:30:00Z" }), await billShow(app, { startsAt: "2027-06-02T18:30:00Z" })];
    const everyone = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)";
    const someone = await livingIn(app, null);
    await choose(someone, "reminders", "inApp", false);
    for (const { appId, showtimeId } of shows) {
      await env.DB.prepare(
        `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
         ${everyone} SELECT ?2 || i, ?1, ?2, ?3, ?2 || i, 'CONFIRMED', '[]', 0, 'EUR', 'SUCCESS', 0, 0, 1 FROM n`,
      )
        .bind(appId, showtimeId, someone.userId)
        .run();
    }
    const { db, plans } = recordingDatabase();
    const run = await runJob(dayBeforeReminder, "2027-06-01T18", { env: { ...env, DB: db.$client }, now: clock("2027-06-01T18:05:00Z") });
    expect(run).toMatchObject({ status: "DONE", done: 800, total: 800, report: { mails: 800 } });
    expect(await count(someone)).toBe(800);
    const steps = await plans();
    expect(steps.filter((step) => /^SCAN (u|b|s|l|v|users)\b/.test(step))).toEqual([]);
    expect(steps.some((step) => step.includes("showtimes_by_start"))).toBe(true);
    await env.DB.prepare("DELETE FROM mails WHERE recipient = ?").bind(someone.email).run();
  });
});
