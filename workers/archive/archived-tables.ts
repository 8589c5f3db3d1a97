import { limits } from "../../contracts/limits.ts";

/** Where the last row of a page stands in the order of its table. */
export type RowPlace = (number | string)[];

/** A table of which every month is kept: rows that only ever come to it, in the order of their time. */
export interface ArchivedTable {
  name: string;
  /** The columns that order it, the time in ms first; together they are unique. */
  order: readonly string[];
}

export const archivedTables: readonly ArchivedTable[] = [
  { name: "audit_log", order: ["at", "id"] },
  { name: "payment_events", order: ["at", "id"] },
  { name: "order_timeline", order: ["at", "order_id", "key"] },
];

/** The next rows of a table from `fromMs` to before `untilMs`, behind `after`; an index has them in this order. */
export function rowsOfMonth(
  db: D1Database,
  { name, order }: ArchivedTable,
  { fromMs, untilMs, after }: { fromMs: number; untilMs: number; after: RowPlace | null },
): D1PreparedStatement {
  const behind = after === null ? "" : ` AND (${order.join(", ")}) > (${order.map(() => "?").join(", ")})`;
  return db
    .prepare(`SELECT * FROM ${name} WHERE at >= ? AND at < ?${behind} ORDER BY ${order.join(", ")} LIMIT ?`)
    .bind(after === null ? fromMs : after[0], untilMs, ...(after ?? []), limits.archiveRowsInPart);
}

/** What `after` is behind this row. */
export const placeOf = ({ order }: ArchivedTable, row: Record<string, unknown>): RowPlace =>
  order.map((column) => {
    const value = row[column];
    if (typeof value !== "number" && typeof value !== "string") throw new Error(`a row without ${column} has no place`);
    return value;
  });
