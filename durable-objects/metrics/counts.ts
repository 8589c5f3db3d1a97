import { limits } from "../../contracts/limits.ts";
import {
  type AppCount,
  appCounts,
  conflictCodes,
  counters,
  histograms,
  socketChannels,
  type TelemetryBatch,
  type TelemetrySnapshot,
} from "../../contracts/telemetry.ts";

/** The recent past is kept in slots of this length. */
export const slotMs = 10_000;
const ratioSlots = 30;
const dayMs = 86_400_000;

const columns: Record<AppCount, string> = {
  holds: "holds",
  holdsRefused: "holds_refused",
  conflicts: "conflicts",
  expiries: "expiries",
  confirms: "confirms",
  bookingFailures: "booking_failures",
  requests: "requests",
};

export const slotOf = (at: number): number => Math.floor(at / slotMs);

/** The tables of what was counted. Every method is synchronous, so a batch is added whole or not at all. */
export class Counts {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  #series: number;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#series = this.#sql.exec<{ n: number }>("SELECT (SELECT count(*) FROM counter) + (SELECT count(*) FROM histogram) AS n").one().n;
  }

  /** Adds a batch, once: false if it was added before. Names that this code does not know are left out. */
  add(batch: TelemetryBatch, now: number): boolean {
    return this.#storage.transactionSync(() => {
      const known = this.#sql.exec<{ seq: number }>("SELECT seq FROM isolate WHERE id = ?", batch.isolate).toArray()[0];
      if (known !== undefined && known.seq >= batch.seq) return false;
      this.#sql.exec("INSERT OR REPLACE INTO isolate (id, seq, at) VALUES (?, ?, ?)", batch.isolate, batch.seq, now);
      for (const [name, series, by] of batch.counters) if (Object.hasOwn(counters, name)) this.#count(name, series, by);
      for (const [name, series, buckets, sum] of batch.histograms) this.#observe(name, series, buckets, sum);
      for (const [channel, object, open] of batch.sockets) this.setSockets(channel, object, open, now);
      this.#addDays(batch, now);
      this.#addRecent(batch, now);
      return true;
    });
  }

  /** Everything that was counted since the first day, and the last five minutes' conflicts. */
  snapshot(now: number): TelemetrySnapshot {
    const first = slotOf(now) - ratioSlots;
    const { attempts, conflicts } = this.#sql
      .exec<{ attempts: number; conflicts: number }>(
        "SELECT ifnull(sum(attempts), 0) AS attempts, ifnull(sum(conflicts), 0) AS conflicts FROM recent_hold WHERE slot > ?",
        first,
      )
      .one();
    return {
      counters: this.#sql.exec<{ name: string; series: string; value: number }>("SELECT name, series, value FROM counter").toArray(),
      histograms: this.#sql
        .exec<{ name: string; series: string; buckets: string; sum: number }>("SELECT name, series, buckets, sum FROM histogram")
        .toArray()
        .map((row) => ({ ...row, buckets: JSON.parse(row.buckets) })),
      sockets: this.#sql
        .exec<{ channel: string; open: number }>("SELECT channel, sum(open) AS open FROM socket GROUP BY channel")
        .toArray(),
      conflictRatio: attempts === 0 ? null : conflicts / attempts,
    };
  }

  /** Notes how many sockets an object has open; none is no row. */
  setSockets(channel: string, object: string, open: number, now: number): void {
    if (!socketChannels.some((known) => known === channel)) return;
    if (open <= 0) this.#sql.exec("DELETE FROM socket WHERE channel = ? AND object = ?", channel, object);
    else this.#sql.exec("INSERT OR REPLACE INTO socket (channel, object, open, at) VALUES (?, ?, ?, ?)", channel, object, open, now);
  }

  /** The objects that have not spoken of their sockets since `before`, the longest silent first. */
  silentSockets(before: number, limit: number): { channel: string; object: string }[] {
    return this.#sql
      .exec<{ channel: string; object: string }>("SELECT channel, object FROM socket WHERE at <= ? ORDER BY at LIMIT ?", before, limit)
      .toArray();
  }

  /** When the longest silent object last spoke of its sockets, or null if none has any. */
  oldestSocket(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM socket").one().at;
  }

  /** Forgets what nobody needs any more; of the days only those that D1 knows. */
  forget(now: number): void {
    const oldDay = dayOf(now - 2 * dayMs);
    this.#sql.exec("DELETE FROM isolate WHERE at < ?", now - dayMs);
    this.#sql.exec("DELETE FROM app_day WHERE day < ? AND told = changes", oldDay);
    this.#sql.exec("DELETE FROM key_day WHERE day < ? AND told = changes", oldDay);
    this.#sql.exec("DELETE FROM recent_hold WHERE slot < ?", slotOf(now) - ratioSlots);
    this.#sql.exec("DELETE FROM recent_failure WHERE slot < ?", slotOf(now - dayMs));
    this.#sql.exec("DELETE FROM alert WHERE sent = 1 AND at < ?", now - 30 * dayMs);
  }

  #count(name: string, series: string, by: number): void {
    const { rowsWritten } = this.#sql.exec("UPDATE counter SET value = value + ? WHERE name = ? AND series = ?", by, name, series);
    if (rowsWritten > 0) return;
    if (name === "telemetry_dropped_total" || this.#hasRoom())
      this.#sql.exec("INSERT INTO counter (name, series, value) VALUES (?, ?, ?)", name, series, by);
    else this.#count("telemetry_dropped_total", "", by);
  }

  #observe(name: string, series: string, buckets: number[], sum: number): void {
    const edges = Object.entries(histograms).find(([known]) => known === name)?.[1].buckets;
    // Buckets of another number are those of another version of the code, and cannot be added to ours.
    if (edges === undefined || buckets.length !== edges.length + 1) return;
    const known = this.#sql
      .exec<{ buckets: string; sum: number }>("SELECT buckets, sum FROM histogram WHERE name = ? AND series = ?", name, series)
      .toArray()[0];
    if (known === undefined && !this.#hasRoom()) {
      this.#count("telemetry_dropped_total", "", 1);
      return;
    }
    const before: number[] = known === undefined ? [] : JSON.parse(known.buckets);
    const fits = before.length === buckets.length;
    this.#sql.exec(
      "INSERT OR REPLACE INTO histogram (name, series, buckets, sum) VALUES (?, ?, ?, ?)",
      name,
      series,
      JSON.stringify(fits ? buckets.map((observed, bucket) => observed + (before[bucket] ?? 0)) : buckets),
      sum + (fits ? (known?.sum ?? 0) : 0),
    );
  }

  #hasRoom(): boolean {
    if (this.#series >= limits.telemetrySeriesMax) return false;
    this.#series++;
    return true;
  }

  /** The day is that of the arrival, so that no row grows again once it was forgotten here. */
  #addDays({ apps, keys }: TelemetryBatch, now: number): void {
    const day = dayOf(now);
    for (const [appId, count, by] of apps) {
      const column = appCounts.some((known) => known === count) ? columns[count as AppCount] : undefined;
      if (column === undefined) continue;
      this.#sql.exec(
        `INSERT INTO app_day (day, app_id, ${column}) VALUES (?, ?, ?)
         ON CONFLICT (day, app_id) DO UPDATE SET ${column} = ${column} + excluded.${column}, changes = changes + 1`,
        day,
        appId,
        by,
      );
    }
    for (const [appId, keyId, requests, lastAt] of keys) {
      this.#sql.exec(
        `INSERT INTO key_day (day, app_id, key_id, requests, last_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (day, app_id, key_id) DO UPDATE SET requests = requests + excluded.requests,
           last_at = max(last_at, excluded.last_at), changes = changes + 1`,
        day,
        appId,
        keyId,
        requests,
        lastAt,
      );
    }
  }

  #addRecent({ counters, failures }: TelemetryBatch, now: number): void {
    const slot = slotOf(now);
    const total = (name: string, counts: (series: string) => boolean = () => true) =>
      counters.reduce((sum, [known, series, by]) => (known === name && counts(series) ? sum + by : sum), 0);
    const attempts = total("holds_total") + total("hold_refusals_total");
    if (attempts > 0) {
      const conflicts = total("hold_refusals_total", (code) => conflictCodes.includes(code));
      this.#sql.exec(
        `INSERT INTO recent_hold (slot, attempts, conflicts) VALUES (?, ?, ?)
         ON CONFLICT (slot) DO UPDATE SET attempts = attempts + excluded.attempts, conflicts = conflicts + excluded.conflicts`,
        slot,
        attempts,
        conflicts,
      );
    }
    for (const [appId, code, by] of failures) {
      this.#sql.exec(
        `INSERT INTO recent_failure (slot, app_id, code, failures) VALUES (?, ?, ?, ?)
         ON CONFLICT (slot, app_id, code) DO UPDATE SET failures = failures + excluded.failures`,
        slot,
        appId,
        code,
        by,
      );
    }
  }
}

/** The UTC day of a moment in milliseconds, as `2026-11-21`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
