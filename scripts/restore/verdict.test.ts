import { describe, expect, it } from "vitest";
import type { JobRun } from "../../contracts/jobs.ts";
import { followRun } from "./follow-run.ts";
import { verdictOn } from "./verdict.ts";

const run: JobRun = {
  id: "job_1",
  name: "restore",
  period: "20261121T020004Z",
  status: "RUNNING",
  startedBy: "admin:ada@example.com",
  done: 0,
  total: null,
  report: {},
  error: null,
  startedAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
  finishedAt: null,
};

describe("a restore", () => {
  it("is shown page by page until it has ended", async () => {
    const readings: JobRun[] = [
      run,
      { ...run, done: 50, total: 200 },
      { ...run, done: 50, total: 200 },
      { ...run, done: 200, total: 200, status: "DONE" },
    ];
    const lines: string[] = [];
    const get = async () => ({
      items: [{ name: "restore", summary: "", schedule: "", runs: [readings.shift() ?? run] }],
      nextCursor: null,
    });
    expect(await followRun({ get, run, print: (line) => lines.push(line), everyMs: 0 })).toMatchObject({ status: "DONE" });
    expect(lines).toEqual(["restore: 0 rows", "restore: 50 of 200 (25 %) rows", "restore: 200 of 200 (100 %) rows"]);
  });

  it("is well only if it has ended and nothing differs", () => {
    expect(verdictOn({ ...run, status: "DONE", done: 7, report: { differences: [], findings: [], objects: 2 } })).toEqual({
      ok: true,
      lines: ["Restored and counted: 7 rows, 2 showtimes and rooms."],
    });
    expect(verdictOn({ ...run, status: "DONE", report: { differences: ["users: 3 rows in the backup, 2 here"] } })).toMatchObject({
      ok: false,
      lines: ["Differs: users: 3 rows in the backup, 2 here", expect.stringContaining("1 things")],
    });
    expect(verdictOn({ ...run, status: "DONE", report: { findings: ["booking BK-1"] } }).ok).toBe(false);
    expect(verdictOn({ ...run, status: "FAILED", error: "a file is damaged" })).toEqual({
      ok: false,
      lines: ["Not restored: a file is damaged"],
    });
  });
});
