import type { LiveMessage, LiveRelayCalls } from "../../contracts/chat-gateway.ts";
import { liveRelayOf } from "../../workers/chat/live-relay-of.ts";
import { callObject } from "../../workers/platform/call-object.ts";
import type { GatewayCore } from "./gateway-core.ts";
import { Outgoing } from "./outgoing.ts";
import type { Subscription } from "./subscriptions.ts";

/** What is said at one name of `/topic/live.` to those who listen here. Nothing of it is stored, and whoever comes later has missed it. */
export class LiveFeed {
  readonly #core: GatewayCore;
  readonly #appId: string;
  readonly #name: string;
  #calls: Promise<unknown> = Promise.resolve();
  #pending = 0;

  constructor(core: GatewayCore, appId: string, name: string) {
    this.#core = core;
    this.#appId = appId;
    this.#name = name;
  }

  get subscriptions(): ReadonlySet<Subscription> {
    return this.#core.subscriptions.at(this.#appId, this.#name);
  }

  /** Whether it can be forgotten. */
  get isIdle(): boolean {
    return this.#pending === 0 && this.subscriptions.size === 0;
  }

  /** The relay knows that somebody listens here when this resolves. */
  join(): Promise<void> {
    return this.#call((relay) => relay.listen(this.#core.gateway));
  }

  /** Somebody has left; if that was the last one, the relay need not tell this gateway any more. */
  left(): void {
    const { gateway, log } = this.#core;
    const told = this.#call(async (relay) => {
      if (this.subscriptions.size === 0) await relay.unlisten(gateway);
    });
    this.#core.keepAlive(told.catch((error) => log.warn("a relay could not be told who left", { cause: String(error) })));
  }

  /** False if nobody listens here. */
  hear(frames: readonly LiveMessage[]): boolean {
    for (const frame of frames) {
      const message = liveMessage(frame);
      for (const each of this.subscriptions) this.#core.speak(each, message);
    }
    return this.subscriptions.size > 0;
  }

  /** Has another gateway's subscriber get a message that nobody here wants. */
  async giveAway(frame: LiveMessage): Promise<void> {
    await this.#relay().redeliver({ gateway: this.#core.gateway, frame });
  }

  /** Who begins and who ends is told in order. */
  #call<Result>(ask: (relay: LiveRelayCalls) => Promise<Result>): Promise<Result> {
    this.#pending++;
    const done = this.#calls
      .catch(() => {})
      .then(() => callObject(() => ask(this.#relay()), { idempotent: true }))
      .finally(() => {
        this.#pending--;
      });
    this.#calls = done;
    return done;
  }

  #relay(): LiveRelayCalls {
    return liveRelayOf(this.#core.env, this.#appId, this.#name);
  }
}

/** A relayed message as its subscribers get it: the bytes, and the headers of the sender's own making. Text goes out as text. */
export const liveMessage = ({ id, headers, body }: LiveMessage): Outgoing =>
  new Outgoing({ id, source: { kind: "live" }, headers, body: textIn(headers, body) ?? body });

function textIn(headers: LiveMessage["headers"], body: Uint8Array): string | null {
  const type = headers.find(([name]) => name === "content-type")?.[1] ?? "";
  if (!/^text\/|json|xml|^$/i.test(type) || body.includes(0)) return null;
  try {
    // A byte order mark is part of the body.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}
