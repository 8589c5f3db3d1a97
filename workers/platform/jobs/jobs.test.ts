import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../../contracts/limits.ts";
import { crashingEnv } from "../../../test/crashing-env.ts";
import { testCtx } from "../../../test/harness.ts";
import { deliverAll, heldJobs, runJob, runOf } from "../../../test/job-runs.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import type { Job, JobState, JobStep } from "../job.ts";
import { mergeReports } from "./merge-reports.ts";
import { lastDays, lastHours, periodAsked } from "./periods.ts";
import { lastRuns } from "./read-runs.ts";
import { forgetOldRuns, quietRuns, resumeJobs } from "./resume-jobs.ts";
import { startDueJobs } from "./start-due-jobs.ts";
import { startJob } from "./start-job.ts";
import { workPage } from "./work-page.ts";

const pages = 4;
let periods = 0;
const newPeriod = (): string => `test-${++periods}-${crypto.randomUUID()}`;

/** Notes a line of its own for each page, in the transaction of the run's progress. */
function counting(over: Partial<Job> = {}, before: (state: JobState) => unknown = () => {}): Job {
  return {
    name: "archive",
    summary: "Counts to four",
    schedule: "Never",
    due: async () => [],
    period: (_ctx, asked) => asked ?? "now",
    async page(ctx, state): Promise<JobStep> {
      await before(state);
      const page = Number(state.position ?? 0);
      const line = ctx.env.DB.prepare("INSERT INTO message_errors (digest, error, at) VALUES (?, ?, 0)");
      return {
        position: page + 1 < pages ? page + 1 : null,
        done: 10,
        total: 10 * pages,
        report: { seen: 10, findings: [page], last: `page ${page}` },
        statements: [line.bind(`${state.period} ${page} ${crypto.randomUUID()}`, state.period)],
      };
    },
    ...over,
  };
}

const linesOf = async (period: string): Promise<number> =>
  (await env.DB.prepare("SELECT count(*) AS lines FROM message_errors WHERE error = ?").bind(period).first<{ lines: number }>())?.lines ??
  0;

const later = (seconds: number) => () => Date.now() + seconds * 1000;

describe("a run of a job", () => {
  it("goes page by page, and says how far it is and what it did", async () => {
    const period = newPeriod();
    const { ctx, messages } = heldJobs();
    const job = counting();
    await startJob(ctx, job, period);
    await workPage(ctx, [job], messages.shift() ?? { runId: "", page: 0 });
    expect(await runOf(job, period)).toMatchObject({ status: "RUNNING", startedBy: "cron", done: 10, total: 40, finishedAt: null });
    await deliverAll(ctx, [job], messages);
    expect(await runOf(job, period)).toMatchObject({
      status: "DONE",
      done: 40,
      report: { seen: 40, findings: [0, 1, 2, 3], last: "page 3" },
      error: null,
    });
    expect(await linesOf(period)).toBe(pages);
  });

  it("is one for a period, however often it is started, and whatever its queue delivers twice", async () => {
    const period = newPeriod();
    const { ctx, messages } = heldJobs();
    const job = counting();
    const started = await Promise.all([startJob(ctx, job, period), startJob(ctx, job, period), startJob(ctx, job, period)]);
    expect(started.filter((id) => id !== null)).toHaveLength(1);
    for (let turn = 0; turn < 40 && messages.length > 0; turn++) {
      const message = messages.shift() ?? { runId: "", page: 0 };
      // Two workers at once, and a third that comes late.
      await Promise.all([workPage(ctx, [job], message), workPage(ctx, [job], message)]);
      await workPage(ctx, [job], message);
    }
    expect(await runOf(job, period)).toMatchObject({ status: "DONE", done: 40 });
    expect(await linesOf(period)).toBe(pages);
    expect(await startJob(ctx, job, period)).toBeNull();
    expect(messages).toEqual([]);
  });

  it("that was cut off after any of its calls is done by the sweep, and nothing of it twice", async () => {
    const whole = crashingEnv(env, Number.POSITIVE_INFINITY);
    await runJob(counting(), newPeriod(), { env: whole.env });
    expect(whole.calls()).toBeGreaterThan(2 * pages);
    for (let callsMax = 0; callsMax <= whole.calls(); callsMax++) {
      const period = newPeriod();
      const job = counting();
      await runJob(job, period, { env: crashingEnv(env, callsMax).env }).catch(() => {});
      // What died before it was started is due again at the next cron.
      const { ctx, messages } = heldJobs({ now: later(120) });
      await startDueJobs(ctx, [counting({ due: async () => [period] })]);
      await resumeJobs(ctx);
      await deliverAll(ctx, [job], messages);
      expect(await runOf(job, period), `after call ${callsMax}`).toMatchObject({ status: "DONE", done: 40, report: { seen: 40 } });
      expect(await linesOf(period), `after call ${callsMax}`).toBe(pages);
    }
  });

  it("writes nothing for a worker that took so long that another has the page", async () => {
    const period = newPeriod();
    const { ctx, messages } = heldJobs();
    const overtaken = counting({}, async ({ position }) => {
      if (position !== null) return;
      const other = heldJobs({ now: later(limits.jobLeaseSeconds + 1) });
      await workPage(other.ctx, [counting()], { runId, page: 0 });
    });
    const runId = (await startJob(ctx, overtaken, period)) ?? "";
    await workPage(ctx, [overtaken], { runId, page: 0 });
    expect(await runOf(overtaken, period)).toMatchObject({ status: "RUNNING", done: 10 });
    expect(await linesOf(period)).toBe(1);
    messages.push({ runId, page: 1 });
    await deliverAll(ctx, [counting()], messages);
    expect(await linesOf(period)).toBe(pages);
  });

  it("looks again when the loan of a page is over whose worker died", async () => {
    const period = newPeriod();
    const { ctx, messages } = heldJobs();
    const job = counting();
    const runId = (await startJob(ctx, job, period)) ?? "";
    await env.DB.prepare("UPDATE job_runs SET worker = 'dead', leased_until = ? WHERE id = ?")
      .bind(Date.now() + 30_000, runId)
      .run();
    messages.length = 0;
    await workPage(ctx, [job], { runId, page: 0 });
    expect(messages).toEqual([{ runId, page: 0 }]);
    expect(await linesOf(period)).toBe(0);
    const afterwards = heldJobs({ now: later(31) });
    await deliverAll(afterwards.ctx, [job], messages);
    await deliverAll(afterwards.ctx, [job], afterwards.messages);
    expect(await linesOf(period)).toBe(pages);
  });

  it("is given up after so many attempts at one page, with what was wrong, and tells the last one that it is", async () => {
    const period = newPeriod();
    const attempts: boolean[] = [];
    const job = counting({}, ({ position, lastAttempt }) => {
      if (position !== 1) return;
      attempts.push(lastAttempt);
      throw new Error("the printer is on fire");
    });
    const run = await runJob(job, period);
    expect(run).toMatchObject({ status: "FAILED", done: 10, error: "the printer is on fire" });
    expect(attempts).toEqual(Array.from({ length: limits.jobAttemptsMax }, (_, turn) => turn === limits.jobAttemptsMax - 1));
    const { ctx, messages } = heldJobs({ now: later(600) });
    await resumeJobs(ctx);
    await startDueJobs(ctx, [counting({ due: async () => [period] })]);
    expect(messages.filter(({ runId }) => runId === run.id)).toEqual([]);
  });

  it("of a job that cannot say what is due keeps no other from starting", async () => {
    const period = newPeriod();
    const broken = counting({
      due: async () => {
        throw new Error("no clock");
      },
    });
    const { ctx, messages } = heldJobs();
    await startDueJobs(ctx, [broken, counting({ due: async () => [period] })]);
    expect(messages).toHaveLength(1);
  });
});

