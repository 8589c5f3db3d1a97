import { limits } from "../../../contracts/limits.ts";
import type { LoggedKind, LogRefusal } from "../../../contracts/object-log.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { loggedObject } from "../logged-objects.ts";

/** How long a showtime has to tell D1 what it has; it goes on by itself. */
const tellingMs = 5000;

interface Restored {
  objects: number;
  differences: string[];
  statements: D1PreparedStatement[];
}

/** Pieces of one object that follow each other in a part. `rows`: those of the whole object, where it ends with this piece. */
interface Segment {
  kind: LoggedKind;
  name: string;
  lines: string[];
  rows: number | null;
}

/**
 * Brings the objects of a part back. What there is of each is laid aside, and when its last line has come it is opened: a showtime then tells D1 everything anew, and of
 * a room D1 forgets what was said after the room was read. Twice for the same run: the same as once.
 */
export async function restoreObjects(ctx: Ctx, run: string, part: number, lines: string): Promise<Restored> {
  const restored: Restored = { objects: 0, differences: [], statements: [] };
  let place = part * 1_000_000;
  for (const segment of segmentsOf(lines)) {
    for (const piece of slicesOf(segment.lines)) {
      const staged = place++;
      const answer = await callObject(
        () => loggedObject(ctx.env, segment.kind, segment.name).stageLog({ run, place: staged, lines: piece }),
        { idempotent: true },
      );
      if (!answer.ok) throw refusal(segment, answer);
    }
    if (segment.rows !== null) await openObject(ctx, run, segment, restored);
  }
  return restored;
}

async function openObject(ctx: Ctx, run: string, segment: Segment, restored: Restored): Promise<void> {
  const { kind, name } = segment;
  const opened = await callObject(() => loggedObject(ctx.env, kind, name).openLog({ run }), { idempotent: true });
  if (!opened.ok) throw refusal(segment, opened);
  restored.objects++;
  // One that was made while the backup was read can be in it twice: the first counts, for D1 was read after it.
  if (!opened.again && opened.rows !== segment.rows)
    restored.differences.push(`${kind} ${name}: ${segment.rows} rows in the backup, ${opened.rows} here`);
  const [appId = "", id = ""] = name.split(":");
  if (kind === "SeatMap") {
    const told = await callObject(() => seatMapOf(ctx.env, appId, id).retell({ patienceMs: tellingMs }), { idempotent: true });
    if (!told.ok || !told.told) ctx.log.warn("a restored showtime is still telling D1 what it has", { showtime: id, app: appId });
  } else {
    const head = await callObject(() => loggedObject(ctx.env, kind, name).logHead(), { idempotent: true });
    restored.statements.push(ctx.env.DB.prepare("DELETE FROM messages WHERE room_id = ? AND seq > ?").bind(id, head ?? 0));
  }
}

const refusal = ({ kind, name }: Segment, { code }: LogRefusal): Error => new Error(`${kind} ${name} could not be restored: ${code}`);

function* segmentsOf(lines: string): Generator<Segment> {
  let segment: Segment | null = null;
  for (const line of lines.split("\n")) {
    if (line.startsWith('{"object":')) {
      if (segment !== null) yield segment;
      const { object, name } = JSON.parse(line);
      segment = { kind: object, name, lines: [], rows: null };
    } else if (line.startsWith('{"end":')) {
      if (segment !== null) segment.rows = JSON.parse(line).rows;
    } else if (line !== "") segment?.lines.push(line);
  }
  if (segment !== null) yield segment;
}

/** A value of SQLite holds at most 2 MB. */
function* slicesOf(lines: readonly string[]): Generator<string> {
  let slice = "";
  for (const line of lines) {
    if (slice !== "" && slice.length + line.length > limits.restoreCharsStaged) {
      yield slice;
      slice = "";
    }
    slice += `${line}\n`;
  }
  if (slice !== "") yield slice;
}
