const rowsPerRunMax = 500;

type AppDay = {
  day: string;
  app_id: string;
  holds: number;
  holds_refused: number;
  conflicts: number;
  expiries: number;
  confirms: number;
  booking_failures: number;
  requests: number;
  changes: number;
};
type KeyDay = { day: string; app_id: string; key_id: string; requests: number; last_at: number; changes: number };

/** Whether D1 has not heard of some counts as they are. */
export const hasNews = (sql: SqlStorage): boolean =>
  sql
    .exec("SELECT EXISTS (SELECT 1 FROM app_day WHERE told < changes) OR EXISTS (SELECT 1 FROM key_day WHERE told < changes) AS news")
    .one().news === 1;

/**
 * Tells D1 the whole counts of the days that changed, at most 500 rows of each kind, in one batch; and with those of the keys when each was last
 * used. What changes while it runs stays untold. Throws if D1 does not take it; then everything is told again.
 */
export async function projectCounts(sql: SqlStorage, database: D1Database): Promise<void> {
  const apps = sql.exec<AppDay>(`SELECT * FROM app_day WHERE told < changes LIMIT ${rowsPerRunMax}`).toArray();
  const keys = sql.exec<KeyDay>(`SELECT * FROM key_day WHERE told < changes LIMIT ${rowsPerRunMax}`).toArray();
  if (apps.length === 0 && keys.length === 0) return;
  await database.batch([
    database.prepare(tellApps).bind(JSON.stringify(apps)),
    database.prepare(tellKeys).bind(JSON.stringify(keys)),
    database.prepare(tellLastUse).bind(JSON.stringify(keys)),
  ]);
  for (const { day, app_id, changes } of apps) sql.exec("UPDATE app_day SET told = ? WHERE day = ? AND app_id = ?", changes, day, app_id);
  for (const { day, app_id, key_id, changes } of keys)
    sql.exec("UPDATE key_day SET told = ? WHERE day = ? AND app_id = ? AND key_id = ?", changes, day, app_id, key_id);
}

const field = (name: string): string => `json_extract(value, '$.${name}')`;
const appColumns = ["holds", "holds_refused", "conflicts", "expiries", "confirms", "booking_failures", "requests"];

const tellApps = `
  INSERT INTO daily_app_counts (app_id, day, ${appColumns.join(", ")})
  SELECT ${["app_id", "day", ...appColumns].map(field).join(", ")} FROM json_each(?1) WHERE true
  ON CONFLICT (app_id, day) DO UPDATE SET ${appColumns.map((column) => `${column} = max(${column}, excluded.${column})`).join(", ")}`;

const tellKeys = `
  INSERT INTO daily_key_counts (app_id, day, key_id, requests, last_used_at)
  SELECT ${["app_id", "day", "key_id", "requests", "last_at"].map(field).join(", ")} FROM json_each(?1) WHERE true
  ON CONFLICT (app_id, day, key_id) DO UPDATE SET requests = max(requests, excluded.requests),
    last_used_at = max(last_used_at, excluded.last_used_at)`;

const tellLastUse = `
  UPDATE api_keys SET last_used_at = max(ifnull(last_used_at, 0), used.at)
  FROM (SELECT ${field("key_id")} AS id, max(${field("last_at")}) AS at FROM json_each(?1) GROUP BY 1) AS used
  WHERE api_keys.id = used.id`;
