import type { GatewayCore } from "./gateway-core.ts";
import type { Link } from "./link.ts";

/** Sockets of which nothing is heard any more are looked for this often, and closed after as long. */
const silenceMs = 5 * 60_000;
/** So many heart-beats that were promised may be missing. */
const beatsMissedMax = 3;

/** What a gateway does by the clock: closes sockets that never connected or are open too long, beats for clients that do not, and misses the silent. */
export class GatewayClock {
  readonly #ctx: DurableObjectState;
  readonly #core: GatewayCore;
  #alarmAt: number | null = null;
  #rangAt = 0;

  constructor(ctx: DurableObjectState, core: GatewayCore) {
    this.#ctx = ctx;
    this.#core = core;
  }

  /** Sets the alarm for what is due first. Never puts off an earlier one. */
  arm(now = Date.now()): void {
    const at = this.#dueAt(now);
    if (at === null || (this.#alarmAt !== null && this.#alarmAt <= at)) return;
    this.#alarmAt = at;
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(at));
  }

  /** Does what is due. */
  ring(): void {
    const now = Date.now();
    this.#alarmAt = null;
    for (const id of this.#core.storage.overdue(now)) this.#expire(id);
    for (const ms of this.#core.storage.beats()) if (isPast(ms, this.#rangAt, now)) this.#beat(ms);
    if (isPast(silenceMs, this.#rangAt, now)) this.#dropSilent(now);
    this.#rangAt = now;
    this.arm(now + 1);
  }

  #dueAt(now: number): number | null {
    const until = this.#core.storage.firstUntil();
    if (until === null) return null;
    return Math.min(until, ...[silenceMs, ...this.#core.storage.beats()].map((ms) => nextOf(ms, now)));
  }

  #expire(id: string): void {
    const link = this.#core.links.byId(id);
    if (link === null) this.#core.leave(id);
    else if (link.seat.version === null) this.#core.fault(link, { message: "no CONNECT in time" }, 1008);
    else this.#core.fault(link, { code: "TOKEN_EXPIRED", message: "open too long: connect again" }, 1008);
  }

  #beat(ms: number): void {
    for (const { id } of this.#core.storage.socketsBy("beat_ms", ms)) this.#core.links.byId(id)?.say("\n");
  }

  /** A socket whose client has gone without a word stays open for the runtime; its heart-beats do not come any more. */
  #dropSilent(now: number): void {
    for (const socket of this.#ctx.getWebSockets()) {
      const link = this.#core.links.of(socket);
      if (link.seat.beatMs > 0 && now - this.#heardAt(link) > Math.max(silenceMs, beatsMissedMax * link.seat.beatMs)) {
        link.close(1001, "nothing was heard of you");
      }
    }
  }

  #heardAt(link: Link): number {
    return Math.max(link.seat.openedAt, link.heardAt, this.#ctx.getWebSocketAutoResponseTimestamp(link.socket)?.getTime() ?? 0);
  }
}

/** Whatever comes every `ms` comes at the same moments for all, so nothing need be kept of each. */
const nextOf = (ms: number, now: number): number => (Math.floor(now / ms) + 1) * ms;
const isPast = (ms: number, before: number, now: number): boolean => Math.floor(before / ms) < Math.floor(now / ms);
