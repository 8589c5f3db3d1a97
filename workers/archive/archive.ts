import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import type { Job, JobState, JobStep } from "../platform/job.ts";
import { noSuchPeriod } from "../platform/jobs/periods.ts";
import { archivedTables, placeOf, type RowPlace, rowsOfMonth } from "./archived-tables.ts";
import { keptRows } from "./forget-old-rows.ts";
import { boundsOf, monthsBefore } from "./months.ts";
import { writeManifest, writePart } from "./parts.ts";

const dayMs = 86_400_000;
/** On the second of the month everything of the last one has been written. */
const restMs = dayMs;

/** A table by its place in the list, then what is forgotten by its own. */
type Position =
  | { step: "copy"; table: number; part: number; after: RowPlace | null }
  | { step: "manifest" }
  | { step: "forget"; kept: number };
const start: Position = { step: "copy", table: 0, part: 0, after: null };

/**
 * Copies a month of what only ever grows (the audit log, the histories of payments and orders) to R2, file by file with a manifest at the end, and deletes
 * nothing of it. Then forgets what was kept long enough: sent mails, replayed dead letters, the daily counts of keys.
 */
export const archive: Job = {
  name: "archive",
  summary: "Copies a month of the audit log and of the histories of payments and orders to R2, and forgets what was kept long enough",
  schedule: "Monthly, on the 2nd",

  async due(ctx) {
    return monthsBefore(ctx.now() - restMs, limits.archiveMonthsMadeUp);
  },

  period(ctx, asked) {
    const last = monthsBefore(ctx.now(), 1)[0] ?? "";
    if (asked === undefined) return last;
    // Of a month that is not over there would be a half.
    if (!(boundsOf(asked).untilMs <= ctx.now())) throw noSuchPeriod(last);
    return asked;
  },

  async page(ctx: Ctx, { period, position }: JobState): Promise<JobStep> {
    const at = (position ?? start) as Position;
    if (at.step === "copy") return copy(ctx, period, at);
    if (at.step === "forget") return forget(ctx, at.kept);
    const parts = await writeManifest(ctx, period);
    return { position: { step: "forget", kept: 0 } satisfies Position, done: 0, report: { files: parts.length } };
  },
};

async function copy(ctx: Ctx, month: string, { table: index, part, after }: Extract<Position, { step: "copy" }>): Promise<JobStep> {
  const table = archivedTables[index];
  if (table === undefined) return { position: { step: "manifest" } satisfies Position, done: 0 };
  const { results } = await rowsOfMonth(ctx.env.DB, table, { ...boundsOf(month), after }).all<Record<string, unknown>>();
  if (results.length > 0) await writePart(ctx, month, { table: table.name, part, rows: results });
  const last = results.at(-1);
  const isMore = results.length === limits.archiveRowsInPart && last !== undefined;
  const next: Position = isMore
    ? { step: "copy", table: index, part: part + 1, after: placeOf(table, last) }
    : { step: "copy", table: index + 1, part: 0, after: null };
  return { position: next, done: results.length, report: { [table.name]: results.length } };
}

async function forget(ctx: Ctx, index: number): Promise<JobStep> {
  const kept = keptRows[index];
  if (kept === undefined) return { position: null, done: 0 };
  const { DB } = ctx.env;
  const rows = (await kept.count(DB, ctx.now()).first<number>("rows")) ?? 0;
  const next: Position = { step: "forget", kept: rows < kept.page ? index + 1 : index };
  return { position: next, done: 0, report: { [kept.name]: rows }, statements: rows === 0 ? [] : [kept.forget(DB, ctx.now())] };
}
