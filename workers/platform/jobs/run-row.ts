import type { JobName, JobRun } from "../../../contracts/jobs.ts";

/** A run as its row has it. `report` and `position` are JSON. */
export interface RunRow {
  id: string;
  name: JobName;
  period: string;
  status: JobRun["status"];
  started_by: string;
  page: number;
  position: string | null;
  done: number;
  total: number | null;
  report: string;
  error: string | null;
  attempts: number;
  leased_until: number | null;
  started_at: number;
  updated_at: number;
  finished_at: number | null;
}

const time = (ms: number): string => new Date(ms).toISOString();

/** A run as an administrator sees it. */
export const viewOf = (row: RunRow): JobRun => ({
  id: row.id,
  name: row.name,
  period: row.period,
  status: row.status,
  startedBy: row.started_by,
  done: row.done,
  total: row.total,
  report: JSON.parse(row.report),
  error: row.error,
  startedAt: time(row.started_at),
  updatedAt: time(row.updated_at),
  finishedAt: row.finished_at === null ? null : time(row.finished_at),
});
