import { DurableObject } from "cloudflare:workers";
import type { TelemetryBatch, TelemetrySnapshot } from "../../contracts/telemetry.ts";
import init from "../../migrations/metrics/0001_init.sql";
import { Logger } from "../../workers/platform/log.ts";
import { settingsOf } from "../../workers/platform/settings.ts";
import { migrate } from "../migrate.ts";
import { Counts } from "./counts.ts";
import { hasUnsentAlert, raiseAlert, sendAlerts } from "./failure-alert.ts";
import { hasNews, projectCounts } from "./project-counts.ts";

/** D1 hears of the counts at most this often. */
const projectionMs = 30_000;
const retryMs = 30_000;
/** An object that has not spoken of its sockets for this long is asked: it may have crashed with them. */
const silenceMs = 10 * 60_000;
const askedAtOnceMax = 50;

/**
 * What the platform counts of itself: the one place where the isolates' numbers are added up. It keeps the totals since the first day, tells D1
 * the counts by day, and mails the administrator when too many attempts to book fail. Nothing that sells a seat waits for it.
 */
export class Metrics extends DurableObject<Env> {
  readonly #counts: Counts;
  readonly #sql: SqlStorage;
  readonly #log: Logger;
  #projectedAt = 0;
  #failuresToWatch: boolean;
  #notBefore = 0;
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, [["0001_init", init]]);
    this.#sql = ctx.storage.sql;
    this.#counts = new Counts(ctx.storage);
    this.#log = new Logger(env.LOG_LEVEL);
    this.#failuresToWatch = true;
  }

  /** Adds what an isolate has counted. A batch that comes twice is added once. */
  async add(batch: TelemetryBatch): Promise<void> {
    const now = Date.now();
    if (!this.#counts.add(batch, now)) return;
    if (batch.failures.length > 0) this.#failuresToWatch = true;
    await this.#armAlarm(now);
  }

  /** Everything that was counted since the first day. */
  async snapshot(): Promise<TelemetrySnapshot> {
    return this.#counts.snapshot(Date.now());
  }

  /** May run late, twice or for nothing: it looks up what is due, each part by itself. Always sets its next run. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const now = Date.now();
    try {
      this.#counts.forget(now);
      const done = await Promise.all([
        this.#part("counts were not projected", () => this.#project(now)),
        this.#part("an alert could not be mailed", () => this.#watchFailures(now)),
        this.#part("sockets could not be counted", () => this.#askSilent(now)),
      ]);
      this.#notBefore = done.every(Boolean) ? 0 : now + retryMs;
    } finally {
      await this.#armAlarm(now);
    }
  }

  async #project(now: number): Promise<void> {
    if (!hasNews(this.#sql) || now < this.#projectedAt + projectionMs) return;
    this.#projectedAt = now;
    await projectCounts(this.#sql, this.env.DB);
  }

  async #watchFailures(now: number): Promise<void> {
    if (this.#failuresToWatch) {
      const { alerts } = await settingsOf({ env: this.env, now: () => now, log: this.#log });
      const recipient = alerts.mailTo || this.env.ADMIN_EMAIL;
      if (recipient !== "") raiseAlert(this.#sql, alerts.bookingFailures, recipient, now);
      this.#failuresToWatch = false;
    }
    if (hasUnsentAlert(this.#sql)) await sendAlerts(this.#sql, this.env);
  }

  async #askSilent(now: number): Promise<void> {
    for (const { channel, object } of this.#counts.silentSockets(now - silenceMs, askedAtOnceMax)) {
      // Whoever cannot be asked is counted as having none, and says so itself at its next opening or close.
      const open = await this.#socketsOf(channel, object).catch(() => 0);
      this.#counts.setSockets(channel, object, open, now);
    }
  }

  async #socketsOf(channel: string, object: string): Promise<number> {
    const holders: Record<string, { getByName(name: string): { sockets(): Promise<number> } }> = {
      seats: this.env.SEAT_MAP,
      queue: this.env.WAITING_ROOM,
      rooms: this.env.CHAT_ROOM,
      gateway: this.env.CHAT_GATEWAY,
    };
    return holders[channel]?.getByName(object).sockets() ?? 0;
  }

  /** Whether the part ran to its end. */
  async #part(failure: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#log.error(failure, error);
      return false;
    }
  }

  /** Sets the alarm for whatever is due first, after a failure not before it may be tried again. */
  async #armAlarm(now: number): Promise<void> {
    const oldest = this.#counts.oldestSocket();
    const due = [
      ...(hasNews(this.#sql) ? [Math.max(now, this.#projectedAt + projectionMs)] : []),
      ...(this.#failuresToWatch || hasUnsentAlert(this.#sql) ? [now] : []),
      ...(oldest === null ? [] : [oldest + silenceMs]),
    ];
    if (due.length === 0) return;
    const at = Math.max(Math.min(...due), this.#notBefore);
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    await this.ctx.storage.setAlarm(at);
  }
}
