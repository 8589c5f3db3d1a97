import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { JobName, type JobRun, type JobView } from "../../../contracts/jobs.ts";
import { type Answer, call, testCtx } from "../../../test/harness.ts";
import { hourOf } from "../../platform/jobs/periods.ts";
import { sweepByClock } from "../../sweep.ts";

const listed = async (): Promise<JobView[]> =>
  (await call<{ items: JobView[] }>("GET", "/api/v1/admin/jobs", { admin: true })).body.data.items;
const sweeps = async (): Promise<JobRun[]> => (await listed()).find(({ name }) => name === "sweep")?.runs ?? [];
const start = (name: string, body: object = {}): Promise<Answer<{ run: JobRun }>> =>
  call("POST", `/api/v1/admin/jobs/${name}`, { admin: true, body });

it("the list of jobs is one like all others", async () => {
  const { data } = (await call<{ items: JobView[]; nextCursor: null }>("GET", "/api/v1/admin/jobs", { admin: true })).body;
  expect([data.items.map(({ name }) => name), data.nextCursor]).toEqual([JobName.options, null]);
});

describe("a job that is started by hand", () => {
  it("runs to its end by itself, and the list shows it, with who started it", async () => {
    const started = await start("sweep");
    expect(started.status).toBe(200);
    expect(started.body.data.run).toMatchObject({
      name: "sweep",
      status: "RUNNING",
      startedBy: `admin:${env.ADMIN_EMAIL}`,
      finishedAt: null,
    });
    const { id } = started.body.data.run;
    const ended = await vi.waitUntil(async () => (await sweeps()).find((run) => run.id === id && run.status === "DONE"), {
      timeout: 15_000,
    });
    expect(ended).toMatchObject({ done: 1, report: { failed: [] }, error: null });
    const { results } = await env.DB.prepare("SELECT after FROM audit_log WHERE action = 'job.started' AND subject = 'sweep'").all<{
      after: string;
    }>();
    expect(results.map(({ after }) => JSON.parse(after))).toContainEqual({ period: started.body.data.run.period });
  });

  it("is refused while it runs, and begins anew when it has failed", async () => {
    const period = "2026-11-21T09:00:00Z";
    const set = (status: string, ended: number | null) =>
      env.DB.prepare(
        `INSERT INTO job_runs (id, name, period, status, started_by, done, page, started_at, updated_at, finished_at)
         VALUES ('job_stuck', 'sweep', ?1, ?2, 'cron', 7, 3, ?3, ?3, ?4) ON CONFLICT (id) DO UPDATE SET status = ?2, finished_at = ?4`,
      )
        .bind(period, status, Date.now(), ended)
        .run();
    await set("RUNNING", null);
    const refused = await start("sweep", { period });
    expect([refused.status, refused.body.error.code, refused.body.error.details]).toEqual([409, "JOB_RUNNING", { runId: "job_stuck" }]);
    await set("FAILED", Date.now());
    const again = await start("sweep", { period });
    expect(again.body.data.run).toMatchObject({ id: "job_stuck", status: "RUNNING", done: 0, error: null, finishedAt: null });
  });

  it("must be one, and have the period", async () => {
    const unknown = await start("coffee");
    expect([unknown.status, unknown.body.error.code]).toEqual([404, "JOB_NOT_FOUND"]);
    for (const period of ["next week", "2026-W99", ""]) expect((await start("sweep", { period })).status, period).toBe(422);
    expect((await start("sweep", { period: "2026-11-21", force: true })).status).toBe(422);
  });
});

describe("the sweep of every five minutes", () => {
  it("is one run an hour, which counts its turns", async () => {
    const nowMs = Date.now();
    const turns = async () => (await sweeps()).find(({ period }) => period === hourOf(nowMs))?.done ?? 0;
    const before = await turns();
    await sweepByClock(testCtx({ now: () => nowMs }));
    await sweepByClock(testCtx({ now: () => nowMs }));
    expect(await turns()).toBe(before + 2);
  });
});
