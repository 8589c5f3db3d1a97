import { and, gte, lte, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

const dayMs = 86_400_000;

/** The first millisecond of a day in UTC, or the moment itself. */
const firstMs = (moment: string): number => Date.parse(moment);
/** The last millisecond of a day in UTC, or the moment itself. */
const lastMs = (moment: string): number => (moment.includes("T") ? Date.parse(moment) : Date.parse(moment) + dayMs - 1);

/** The rows from `from` on, up to and with `to`; both are days in UTC or moments, and either may be left open. */
export const within = (column: SQLiteColumn, { from, to }: { from?: string | undefined; to?: string | undefined }): SQL | undefined =>
  and(from === undefined ? undefined : gte(column, firstMs(from)), to === undefined ? undefined : lte(column, lastMs(to)));
