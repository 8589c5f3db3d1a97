import { DurableObject } from "cloudflare:workers";
import type { Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { WebhookDelivery, WebhookEndpointCalls, WebhookMessage } from "../../contracts/webhooks.ts";
import { Logger } from "../../workers/platform/log.ts";
import { count, flushSoon } from "../../workers/platform/telemetry.ts";
import { isMigrated } from "../migrate.ts";
import { type Configuration, noteFailing, readConfiguration } from "./configuration.ts";
import { DeliveryLog, type DueDelivery } from "./delivery-log.ts";
import { deliveryPage, findDelivery } from "./delivery-page.ts";
import { disableEndpoint } from "./disable-endpoint.ts";
import { isGivenUp, nextAttemptAt } from "./schedule.ts";
import { type Sent, sendMessage } from "./send-message.ts";

/** A request of which nothing was noted for this long was cut off: its limit in time, and some more. */
const leaseMs = (limits.webhookTimeoutSeconds + 10) * 1000;
/** How old what D1 said may be while a round goes on; a change is told us besides. */
const freshMs = 1000;
const patienceMs = 5000;
const alarmNotBeforeMs = 250;

const gone = "the endpoint answered 410 Gone and was switched off";
const failing = `nothing came through for ${limits.webhookFailingDaysMax} days, and the endpoint was switched off`;
const switchedOff = "the endpoint was switched off";

/**
 * The deliveries of one webhook endpoint; its name is the endpoint's id. What it has answered to take is on disk and is delivered at least once: a request is
 * written down before it is made, and made again under the same `webhook-id` if its outcome never was. What is configured D1 knows, and is asked each round.
 */
export class WebhookEndpoint extends DurableObject<Env> implements WebhookEndpointCalls {
  readonly #id: string;
  readonly #logger: Logger;
  #log: DeliveryLog | null;
  #known: { at: number; configuration: Configuration } | null = null;
  #underWay = new Set<number>();
  #round: Promise<void> | null = null;
  #wake: () => void = () => {};
  #alarmAt: number | null = null;
  #notBefore = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#id = ctx.id.name ?? "";
    this.#logger = new Logger(env.LOG_LEVEL, { webhookEndpoint: this.#id });
    this.#log = isMigrated(ctx.storage) ? new DeliveryLog(ctx.storage) : null;
  }

  /** From the answer on these will be delivered. One of a `messageId` that is known changes nothing. */
  async take(messages: WebhookMessage[]): Promise<void> {
    this.#open().add(messages, Date.now());
    this.#begin();
  }

  /** Takes one message and answers its delivery, which is on its way. */
  async send(message: WebhookMessage): Promise<WebhookDelivery> {
    this.#open().add([message], Date.now());
    const delivery = findDelivery(this.ctx.storage.sql, "message_id", message.messageId);
    if (delivery === null) throw new Error("a message that was taken is not there");
    this.#begin();
    return delivery;
  }

  /** The newest first, with their attempts. */
  async deliveries(query: Parameters<WebhookEndpointCalls["deliveries"]>[0]): ReturnType<WebhookEndpointCalls["deliveries"]> {
    if (this.#log === null) return { items: [], next: null };
    this.#armAlarm();
    return deliveryPage(this.ctx.storage.sql, query);
  }

  /** Begins anew with a delivery, under the same `webhook-id`. WEBHOOK_DELIVERY_NOT_FOUND. */
  async resend(deliveryId: string): Promise<{ ok: true; delivery: WebhookDelivery } | Refusal> {
    if (!this.#log?.sendAgain(deliveryId, Date.now())) return { ok: false, code: "WEBHOOK_DELIVERY_NOT_FOUND" };
    const delivery = findDelivery(this.ctx.storage.sql, "id", deliveryId);
    if (delivery === null) return { ok: false, code: "WEBHOOK_DELIVERY_NOT_FOUND" };
    this.#begin();
    return { ok: true, delivery };
  }

  /** D1 says something else than before: it is asked at once, and what a `Retry-After` put off is due. */
  async changed(): Promise<void> {
    this.#known = null;
    this.#notBefore = 0;
    this.#log?.hold(0);
    if (this.#log !== null) this.#begin();
  }

  /** Everything goes: the endpoint is deleted. */
  async forget(): Promise<void> {
    this.#log = null;
    this.#known = null;
    this.#alarmAt = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** May run late, twice or for nothing: it looks up what is due. Never throws, and always sets its next run. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    this.#log?.prune(Date.now());
    await this.#work();
  }

  #open(): DeliveryLog {
    this.#log ??= new DeliveryLog(this.ctx.storage);
    return this.#log;
  }

  /** Does at once what is due, without anybody waiting for it; the alarm is for the case that this object is evicted meanwhile. */
  #begin(): void {
    this.#armAlarm();
    this.#wake();
    this.ctx.waitUntil(this.#work());
  }

  /** One round goes on for all who ask for one meanwhile. */
  #work(): Promise<void> {
    this.#round ??= this.#workOff()
      .catch((error: unknown) => {
        this.#notBefore = Date.now() + patienceMs;
        this.#logger.error("a round of webhooks was broken off", error);
      })
      .finally(() => {
        this.#round = null;
        this.#armAlarm();
        flushSoon(this.env, (promise) => this.ctx.waitUntil(promise), Date.now());
      });
    return this.#round;
  }

  /** Sends what is due, so many at once, until nothing is or this is enough for one round. */
  async #workOff(): Promise<void> {
    let sent = 0;
    let started = 0;
    do {
      const configuration = await this.#configuration();
      const log = this.#log;
      if (configuration === null || log === null) return;
      if (!configuration.enabled) log.failWaiting(switchedOff);
      const free = Math.min(limits.webhookInFlightMax - this.#underWay.size, limits.webhookSendsPerRound - sent);
      const due = free > 0 ? log.due(Date.now(), free, this.#underWay) : [];
      for (const delivery of due) this.#start(log, configuration, delivery);
      started = due.length;
      sent += started;
      if (this.#underWay.size > 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      this.#wake = () => {};
    } while (started > 0 || this.#underWay.size > 0);
  }

  /** What D1 says, at most a second old. Null: the endpoint is deleted, and with it all that was kept here. */
  async #configuration(): Promise<Configuration | null> {
    const now = Date.now();
    if (this.#known !== null && now - this.#known.at < freshMs) return this.#known.configuration;
    const configuration = await readConfiguration(this.env, this.#id, now);
    this.#known = configuration && { at: now, configuration };
    if (configuration === null) await this.forget();
    return configuration;
  }

  #start(log: DeliveryLog, configuration: Configuration, delivery: DueDelivery): void {
    const { seq } = delivery;
    log.lease(seq, Date.now() + leaseMs);
    this.#underWay.add(seq);
    const attempt = this.#attempt(log, configuration, delivery)
      .catch((error: unknown) => this.#logger.error("a webhook's outcome was not noted", error))
      .finally(() => {
        this.#underWay.delete(seq);
        this.#wake();
      });
    this.ctx.waitUntil(attempt);
  }

  async #attempt(log: DeliveryLog, configuration: Configuration, delivery: DueDelivery): Promise<void> {
    const sent = await sendMessage(this.env, configuration, delivery);
    count("webhook_attempts_total", { outcome: sent.outcome });
    // It was deleted meanwhile, and its tables with it.
    if (this.#log !== log) return;
    if (sent.outcome === "delivered") {
      log.delivered(delivery.seq, sent.attempt);
      if (configuration.failingSince !== null) await this.#noteFailing(configuration, null);
    } else await this.#failed(log, configuration, delivery, sent);
  }

  async #failed(log: DeliveryLog, configuration: Configuration, delivery: DueDelivery, { attempt, retryAfterMs }: Sent): Promise<void> {
    const now = Date.now();
    const isGone = attempt.status === 410;
    const tried = delivery.attempts + 1;
    const dueAt = isGone ? null : nextAttemptAt(tried, now, Math.random(), retryAfterMs);
    log.failed(delivery.seq, attempt, dueAt, isGone ? gone : `${tried} attempts failed`);
    if (retryAfterMs !== null && (attempt.status === 429 || attempt.status === 503)) {
      log.hold(Math.max(log.holdUntil(), now + retryAfterMs));
    }
    if (isGone) await this.#disable(log, configuration, "GONE", attempt.error, gone);
    else if (isGivenUp(configuration.failingSince, now)) await this.#disable(log, configuration, "FAILING", attempt.error, failing);
    else if (configuration.failingSince === null) await this.#noteFailing(configuration, attempt.at);
  }

  async #disable(
    log: DeliveryLog,
    { appId, url, failingSince }: Configuration,
    reason: "GONE" | "FAILING",
    lastError: string | null,
    words: string,
  ): Promise<void> {
    await disableEndpoint(this.env, this.ctx, { endpointId: this.#id, appId, url, reason, failingSince, lastError });
    this.#known = null;
    log.failWaiting(words);
  }

  async #noteFailing(configuration: Configuration, since: number | null): Promise<void> {
    configuration.failingSince = since;
    await noteFailing(this.env, this.#id, since).catch((error: unknown) => {
      this.#known = null;
      this.#logger.warn("D1 was not told how an endpoint fares", { error: String(error) });
    });
  }

  /** Sets the alarm for what is due first. What is overdue sets it anew at each call, should the one before never have come. */
  #armAlarm(): void {
    const due = this.#log?.nextDue() ?? null;
    if (due === null) return;
    const at = Math.max(due, this.#notBefore, Date.now() + alarmNotBeforeMs);
    if (at === this.#alarmAt) return;
    this.#alarmAt = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }
}
