import type { LoggedKind } from "../../contracts/object-log.ts";
import type { Ctx } from "../platform/context.ts";
import type { Job, JobState, JobStep } from "../platform/job.ts";
import { dayOf, lastDays, periodAsked } from "../platform/jobs/periods.ts";
import { backUpObjects, type ObjectsPosition } from "./back-up-objects.ts";
import { backUpTables, type TablesPosition } from "./back-up-tables.ts";
import { idOf } from "./backups-to-forget.ts";
import { finishBackup, forgetBackups } from "./finish-backup.ts";
import { isHalfRestored } from "./half-restored.ts";
import { kindAfter } from "./logged-objects.ts";

const hourMs = 3_600_000;
/** What is made at the same moment elsewhere may bear a clock that is so much behind. */
const clockSlackMs = 60_000;

/** Parts of what came late are numbered from here, so that they take no other's place. */
const latePartsFrom = 500_000;

type Place =
  /** `late`: those that were made since the backup began, which were missed the first time. */
  | ({ phase: "objects"; late: boolean } & ObjectsPosition)
  | ({ phase: "d1" } & TablesPosition)
  | { phase: "manifest" }
  | { phase: "forget" };

const begin = (late: boolean): Place => ({ phase: "objects", late, ...firstOf("SeatMap", late) });
const firstOf = (kind: LoggedKind, late: boolean): ObjectsPosition => ({ kind, after: "", part: late ? latePartsFrom : 0, open: null });

interface Position {
  id: string;
  startedMs: number;
  objects: number;
  place: Place;
}

/**
 * The whole platform into R2. First the objects, which are the truth of what is sold and said; then D1, which so has at least the people, payments and showtimes that
 * they speak of; then the objects that were made meanwhile. Why in this order: docs/decisions/0053-backups.md.
 */
export const backupJob: Job = {
  name: "backup",
  summary: "Exports D1 and what the objects of showtimes and rooms have to R2, and forgets old exports",
  schedule: "Daily at 02:00 UTC",
  due: async (ctx) => lastDays(ctx.now(), 1, 2 * hourMs),
  period: (ctx, asked) => periodAsked(asked, dayOf(ctx.now())),
  page: backupPage,
};

async function backupPage(ctx: Ctx, { position }: JobState): Promise<JobStep> {
  if (await isHalfRestored(ctx.env)) throw new Error("a restore has begun and not ended: there is nothing whole to back up");
  const at = (position as Position | null) ?? {
    id: idOf(ctx.now()),
    startedMs: ctx.now(),
    objects: 0,
    place: begin(false),
  };
  const { place } = at;
  if (place.phase === "objects") return objectsPage(ctx, at, place);
  if (place.phase === "d1") {
    const { next, rows } = await backUpTables(ctx, at.id, place);
    const then: Place = next === null ? begin(true) : { phase: "d1", ...next };
    return { position: { ...at, place: then }, done: rows, report: { backup: at.id, rows } };
  }
  if (place.phase === "manifest") {
    const bytes = await finishBackup(ctx, at);
    return { position: { ...at, place: { phase: "forget" } }, done: 0, report: { backup: at.id, bytes } };
  }
  const more = await forgetBackups(ctx);
  return { position: more ? at : null, done: 0 };
}

async function objectsPage(ctx: Ctx, at: Position, place: Extract<Place, { phase: "objects" }>): Promise<JobStep> {
  const { late, kind } = place;
  const { next, rows, objects } = await backUpObjects(ctx, at.id, place, late ? at.startedMs - clockSlackMs : 0);
  const following = kindAfter(kind);
  const then: Place =
    next !== null
      ? { phase: "objects", late, ...next }
      : following !== undefined
        ? { phase: "objects", late, ...firstOf(following, late) }
        : late
          ? { phase: "manifest" }
          : { phase: "d1", table: 0, after: null, part: 0 };
  return {
    position: { ...at, objects: at.objects + objects, place: then },
    done: rows,
    report: { backup: at.id, rows, objects },
  };
}
