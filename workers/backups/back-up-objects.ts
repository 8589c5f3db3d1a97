import { limits } from "../../contracts/limits.ts";
import type { LoggedKind } from "../../contracts/object-log.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { listObjects, loggedObject } from "./logged-objects.ts";
import { partKey, writePart } from "./part-files.ts";

/** How far a backup is with the objects of a class. `open`: the one that the last part broke off in, with its rows so far. */
export interface ObjectsPosition {
  kind: LoggedKind;
  after: string;
  part: number;
  open: { id: string; name: string; cursor: string; rows: number } | null;
}

export interface ObjectsStep {
  /** Null: that was the last object of the class. */
  next: ObjectsPosition | null;
  rows: number;
  objects: number;
}

/**
 * The next part of a class's objects: whole ones as long as there is room, and of one that is larger a piece. In the part each piece follows a line that names its
 * object, and the last one is followed by a line that says how many rows it has. `sinceMs`: only objects that were made since.
 */
export async function backUpObjects(ctx: Ctx, id: string, position: ObjectsPosition, sinceMs: number): Promise<ObjectsStep> {
  const { kind, open } = position;
  const found = open === null ? (await listObjects(ctx.env, kind, position.after, sinceMs)).map(unread) : [open];
  const part = new Part();
  let next: ObjectsPosition = { ...position, open: null };
  for (const { id: objectId, name, cursor, rows: before } of found) {
    const bytesMax = limits.backupBytesInPart - part.chars;
    if (bytesMax <= 0) break;
    const piece = await callObject(() => loggedObject(ctx.env, kind, name).exportLog({ cursor, bytesMax }), { idempotent: true });
    next = { ...next, after: objectId };
    if (piece === null) continue;
    part.add(kind, name, piece);
    if (piece.cursor === null) part.end(before + piece.rows);
    else next = { ...next, open: { id: objectId, name, cursor: piece.cursor, rows: before + piece.rows } };
  }
  const { lines, rows, objects } = part;
  if (lines !== "") {
    await writePart(ctx.env, partKey(id, { object: kind }, position.part), { object: kind }, lines, rows);
    next = { ...next, part: position.part + 1 };
  }
  return { next: found.length === 0 ? null : next, rows, objects };
}

const unread = (object: { id: string; name: string }) => ({ ...object, cursor: null, rows: 0 });

class Part {
  lines = "";
  rows = 0;
  objects = 0;

  get chars(): number {
    return this.lines.length;
  }

  add(kind: LoggedKind, name: string, piece: { lines: string; rows: number }): void {
    this.lines += `${JSON.stringify({ object: kind, name })}\n${piece.lines}`;
    this.rows += piece.rows;
  }

  end(rows: number): void {
    this.lines += `${JSON.stringify({ end: true, rows })}\n`;
    this.objects++;
  }
}
