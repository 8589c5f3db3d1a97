import type { AnalyticsQuery } from "../../contracts/analytics.ts";
import type { AdminCtx } from "../platform/context.ts";
import { type Counted, countedBy, figuresOf, rowsIn, rowsOf, type Sold, soldBy } from "./daily-figures.ts";
import { scopeOf } from "./read-analytics.ts";

const dayMs = 86_400_000;
/** So many days are read at a time. */
const daysAtOnce = 7;

const figures = [
  "bookings",
  "seats",
  "holds",
  "holdsRefused",
  "conflicts",
  "expiries",
  "confirms",
  "paymentsFailed",
  "bookingFailures",
  "requests",
] as const;

/**
 * The analytics as lines, one for each day and app where anything happened, with a pair of columns for each currency in minor units: the columns
 * can be added up.
 */
export async function analyticsFile(
  ctx: AdminCtx,
  query: AnalyticsQuery,
): Promise<{ columns: string[]; pages: AsyncGenerator<(string | number)[][]> }> {
  const scope = scopeOf(ctx, query);
  const database = ctx.db.$client;
  const { sql, values } = rowsIn("daily_sales", scope);
  const { results } = await database
    .prepare(`SELECT DISTINCT currency FROM daily_sales WHERE ${sql} ORDER BY 1`)
    .bind(...values)
    .all<{ currency: string }>();
  const currencies = results.map(({ currency }) => currency);
  return {
    columns: [
      "day",
      "appId",
      "app",
      "domain",
      ...figures,
      ...currencies.flatMap((currency) => [`revenue${currency}`, `refunds${currency}`]),
    ],
    pages: weeks(),
  };

  async function* weeks() {
    for (let at = Date.parse(scope.from); at <= Date.parse(scope.to); at += daysAtOnce * dayMs) {
      const last = Math.min(at + (daysAtOnce - 1) * dayMs, Date.parse(scope.to));
      const part = { ...scope, from: dayOf(at), to: dayOf(last) };
      const [counted, sold] = await database.batch([countedBy(database, "day, app_id", part), soldBy(database, "day, app_id", part)]);
      yield lines(rowsOf<Counted>(counted), rowsOf<Sold>(sold), await appsOf(database, counted, sold), currencies);
    }
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface AppName {
  id: string;
  name: string;
  domain: string;
}

async function appsOf(database: D1Database, ...results: (D1Result | undefined)[]): Promise<Map<string, AppName>> {
  const ids = new Set(results.flatMap((result) => rowsOf<{ app_id: string }>(result)).map(({ app_id }) => app_id));
  const found = await database
    .prepare("SELECT id, name, domain FROM apps WHERE id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify([...ids]))
    .all<AppName>();
  return new Map(found.results.map((app) => [app.id, app]));
}

function lines(counted: Counted[], sold: Sold[], apps: Map<string, AppName>, currencies: string[]): (string | number)[][] {
  const keyOf = ({ day, app_id }: Counted | Sold) => `${day} ${app_id}`;
  const countedBy = Map.groupBy(counted, keyOf);
  const soldBy = Map.groupBy(sold, keyOf);
  return [...new Set([...countedBy.keys(), ...soldBy.keys()])].sort().map((key) => {
    const [day = "", appId = ""] = key.split(" ");
    const sums = figuresOf(countedBy.get(key) ?? [], soldBy.get(key) ?? []);
    const money = new Map(sums.money.map((each) => [each.currency, each]));
    return [
      day,
      appId,
      apps.get(appId)?.name ?? "",
      apps.get(appId)?.domain ?? "",
      ...figures.map((figure) => sums[figure]),
      ...currencies.flatMap((currency) => [money.get(currency)?.revenue ?? 0, money.get(currency)?.refunds ?? 0]),
    ];
  });
}
