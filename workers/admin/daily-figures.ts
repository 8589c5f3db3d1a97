import type { Figures } from "../../contracts/analytics.ts";
import type { Domain } from "../../contracts/tenants.ts";

/** Which apps' days are added up: `from` and `to` are days, both counted. */
export interface Scope {
  from: string;
  to: string;
  appId?: string | undefined;
  domain?: Domain | undefined;
}

/** What the sums are told apart by. `apps` has no columns of its own: the app's are joined. */
export type Grouping = "day" | "app_id" | "domain" | "day, app_id";

export interface Counted {
  day?: string;
  app_id?: string;
  domain?: Domain;
  holds: number;
  holds_refused: number;
  conflicts: number;
  expiries: number;
  confirms: number;
  booking_failures: number;
  requests: number;
}
export interface Sold {
  day?: string;
  app_id?: string;
  domain?: Domain;
  currency: string;
  bookings: number;
  seats: number;
  revenue: number;
  refunds: number;
  payments_failed: number;
}

const sums = (columns: readonly string[]): string => columns.map((column) => `sum(${column}) AS ${column}`).join(", ");
const countColumns = ["holds", "holds_refused", "conflicts", "expiries", "confirms", "booking_failures", "requests"];
const salesColumns = ["bookings", "seats", "revenue", "refunds", "payments_failed"];

/** The sums of what the Metrics object counted. Rows of `Counted`. */
export const countedBy = (database: D1Database, grouping: Grouping, scope: Scope, apps?: readonly string[]): D1PreparedStatement =>
  grouped(database, "daily_app_counts", `${grouping}`, sums(countColumns), scope, apps);

/** The sums of what was sold, by currency. Rows of `Sold`. */
export const soldBy = (database: D1Database, grouping: Grouping, scope: Scope, apps?: readonly string[]): D1PreparedStatement =>
  grouped(database, "daily_sales", `${grouping}, currency`, sums(salesColumns), scope, apps);

function grouped(
  database: D1Database,
  table: "daily_app_counts" | "daily_sales",
  columns: string,
  summed: string,
  scope: Scope,
  apps: readonly string[] | undefined,
): D1PreparedStatement {
  const { sql, values } = rowsIn(table, scope);
  const join = columns.startsWith("domain") ? ` JOIN apps ON apps.id = ${table}.app_id` : "";
  const only = apps === undefined ? "" : " AND app_id IN (SELECT value FROM json_each(?))";
  return database
    .prepare(`SELECT ${columns}, ${summed} FROM ${table}${join} WHERE ${sql}${only} GROUP BY ${columns} ORDER BY ${columns}`)
    .bind(...values, ...(apps === undefined ? [] : [JSON.stringify(apps)]));
}

/** The condition that keeps a statement to the scope. An app's days are found by its key, everybody's by the day. */
export function rowsIn(table: string, { from, to, appId, domain }: Scope): { sql: string; values: string[] } {
  const conditions = [`${table}.day BETWEEN ? AND ?`];
  const values = [from, to];
  if (appId !== undefined) {
    conditions.push(`${table}.app_id = ?`);
    values.push(appId);
  }
  if (domain !== undefined) {
    conditions.push(`${table}.app_id IN (SELECT id FROM apps WHERE domain = ?)`);
    values.push(domain);
  }
  return { sql: conditions.join(" AND "), values };
}

/** The rows of one statement of a batch: D1 types them all alike, and it is the columns of the statement that say what they are. */
export const rowsOf = <Row>(result: D1Result | undefined): Row[] => (result?.results ?? []) as Row[];

/** The figures that these rows make together. */
export function figuresOf(counted: readonly Counted[], sold: readonly Sold[]): Figures {
  const counts = (column: keyof Counted) => counted.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
  const sales = (column: keyof Sold) => sold.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
  const holds = counts("holds");
  const holdsRefused = counts("holds_refused");
  const conflicts = counts("conflicts");
  const confirms = counts("confirms");
  return {
    bookings: sales("bookings"),
    seats: sales("seats"),
    money: moneyOf(sold),
    holds,
    holdsRefused,
    conflicts,
    expiries: counts("expiries"),
    confirms,
    conversion: ratio(confirms, holds),
    contention: ratio(conflicts, holds + holdsRefused),
    paymentsFailed: sales("payments_failed"),
    bookingFailures: counts("booking_failures"),
    requests: counts("requests"),
  };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Revenue and refunds of each currency in which there was any. */
function moneyOf(sold: readonly Sold[]): Figures["money"] {
  const money = new Map<string, { revenue: number; refunds: number }>();
  for (const { currency, revenue, refunds } of sold) {
    const known = money.get(currency) ?? { revenue: 0, refunds: 0 };
    money.set(currency, { revenue: known.revenue + revenue, refunds: known.refunds + refunds });
  }
  return [...money].filter(([, { revenue, refunds }]) => revenue + refunds > 0).map(([currency, sums]) => ({ currency, ...sums }));
}
