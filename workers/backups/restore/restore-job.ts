import type { BackupManifest, BackupPart } from "../../../contracts/backups.ts";
import { BackupId } from "../../../contracts/backups.ts";
import { limits } from "../../../contracts/limits.ts";
import type { LoggedKind } from "../../../contracts/object-log.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Job, JobState, JobStep } from "../../platform/job.ts";
import { kindAfter } from "../logged-objects.ts";
import { getManifest } from "../manifests.ts";
import { readPart, soundPart } from "../part-files.ts";
import { keptTables } from "../tables.ts";
import { clearObjects, clearTables } from "./clear-platform.ts";
import { differencesIn } from "./count-rows.ts";
import { endRestore } from "./end-restore.ts";
import { requireFit } from "./require-fit.ts";
import { restoreObjects } from "./restore-objects.ts";
import { restoreRows } from "./restore-rows.ts";
import { tellWishes } from "./tell-wishes.ts";
import { putMostTriggersBack, putTriggersAside } from "./triggers.ts";

type Place =
  | { phase: "check"; part: number }
  | { phase: "clearObjects"; kind: LoggedKind; after: string }
  | { phase: "clearTables"; table: number }
  | { phase: "d1"; part: number }
  | { phase: "count" }
  | { phase: "objects"; part: number }
  | { phase: "wishes"; after: string }
  | { phase: "end" };

type PageOf<Phase extends Place["phase"]> = (
  at: { ctx: Ctx; state: JobState; manifest: BackupManifest; overwrite: boolean },
  place: Extract<Place, { phase: Phase }>,
) => Promise<Omit<JobStep, "position"> & { next: Place | null }>;

/**
 * A backup back into the platform. Nothing is written before every part was found sound. Then D1 comes back, with its triggers aside, and after it the objects, which
 * tell D1 what they own anew. While it runs nothing else runs by the clock. Its period is the id of the backup, with ` overwrite` behind it to lose what is there.
 */
export const restoreJob: Job = {
  name: "restore",
  summary: "Brings a backup back, into an empty platform or in place of what is there",
  schedule: "By hand only",
  due: async () => [],
  period: (_ctx, asked) => periodOf(asked ?? ""),
  async page(ctx, state) {
    const { id, overwrite } = askedBy(state.period);
    const manifest = await getManifest(ctx.env, id);
    const place = (state.position as Place | null) ?? { phase: "check", part: 0 };
    const { next, ...step } = await pages[place.phase]({ ctx, state, manifest, overwrite }, place as never);
    return { ...step, position: next };
  },
};

/** What of a period a restore is told by. Throws VALIDATION_FAILED. */
export function askedBy(period: string): { id: string; overwrite: boolean } {
  const [id = "", more, ...rest] = period.split(" ");
  const isOne = BackupId.safeParse(id).success && (more === undefined || more === "overwrite") && rest.length === 0;
  if (!isOne)
    throw new AppError("VALIDATION_FAILED", {
      issues: [{ path: "period", message: "is not the id of a backup, with “ overwrite” behind it or without" }],
    });
  return { id, overwrite: more === "overwrite" };
}

function periodOf(period: string): string {
  askedBy(period);
  return period;
}

const pages: { [Phase in Place["phase"]]: PageOf<Phase> } = {
  check: async ({ ctx, state, manifest, overwrite }, { part }) => {
    if (part === 0) await requireFit(ctx, manifest, { overwrite });
    const parts = manifest.parts.slice(part, part + limits.restorePartsCheckedInPage);
    for (const each of parts) await soundPart(ctx.env, each);
    const total = manifest.parts.reduce((sum, { rows }) => sum + rows, 0);
    if (part + parts.length < manifest.parts.length) return { done: 0, total, next: { phase: "check", part: part + parts.length } };
    const next: Place = overwrite ? { phase: "clearObjects", kind: "SeatMap", after: "" } : { phase: "clearTables", table: 0 };
    return { done: 0, total, next, statements: [stopOtherRuns(ctx, state.runId), ...(await putTriggersAside(ctx.env.DB))] };
  },

  clearObjects: async ({ ctx }, { kind, after }) => {
    const last = await clearObjects(ctx, kind, after);
    if (last !== null) return { done: 0, next: { phase: "clearObjects", kind, after: last } };
    const following = kindAfter(kind);
    return { done: 0, next: following ? { phase: "clearObjects", kind: following, after: "" } : { phase: "clearTables", table: 0 } };
  },

  clearTables: async ({ ctx }, { table }) => {
    const next = await clearTables(ctx, table);
    return { done: 0, next: next === null ? { phase: "d1", part: 0 } : { phase: "clearTables", table: next } };
  },

  d1: async ({ ctx, manifest }, { part }) => {
    const parts = togetherFrom(tablePartsOf(manifest), part);
    const statements: D1PreparedStatement[] = [];
    for (const each of parts) statements.push(...(await restoreRows(ctx.env.DB, await readPart(ctx.env, each))));
    const done = parts.reduce((sum, { rows }) => sum + rows, 0);
    return { done, statements, next: parts.length === 0 ? { phase: "count" } : { phase: "d1", part: part + parts.length } };
  },

  count: async ({ ctx, manifest }) => ({
    done: 0,
    report: { differences: await differencesIn(ctx.env.DB, manifest) },
    statements: await putMostTriggersBack(ctx.env.DB),
    next: { phase: "objects", part: 0 },
  }),

  objects: async ({ ctx, state, manifest }, { part }) => {
    const file = manifest.parts.filter(({ object }) => object !== undefined)[part];
    if (file === undefined) return { done: 0, next: { phase: "wishes", after: "" } };
    const { objects, differences, statements } = await restoreObjects(ctx, state.runId, part, await readPart(ctx.env, file));
    return { done: file.rows, report: { objects, differences }, statements, next: { phase: "objects", part: part + 1 } };
  },

  wishes: async ({ ctx }, { after }) => {
    const last = await tellWishes(ctx, after);
    return { done: 0, next: last === null ? { phase: "end" } : { phase: "wishes", after: last } };
  },

  end: async ({ ctx, state, manifest }) => ({ done: 0, ...(await endRestore(ctx, state, manifest)), next: null }),
};

/** What other jobs were at is no more. */
const stopOtherRuns = (ctx: Ctx, runId: string): D1PreparedStatement =>
  ctx.env.DB.prepare(
    "UPDATE job_runs SET status = 'FAILED', error = 'a restore took its place', updated_at = ?1, finished_at = ?1 WHERE status = 'RUNNING' AND id <> ?2",
  ).bind(ctx.now(), runId);

/** In the order in which the tables are put back. */
const tablePartsOf = ({ parts }: BackupManifest): BackupPart[] =>
  keptTables.flatMap(({ name }) => parts.filter(({ table }) => table === name));

/** The parts that one page takes: small ones together. */
function togetherFrom(parts: readonly BackupPart[], from: number): BackupPart[] {
  let bytes = 0;
  const some = parts.slice(from, from + limits.backupTablesInPage);
  const end = some.findIndex((part) => {
    bytes += part.bytes;
    return bytes > limits.backupBytesInPart / 8;
  });
  return end === -1 ? some : some.slice(0, Math.max(1, end));
}