describe("the runs", () => {
  it("are found by indexes, and those of long ago are forgotten", async () => {
    const period = newPeriod();
    await runJob(counting(), period);
    await forgetOldRuns(testCtx({ now: later((limits.jobRunDays + 1) * 86_400) }));
    await expect(runOf(counting(), period)).rejects.toThrow("no run");
    const { db, plans } = recordingDatabase();
    const ctx = testCtx({ env: { ...env, DB: db.$client } });
    await quietRuns(ctx).all();
    await lastRuns(ctx, ["archive"]).all();
    await startDueJobs(ctx, [counting({ due: async () => [period] })]);
    const steps = await plans();
    expect(steps).toContain("SEARCH job_runs USING INDEX job_runs_running (updated_at<?)");
    expect(steps.filter((step) => /^SCAN (?!due|job )/.test(step))).toEqual([]);
  });
});

describe("a period", () => {
  it("is an hour or a day in UTC, and nothing else is taken for one", () => {
    const nowMs = Date.parse("2026-03-01T02:30:00Z");
    expect(lastHours(nowMs, 4)).toEqual(["2026-02-28T23", "2026-03-01T00", "2026-03-01T01", "2026-03-01T02"]);
    expect(lastDays(nowMs, 2, 3 * 3_600_000)).toEqual(["2026-02-27", "2026-02-28"]);
    expect(periodAsked(undefined, "2026-03-01")).toBe("2026-03-01");
    expect(periodAsked("2026-02-28", "2026-03-01")).toBe("2026-02-28");
    for (const wrong of ["2026-02-30", "2026-3-1", "yesterday", "2026-03-01T02"]) {
      expect(() => periodAsked(wrong, "2026-03-01"), wrong).toThrow("not valid");
    }
  });
});

describe("what a run reports", () => {
  it("adds up numbers, keeps so many findings, and takes the last of anything else", () => {
    const full = mergeReports({}, { findings: Array.from({ length: limits.jobFindingsReported }, () => "x"), sent: 1, at: "a" });
    expect(mergeReports(full, { findings: ["one too many"], sent: 2, at: "b" })).toEqual({ ...full, sent: 3, at: "b" });
  });
});
