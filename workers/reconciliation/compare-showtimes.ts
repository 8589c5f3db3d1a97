import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { compareShowtime, type Walk, walkOf } from "./compare-showtime.ts";
import type { Finding, PartStep } from "./finding.ts";

/** The last showtime that was begun, in the order of their beginnings; `walk`: it is not done yet. */
export interface ShowtimesPlace {
  startsAt: number;
  id: string;
  walk: Walk | null;
}

interface Show {
  id: string;
  appId: string;
  startsAt: number;
}

/**
 * Compares showtimes that begin at `from` (ms) or later with their objects: so many a page, and of large ones so many rows. After a retelling the page ends, for
 * it may have taken long.
 */
export async function compareShowtimes(ctx: Ctx, from: number, place: ShowtimesPlace | null): Promise<PartStep<ShowtimesPlace>> {
  const findings: Finding[] = [];
  let pages = 0;
  let done = 0;
  let last: ShowtimesPlace = place ?? { startsAt: from, id: "", walk: null };
  const shows = await showtimesAfter(ctx.env.DB, last);
  const queue: Show[] = last.walk === null ? shows : [{ id: last.id, appId: last.walk.appId, startsAt: last.startsAt }, ...shows];
  for (const { id, appId, startsAt } of queue) {
    let walk: Walk | null = last.walk ?? walkOf({ appId, showtimeId: id });
    while (walk !== null) {
      const compared = await compareShowtime(ctx, walk);
      findings.push(...compared.findings);
      walk = compared.next;
      last = { startsAt, id, walk };
      if (walk === null) done++;
      if (compared.retold || ++pages >= limits.ledgerPagesCompared) return { next: last, done, findings };
    }
  }
  return { next: shows.length < limits.jobShowtimesInPage ? null : last, done, findings };
}

async function showtimesAfter(db: D1Database, { startsAt, id }: ShowtimesPlace): Promise<Show[]> {
  const { results } = await db
    .prepare(
      "SELECT id, app_id AS appId, starts_at AS startsAt FROM showtimes WHERE (starts_at, id) > (?, ?) ORDER BY starts_at, id LIMIT ?",
    )
    .bind(startsAt, id, limits.jobShowtimesInPage)
    .all<Show>();
  return results;
}
