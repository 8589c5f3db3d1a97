import { env } from "cloudflare:workers";
import { afterEach, expect, it } from "vitest";
import { heldJobs } from "../test/job-runs.ts";
import { scheduled } from "./scheduled.ts";

const held = () => heldJobs().ctx.env;
const production = () => new Proxy(held(), { get: (target, name) => (name === "ENVIRONMENT" ? "production" : Reflect.get(target, name)) });

/** Which periods of which jobs have a run after this cron. */
async function runsAfter(cron: string, scheduledTime: string, where: Env): Promise<string[]> {
  const waiting: Promise<unknown>[] = [];
  const execution = { waitUntil: (promise: Promise<unknown>) => void waiting.push(promise) } as unknown as ExecutionContext;
  await scheduled({ cron, scheduledTime: Date.parse(scheduledTime) }, where, execution);
  await Promise.all(waiting);
  const { results } = await env.DB.prepare("SELECT name || ' ' || period AS run FROM job_runs").all<{ run: string }>();
  return results.map(({ run }) => run);
}

afterEach(async () => void (await env.DB.prepare("DELETE FROM job_runs").run()));

it("a cron that is fired for another moment starts what is due then, on a laptop", async () => {
  const friday = await runsAfter("0 9 * * FRI", "2031-03-07T09:00:00Z", held());
  expect(friday).toEqual(expect.arrayContaining(["friday-reminder 2031-W10 UTC", "day-before-reminder 2031-03-07T09"]));
  expect(friday).not.toContain("friday-reminder 2031-W10");
});

it("Friday's cron that is fired by hand on another day reminds of that week, also if it has already, on a laptop and nowhere else", async () => {
  const monday = "2031-03-03T14:00:00Z";
  expect((await runsAfter("0 9 * * FRI", monday, production())).filter((run) => run.includes("2031"))).toEqual([]);
  await env.DB.prepare(
    "INSERT INTO job_runs (id, name, period, status, started_by, started_at, updated_at) VALUES (?, ?, ?, 'DONE', 'cron', 0, 0)",
  )
    .bind("job_week", "friday-reminder", "2031-W10")
    .run();
  expect(await runsAfter("0 9 * * FRI", monday, held())).toContain("friday-reminder 2031-W10");
  expect(await env.DB.prepare("SELECT status FROM job_runs WHERE id = 'job_week'").first("status")).toBe("RUNNING");
});
