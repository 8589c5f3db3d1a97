import { DurableObject } from "cloudflare:workers";
import type { ChatGatewayCalls, LiveMessage, LiveRelayCalls } from "../../contracts/chat-gateway.ts";
import { limits } from "../../contracts/limits.ts";
import init from "../../migrations/live-relay/0001_init.sql";
import { Logger } from "../../workers/platform/log.ts";
import { isMigrated, type Migration, migrate } from "../migrate.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";
import { Branch } from "./branch.ts";

const migrations: readonly Migration[] = [["0001_init", init]];
const bounds = { framesMax: limits.liveWaitingMax, bytesMax: limits.liveWaitingBytesMax, tickMs: limits.liveTickMs };

type Publish = LiveRelayCalls["publish"];

/**
 * Passes on what is said at one name of an app, and keeps none of it. Its name is `{appId}:{name}`. Which gateways listen is on disk; what is on its way when
 * this object is lost is lost with it, as is what a gateway could not be told.
 */
export class LiveRelay extends DurableObject<Env> implements LiveRelayCalls {
  readonly #appId: string;
  readonly #name: string;
  readonly #log: Logger;
  readonly #branches = new Map<string, Branch>();
  #isSetUp: boolean;
  #bucket: Bucket | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const called = ctx.id.name ?? "";
    this.#appId = called.slice(0, called.indexOf(":"));
    this.#name = called.slice(called.indexOf(":") + 1);
    this.#log = new Logger(env.LOG_LEVEL, { relay: called });
    this.#isSetUp = isMigrated(ctx.storage);
    if (!this.#isSetUp) return;
    migrate(ctx.storage, migrations);
    for (const { gateway } of ctx.storage.sql.exec<{ gateway: string }>("SELECT gateway FROM listener")) this.#branch(gateway);
  }

  /** From the answer on, this gateway is told what is published. Again: nothing changes. */
  async listen(gateway: string): Promise<void> {
    if (!this.#isSetUp) migrate(this.ctx.storage, migrations);
    this.#isSetUp = true;
    this.ctx.storage.sql.exec("INSERT INTO listener VALUES (?) ON CONFLICT DO NOTHING", gateway);
    this.#branch(gateway).listens();
  }

  /** Nobody listens there any more. */
  async unlisten(gateway: string): Promise<void> {
    this.#forget(gateway);
  }

  /**
   * Passes messages on to every gateway that listens, in this order and after those before. The answer does not wait for that. RATE_LIMITED: all who speak
   * here together send too much; none of these were passed on. OVERLOADED: no gateway keeps up.
   */
  async publish(frames: LiveMessage[]): ReturnType<Publish> {
    const branches = [...this.#branches];
    if (branches.length > 0 && branches.every(([, { isFull }]) => isFull)) return { ok: false, code: "OVERLOADED" };
    if (!this.#mayPass(frames.length)) return { ok: false, code: "RATE_LIMITED" };
    for (const [gateway, branch] of branches) this.ctx.waitUntil(this.#send(gateway, branch, frames));
    return { ok: true };
  }

  /** Offers a message to the other gateways, one after another, until somebody takes it. */
  async redeliver({ gateway, frame }: { gateway: string; frame: LiveMessage }): Promise<{ taken: boolean }> {
    for (const other of shuffled([...this.#branches.keys()])) {
      if (other === gateway) continue;
      try {
        const { taken } = await this.#gateway(other).relayRedelivered({ appId: this.#appId, name: this.#name, frame });
        if (taken) return { taken };
      } catch (error) {
        this.#failed(other, error);
      }
    }
    return { taken: false };
  }

  #branch(gateway: string): Branch {
    const known = this.#branches.get(gateway);
    if (known !== undefined) return known;
    const branch = new Branch(bounds, {
      tell: (frames) => this.#gateway(gateway).relay({ appId: this.#appId, name: this.#name, frames }),
      wait: (ms) => scheduler.wait(ms),
      now: Date.now,
      onFailure: (error) => this.#failed(gateway, error),
    });
    this.#branches.set(gateway, branch);
    return branch;
  }

  async #send(gateway: string, branch: Branch, frames: readonly LiveMessage[]): Promise<void> {
    const isListening = await branch.send(frames);
    if (!isListening && this.#branches.get(gateway) === branch) this.#forget(gateway);
  }

  #forget(gateway: string): void {
    if (!this.#branches.delete(gateway)) return;
    this.ctx.storage.sql.exec("DELETE FROM listener WHERE gateway = ?", gateway);
  }

  /** All of so many messages, or none. */
  #mayPass(count: number): boolean {
    const now = Date.now();
    let bucket = this.#bucket;
    for (let taken = 0; taken < count; taken++) {
      const answer = takeToken(bucket, limits.liveBurst, limits.livePerSecond, now);
      if (!answer.allowed) return false;
      bucket = answer.bucket;
    }
    this.#bucket = bucket;
    return true;
  }

  /** Made anew each time: a stub that failed can stay broken. Its class implements `ChatGatewayCalls`, so its stub answers by it. */
  #gateway(name: string): ChatGatewayCalls {
    return this.env.CHAT_GATEWAY.getByName(name) as unknown as ChatGatewayCalls;
  }

  #failed(gateway: string, error: unknown): void {
    this.#log.warn("a gateway could not be told", { gateway, cause: String(error) });
  }
}

function shuffled<Item>(items: Item[]): Item[] {
  for (let last = items.length - 1; last > 0; last--) {
    const at = Math.floor(Math.random() * (last + 1));
    [items[last], items[at]] = [items[at] as Item, items[last] as Item];
  }
  return items;
}
