import { z } from "zod";
import { limits } from "./limits.ts";
import { Time } from "./values.ts";

/** What runs by the clock, or by hand. */
export const JobName = z
  .enum([
    "sweep",
    "friday-reminder",
    "day-before-reminder",
    "message-digest",
    "reconciliation",
    "archive",
    "metrics-roll-up",
    "backup",
    "restore",
  ])
  .meta({ id: "JobName" });
export type JobName = z.infer<typeof JobName>;

const runExample = {
  id: "job_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  name: "friday-reminder",
  period: "2026-W47 Europe/Vienna",
  status: "RUNNING",
  startedBy: "cron",
  done: 1500,
  total: 4210,
  report: { reminders: 1402 },
  error: null,
  startedAt: "2026-11-20T08:00:02.000Z",
  updatedAt: "2026-11-20T08:00:09.000Z",
  finishedAt: null,
};

/**
 * One run of a job for one period, which runs once however often it is started. `done` of `total`: in what the job counts; `total` null: nobody knows
 * yet. `report`: what it did, by names of its own. `startedBy`: `cron`, or `admin:` and an address. FAILED: it was given up, and `error` says why.
 */
export const JobRun = z
  .object({
    id: z.string(),
    name: JobName,
    period: z.string(),
    status: z.enum(["RUNNING", "DONE", "FAILED"]),
    startedBy: z.string(),
    done: z.number().int(),
    total: z.number().int().nullable(),
    report: z.record(z.string(), z.unknown()),
    error: z.string().nullable(),
    startedAt: Time,
    updatedAt: Time,
    finishedAt: Time.nullable(),
  })
  .meta({ id: "JobRun", example: runExample });
export type JobRun = z.infer<typeof JobRun>;

/** `schedule`: when it runs, in words. `runs`: the last ones, the newest first. */
export const JobView = z.object({ name: JobName, summary: z.string(), schedule: z.string(), runs: z.array(JobRun) }).meta({
  id: "Job",
  example: {
    name: "friday-reminder",
    summary: "What you have booked for the coming week",
    schedule: "Fridays at 09:00 of each person's zone",
    runs: [runExample],
  },
});
export type JobView = z.infer<typeof JobView>;
/** All of them. */
export const JobList = z
  .object({ items: z.array(JobView), nextCursor: z.null() })
  .meta({ example: { items: [JobView.meta()?.example], nextCursor: null } });

export const JobParams = z.strictObject({ name: z.string().max(limits.filterCharsMax).meta({ example: "friday-reminder" }) });
/**
 * `period`: which one is run, also if it ran before: whoever got a mail for it gets no second one. Left out, the one that it is now.
 */
export const StartJob = z
  .strictObject({
    period: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[\w.:+/ -]+$/, "is not a period")
      .optional(),
  })
  .meta({ id: "StartJob", example: {} });
export type StartJob = z.infer<typeof StartJob>;
export const JobRunAnswer = z.object({ run: JobRun }).meta({ example: { run: runExample } });
