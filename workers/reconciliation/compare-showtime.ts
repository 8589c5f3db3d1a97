import { type DigestPlace, digestStart, type LedgerDigest } from "../../contracts/ledger-digest.ts";
import { limits } from "../../contracts/limits.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import type { Finding } from "./finding.ts";
import { bookingIdsAfter, type Difference, differingRows, differingShowtime, type Whose } from "./ledger-differences.ts";

/** A showtime on the walk through it. `retold`: its object was asked already to tell D1 anew. */
export interface Walk extends Whose {
  place: DigestPlace;
  retold: boolean;
}

/** `next`: where the walk goes on, null when it is at its end. `retold`: this page had the object tell D1 anew. */
export interface Compared {
  next: Walk | null;
  findings: Finding[];
  retold: boolean;
}

/**
 * Compares a page of what a showtime's object knows with D1. Where D1 is behind, or has something else, the object tells it everything anew, once on a walk, and
 * the page is looked at again: what is right then was mended. What D1 alone has stays there.
 */
export async function compareShowtime(ctx: Ctx, walk: Walk): Promise<Compared> {
  const first = await lookAt(ctx, walk);
  if (first === null) return { next: null, findings: await neverSetUp(ctx, walk), retold: false };
  const toMend = first.differences.some(({ kind }) => kind !== "NOT_TOLD");
  const retold = toMend && !walk.retold;
  if (retold) {
    ctx.log.warn("a showtime tells D1 everything anew, for something there is not as it should be", { showtime: walk.showtimeId });
    await callObject(() => seatMapOf(ctx.env, walk.appId, walk.showtimeId).retell({ patienceMs: limits.ledgerRetellMs }), {
      idempotent: true,
    });
  }
  const second = toMend ? ((await lookAt(ctx, walk)) ?? first) : first;
  const { next } = second.digest;
  return {
    next: next && { ...walk, place: next, retold: walk.retold || retold },
    findings: [...judged(first.differences, second.differences), ...(next === null ? await strangers(ctx, walk, second) : [])],
    retold,
  };
}

interface Look {
  digest: LedgerDigest;
  differences: Difference[];
  bookingsInD1: number;
}

/** Null: the object was never set up. */
async function lookAt(ctx: Ctx, walk: Walk): Promise<Look | null> {
  const { appId, showtimeId, place } = walk;
  const answer = await callObject(() => seatMapOf(ctx.env, appId, showtimeId).digest({ place, limit: limits.ledgerRowsCompared }), {
    idempotent: true,
  });
  if (!answer.ok && answer.code === "SHOWTIME_NOT_FOUND") return null;
  const digest = granted(answer);
  const rows = await differingRows(ctx.env.DB, walk, digest);
  const isLast = digest.next === null;
  const whole = isLast ? await differingShowtime(ctx.env.DB, walk, digest.summary) : { differences: [], bookings: 0 };
  return { digest, differences: [...rows, ...whole.differences], bookingsInD1: whole.bookings };
}

/**
 * What two looks say together. D1 is ahead only if the object, asked later, still knows less than what D1 had before: otherwise something happened between
 * the two questions of one look.
 */
function judged(first: readonly Difference[], second: readonly Difference[]): Finding[] {
  const found: Finding[] = [];
  for (const { kind, subject, detail, known } of first) {
    const again = second.find((other) => other.subject === subject);
    if (kind === "AHEAD_OF_OBJECT" ? again?.kind !== kind || again.known !== known : false) continue;
    found.push({ kind, subject, detail, healed: again === undefined });
  }
  // What came up in the second look only is a matter of the next run, if it is still there.
  return found;
}

/** D1 has a showtime with sales whose object is empty. */
async function neverSetUp({ env }: Ctx, { appId, showtimeId }: Walk): Promise<Finding[]> {
  const sold = await env.DB.prepare("SELECT ledger_seq FROM showtimes WHERE id = ? AND app_id = ? AND ledger_seq > 0")
    .bind(showtimeId, appId)
    .first<{ ledger_seq: number }>();
  if (sold === null) return [];
  return [{ kind: "AHEAD_OF_OBJECT", subject: showtimeId, detail: `D1: entry ${sold.ledger_seq}, the object is empty`, healed: false }];
}

/** Bookings that D1 has and the object never had; looked for only where D1 has more of them. */
async function strangers(ctx: Ctx, walk: Walk, { digest, bookingsInD1 }: Look): Promise<Finding[]> {
  if (bookingsInD1 <= digest.summary.bookings) return [];
  const found: Finding[] = [];
  let after = "";
  for (let page = 0; page < limits.ledgerPagesCompared; page++) {
    const ids = await bookingIdsAfter(ctx.env.DB, walk, after, limits.ledgerRowsCompared);
    if (ids.length === 0) break;
    const answer = await callObject(() => seatMapOf(ctx.env, walk.appId, walk.showtimeId).unknownBookings(ids), { idempotent: true });
    for (const subject of granted(answer).ids) {
      found.push({ kind: "AHEAD_OF_OBJECT", subject, detail: `D1 has it, showtime ${walk.showtimeId} never had it`, healed: false });
    }
    after = ids.at(-1) ?? "";
  }
  return found;
}

export const walkOf = ({ appId, showtimeId }: Whose): Walk => ({ appId, showtimeId, place: digestStart, retold: false });
