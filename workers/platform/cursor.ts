import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { AppError } from "./app-error.ts";
import { fromBase64Url, toBase64Url } from "./digest.ts";

/** An opaque cursor: the sort key and the id of the last row of a page. */
export const encodeCursor = (key: number | string, id: string): string => toBase64Url(new TextEncoder().encode(JSON.stringify([key, id])));

/** The sort key and id that `encodeCursor` took; throws VALIDATION_FAILED for anything else. `type`: what the list sorts by. */
export function decodeCursor<Type extends "number" | "string">(
  cursor: string,
  type: Type,
): { key: Type extends "number" ? number : string; id: string } {
  try {
    const parts: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(cursor)));
    if (Array.isArray(parts) && parts.length === 2 && typeof parts[0] === type && typeof parts[1] === "string") {
      return { key: parts[0], id: parts[1] };
    }
  } catch {
    // Falls through: what does not decode is not a cursor of ours.
  }
  throw new AppError("VALIDATION_FAILED", { issues: [{ path: "cursor", message: "is not a cursor of this list" }] });
}

/** What comes behind a cursor in a list that goes from new to old; everything without one. */
export function olderThan(cursor: string | undefined, createdAt: SQLiteColumn, id: SQLiteColumn): SQL | undefined {
  if (cursor === undefined) return undefined;
  const last = decodeCursor(cursor, "number");
  return sql`(${createdAt}, ${id}) < (${last.key}, ${last.id})`;
}

/** A page out of `limit + 1` rows: the one too many tells that there is a next page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
