import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { limits } from "../../../contracts/limits.ts";
import type { FridayMail } from "../../../contracts/mails.ts";
import { crashingEnv } from "../../../test/crashing-env.ts";
import { makeApp, type TestApp, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { deliverAll, heldJobs, runJob, runOf } from "../../../test/job-runs.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { billShow, choose, livingIn, mailsTo, moveTo, noteBooking } from "../../../test/reminded.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import type { UserCtx } from "../../platform/context.ts";
import { resumeJobs } from "../../platform/jobs/resume-jobs.ts";
import { startDueJobs } from "../../platform/jobs/start-due-jobs.ts";
import { startJob } from "../../platform/jobs/start-job.ts";
import { workPage } from "../../platform/jobs/work-page.ts";
import { updatePreferences } from "../preferences/update-preferences.ts";
import { fridayReminder } from "./friday-reminder.ts";

const clock = (time: string) => () => Date.parse(time);
const fridayMails = (user: TestUser) => mailsTo<FridayMail>(user, "friday-reminder");

/** What every cron does, and then the queue. */
async function tick(time: string): Promise<void> {
  const { ctx, messages } = heldJobs({ now: clock(time) });
  await startDueJobs(ctx, [fridayReminder]);
  await deliverAll(ctx, [fridayReminder], messages);
}

let app: TestApp;
beforeAll(async () => {
  app = await makeApp({ webApp: true });
});

describe("a Friday that was missed", () => {
  it("is made up for on Saturday, and done twice reminds nobody twice, where the clocks change that weekend", async () => {
    const [auckland, losAngeles] = [await livingIn(app, "Pacific/Auckland"), await livingIn(app, "America/Los_Angeles")];
    // Clocks go forward in Auckland on that Sunday, and back in Los Angeles five weeks on.
    await noteBooking(auckland, await billShow(app, { startsAt: "2026-09-29T07:30:00Z", timeZone: "Pacific/Auckland" }));
    await noteBooking(losAngeles, await billShow(app, { startsAt: "2026-11-03T03:30:00Z", timeZone: "America/Los_Angeles" }));
    const both = async () => [(await fridayMails(auckland)).map(({ key }) => key), (await fridayMails(losAngeles)).map(({ key }) => key)];
    await tick("2026-09-24T20:55:00Z");
    expect(await both()).toEqual([[], []]);
    // Saturday, five in the afternoon, in Auckland.
    await tick("2026-09-26T05:00:00Z");
    await tick("2026-09-26T05:05:00Z");
    const first = [`friday-reminder:${auckland.userId}:2026-W39`];
    expect(await both()).toEqual([first, []]);
    await tick("2026-10-30T15:55:00Z");
    expect(await both()).toEqual([first, []]);
    await tick("2026-10-31T18:00:00Z");
    await tick("2026-11-01T18:00:00Z");
    await runJob(fridayReminder, "2026-W44", { now: clock("2026-11-01T19:00:00Z") });
    expect(await both()).toEqual([first, [`friday-reminder:${losAngeles.userId}:2026-W44`]]);
  });

  it("reminds who has moved to another zone once, and who is nowhere at nine where they go next", async () => {
    const [moving, unknown] = [await livingIn(app, "Pacific/Auckland"), await livingIn(app, null)];
    const show = await billShow(app, { startsAt: "2026-05-12T18:30:00Z", timeZone: "America/Los_Angeles" });
    for (const user of [moving, unknown]) await noteBooking(user, show);
    await runJob(fridayReminder, "2026-W19 Pacific/Auckland", { now: clock("2026-05-07T21:00:00Z") });
    expect([(await fridayMails(moving)).length, (await fridayMails(unknown)).length]).toEqual([1, 0]);
    await moveTo(moving, "America/Los_Angeles");
    await tick("2026-05-08T16:00:00Z");
    expect([(await fridayMails(moving)).length, (await fridayMails(unknown)).length]).toEqual([1, 1]);
  });
});

describe("somebody who moves on a Friday", () => {
  const morning = clock("2026-07-03T03:00:00Z");
  /** It is past nine in Auckland, and not nine yet in Vienna and in Los Angeles. */
  const move = async (user: TestUser, timeZone: string, now = morning) =>
    updatePreferences({ ...testTenantCtx(app, { now }), actor: { kind: "user", userId: user.userId } } as UserCtx, { timeZone });
  const booked = async (zone: string | null, startsAt = "2026-07-07T18:30:00Z"): Promise<TestUser> => {
    const user = await livingIn(app, zone);
    await noteBooking(user, await billShow(app, { startsAt, timeZone: "America/Los_Angeles" }));
    return user;
  };
  const weeks = async (user: TestUser) => (await fridayMails(user)).map(({ payload }) => payload.week);

  it("to where it is past nine, from where it is not, is reminded at once, and once", async () => {
    const [known, unknown, west] = [await booked("Europe/Vienna"), await booked(null), await booked("America/Los_Angeles")];
    await tick("2026-07-02T21:05:00Z");
    for (const user of [known, unknown, west]) await move(user, "Pacific/Auckland");
    expect([await weeks(known), await weeks(unknown), await weeks(west)]).toEqual([["2026-W27"], ["2026-W27"], ["2026-W27"]]);
    await move(west, "America/Los_Angeles");
    await tick("2026-07-03T16:05:00Z");
    expect(await weeks(west)).toEqual(["2026-W27"]);
  });

  it("after having been reminded, or to where it is not nine yet, hears nothing at once", async () => {
    const startsAt = "2026-07-14T18:30:00Z";
    const [early, reminded] = [await booked("America/Los_Angeles", startsAt), await booked("Asia/Kolkata", startsAt)];
    await move(early, "Europe/Vienna", clock("2026-07-10T03:00:00Z"));
    expect(await weeks(early)).toEqual([]);
    await tick("2026-07-10T08:00:00Z");
    await noteBooking(reminded, await billShow(app, { startsAt: "2026-07-13T18:30:00Z" }));
    await env.DB.prepare("DELETE FROM mails WHERE recipient = ?").bind(reminded.email).run();
    await move(reminded, "Pacific/Auckland", clock("2026-07-10T08:05:00Z"));
    expect([await weeks(early), await weeks(reminded)]).toEqual([["2026-W28"], []]);
  });
});

describe("the Friday reminder", () => {
  const now = clock("2026-06-12T07:00:00Z");
  const remind = (period = `2026-W24 Europe/Vienna`) => runJob(fridayReminder, period, { now });

  it("tells what is booked for seven days, and what is on to who wishes to hear it, as each of them chose", async () => {
    const other = await makeApp();
    const zone = "Europe/Vienna";
    const [lear, late, gone, far] = await Promise.all([
      billShow(app, { startsAt: "2026-06-13T18:00:00Z", title: "Lear" }),
      billShow(other, { startsAt: "2026-06-19T06:59:00Z", title: "Othello", city: "Graz" }),
      billShow(app, { startsAt: "2026-06-14T18:00:00Z" }),
      billShow(app, { startsAt: "2026-06-19T07:01:00Z" }),
    ]);
    const on = await billShow(app, { startsAt: "2026-06-14T21:59:00Z", title: "Till midnight" });
    for (const left of [
      { startsAt: "2026-06-14T22:00:00Z" },
      { startsAt: "2026-06-13T20:00:00Z", seatsLeft: 0 },
      { startsAt: "2026-06-13T20:00:00Z", city: "Graz" },
    ]) {
      await billShow(app, { ...left, title: "Not for them" });
    }
    await billShow(app, { startsAt: "2026-06-13T21:00:00Z", title: "Not for them", status: "DRAFT" });
    const [buyer, curious, silent, erased] = await Promise.all([1, 2, 3, 4].map(() => livingIn(app, zone)));
    if (!buyer || !curious || !silent || !erased) throw new Error("nobody came");
    for (const user of [buyer, curious, silent, erased]) await noteBooking(user, lear);
    await noteBooking(buyer, late);
    await noteBooking(buyer, gone, { status: "CANCELLED" });
    await noteBooking(buyer, far);
    await choose(curious, "weekend", "mail", true);
    await choose(curious, "reminders", "mail", false);
    await choose(silent, "reminders", "mail", false);
    await choose(silent, "reminders", "inApp", false);
    await env.DB.prepare("UPDATE users SET erased_at = 1 WHERE id = ?").bind(erased.userId).run();
    const run = await remind();
    expect(run).toMatchObject({ status: "DONE", error: null });
    expect(run.done).toBe(run.total);
    const [mail] = await fridayMails(buyer);
    expect(mail?.appId).toBeNull();
    expect(mail?.payload).toMatchObject({
      week: "2026-W24",
      visits: [
        {
          show: { title: "Lear", place: "Grand Theatre, Vienna", startsAt: "2026-06-13T18:00:00.000Z", timeZone: zone },
          seats: ["B12"],
          quantity: 1,
        },
        { show: { title: "Othello" }, link: null },
      ],
      moreVisits: 0,
      weekend: [],
    });
    expect(mail?.payload.link).toBe(env.PUBLIC_URL === "" ? null : new URL("/bookings", env.PUBLIC_URL).href);
    const [weekend] = await fridayMails(curious);
    expect(weekend?.appId).toBe(app.appId);
    expect(weekend?.payload.visits).toEqual([]);
    expect(weekend?.payload.weekend.map(({ show }) => show.title)).toEqual(["Lear", "Hamlet", "Till midnight"]);
    expect(weekend?.payload.weekend.at(-1)).toMatchObject({
      priceFrom: 4200,
      currency: "EUR",
      show: { startsAt: new Date(on.startsAtMs).toISOString() },
    });
    expect([...(await fridayMails(silent)), ...(await fridayMails(erased))]).toEqual([]);
    const bell = async (user: TestUser, appId: string) =>
      (await inboxOf(env, user.userId).notifications({ appId, limit: 10, before: null, unread: false })).items;
    expect(await bell(buyer, app.appId)).toMatchObject([{ type: "reminder.friday", data: { week: "2026-W24", visits: 2 } }]);
    expect([...(await bell(silent, app.appId)), ...(await bell(erased, app.appId))]).toEqual([]);
  });

  it("that is cut off after any of its calls, or worked off by two at once, mails everybody once", async () => {
    const zone = "Australia/Lord_Howe";
    const show = await billShow(app, { startsAt: "2026-06-13T18:00:00Z", timeZone: zone });
    const people = await Promise.all([1, 2].map(() => livingIn(app, zone)));
    for (const user of people) await noteBooking(user, show);
    const counts = async () => (await Promise.all(people.map(fridayMails))).map((mails) => mails.length);
    const reset = () => env.DB.prepare("DELETE FROM mails WHERE kind = 'friday-reminder'").run();
    const whole = crashingEnv(env, Number.POSITIVE_INFINITY);
    await runJob(fridayReminder, `2026-W24 ${zone}`, { env: whole.env, now });
    expect(await counts()).toEqual([1, 1]);
    for (let callsMax = 0; callsMax <= whole.calls(); callsMax++) {
      await reset();
      await env.DB.prepare("DELETE FROM job_runs WHERE period = ?").bind(`2026-W24 ${zone}`).run();
      await runJob(fridayReminder, `2026-W24 ${zone}`, { env: crashingEnv(env, callsMax).env, now }).catch(() => {});
      const { ctx, messages } = heldJobs({ now: () => now() + 120_000 });
      await startJob(ctx, fridayReminder, `2026-W24 ${zone}`);
      await resumeJobs(ctx);
      while (messages.length > 0) {
        const message = messages.shift() ?? { runId: "", page: 0 };
        await Promise.all([workPage(ctx, [fridayReminder], message), workPage(ctx, [fridayReminder], message)]);
        if ((await runOf(fridayReminder, `2026-W24 ${zone}`)).status === "DONE") break;
      }
      expect(await counts(), `after call ${callsMax} of ${whole.calls()}`).toEqual([1, 1]);
    }
  });

  it("by hand before its Friday tells of everything until seven days after that", async () => {
    const user = await livingIn(app, "Europe/Vienna");
    for (const startsAt of ["2026-06-09T18:00:00Z", "2026-06-18T18:00:00Z", "2026-06-19T18:00:00Z"])
      await noteBooking(user, await billShow(app, { startsAt }));
    await runJob(fridayReminder, "2026-W24", { now: clock("2026-06-08T10:00:00Z") });
    expect((await fridayMails(user))[0]?.payload.visits.map(({ show }) => show.startsAt.slice(0, 10))).toEqual([
      "2026-06-09",
      "2026-06-18",
    ]);
  });

  it("goes through many people page by page", async () => {
    const zone = "Pacific/Chatham";
    const count = 2 * limits.jobPeopleInPage + 1;
    const show = await billShow(app, { startsAt: "2026-06-13T18:00:00Z", timeZone: zone });
    const everyone = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO users (id, email, username, name, password_hash, created_at, updated_at, time_zone)
         ${everyone} SELECT 'usr_chatham' || i, 'chatham' || i || '@example.com', 'chatham' || i, 'Ada', 'none', 0, 0, ?1 FROM n`,
      ).bind(zone),
      env.DB.prepare(
        `INSERT INTO notification_choices (user_id, topic, channel, wanted, updated_at) ${everyone} SELECT 'usr_chatham' || i, 'reminders', 'inApp', 0, 0 FROM n`,
      ),
      env.DB.prepare(
        `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
         ${everyone} SELECT 'BK-chatham' || i, ?1, ?2, 'usr_chatham' || i, 'chatham' || i, 'CONFIRMED', '[]', 0, 'EUR', 'SUCCESS', 0, 0, 1 FROM n`,
      ).bind(show.appId, show.showtimeId),
    ]);
    const run = await remind(`2026-W24 ${zone}`);
    expect(run).toMatchObject({ status: "DONE", report: { mails: count, pushes: 0 } });
    const sent = await env.DB.prepare(
      "SELECT count(DISTINCT recipient) AS mails FROM mails WHERE key LIKE 'friday-reminder:usr_chatham%'",
    ).first();
    expect(sent).toEqual({ mails: count });
    await env.DB.prepare("DELETE FROM mails WHERE key LIKE 'friday-reminder:usr_chatham%'").run();
  });

  it("asks indexes for all of it", async () => {
    const { db, plans } = recordingDatabase();
    const curious = await livingIn(app, "Asia/Kolkata");
    await choose(curious, "weekend", "mail", true);
    await noteBooking(curious, await billShow(app, { startsAt: "2026-06-14T18:00:00Z" }));
    const { ctx, messages } = heldJobs({ env: { ...env, DB: db.$client }, now });
    await fridayReminder.due(ctx);
    await startJob(ctx, fridayReminder, "2026-W24 Asia/Kolkata");
    await startJob(ctx, fridayReminder, "2026-W24");
    await deliverAll(ctx, [fridayReminder], messages);
    const steps = await plans();
    const ofOurs = /^SCAN (users|bookings|showtimes|venues|listings|b|s|l|v|notification_choices)\b/;
    // Which venues have something on is asked only at the weekend, and of the venues there are not many.
    expect(steps.filter((step) => ofOurs.test(step) && step !== "SCAN v")).toEqual([]);
    expect(steps.some((step) => step.includes("bookings_by_user"))).toBe(true);
  });
});
