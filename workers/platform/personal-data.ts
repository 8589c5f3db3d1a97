import { and, asc, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SQLiteColumn, SQLiteSelect } from "drizzle-orm/sqlite-core";
import type { Ctx } from "./context.ts";
import { decodeCursor, encodeCursor, toPage } from "./cursor.ts";

/** Somebody whose data is asked for or erased. */
export interface Person {
  userId: string;
  email: string;
  username: string;
}

/** Some rows of a section, as people may read them, and where to go on; null at the end. */
export interface Stretch {
  items: unknown[];
  next: string | null;
}

/** One kind of data of a person, e.g. `bookings`. `read` gives at most `rows` of it, from behind `after` on. */
export interface ExportSection {
  name: string;
  read(ctx: Ctx, person: Person, after: string | null, rows: number): Promise<Stretch>;
}

/** What a domain keeps about people: what an export contains of it, and the statements that forget it, for the batch that erases a person. */
export interface PersonalData {
  sections: readonly ExportSection[];
  erase(ctx: Ctx, person: Person): Promise<BatchItem<"sqlite">[]>;
}

/** A section of rows that go from old to new by two columns, the time and then what tells rows of the same moment apart. */
interface RowsOf<Query extends SQLiteSelect, Row> {
  name: string;
  order: [createdAt: SQLiteColumn, id: SQLiteColumn];
  whose(person: Person): SQL;
  /** Ends with `$dynamic()`. */
  select(ctx: Ctx): Query;
  /** What the two columns are in a row. */
  keyOf(row: Row): [createdAt: number, id: string];
  show(row: Row, ctx: Ctx): unknown;
}

/** The section of what a query finds of a person. */
export function sectionOf<Query extends SQLiteSelect>({
  name,
  order: [createdAt, id],
  whose,
  select,
  keyOf,
  show,
}: RowsOf<Query, Query["_"]["result"][number]>): ExportSection {
  return {
    name,
    async read(ctx, person, after, rows) {
      const query = select(ctx)
        .where(and(whose(person), newerThan(after, createdAt, id)))
        .orderBy(asc(createdAt), asc(id))
        .limit(rows + 1);
      return stretchOf(await query, rows, keyOf, (row) => show(row, ctx));
    },
  };
}

/** What comes behind `after` in a section that goes from old to new by these columns; everything without it. */
export function newerThan(after: string | null, createdAt: SQLiteColumn, id: SQLiteColumn): SQL | undefined {
  if (after === null) return undefined;
  const last = decodeCursor(after, "number");
  return sql`(${createdAt}, ${id}) > (${last.key}, ${last.id})`;
}

/** A stretch out of a query for `rows + 1` rows: the one too many tells that there is more. */
export function stretchOf<Row>(
  found: Row[],
  rows: number,
  keyOf: (row: Row) => [createdAt: number, id: string],
  toItem: (row: Row) => unknown,
): Stretch {
  const { items, nextCursor } = toPage(found, rows, (row) => encodeCursor(...keyOf(row)), toItem);
  return { items, next: nextCursor };
}

/** A moment as people read it in an export. */
export const moment = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
