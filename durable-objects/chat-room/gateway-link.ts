import type { ChatGatewayCalls } from "../../contracts/chat-gateway.ts";
import type { RoomLine, RoomPosition } from "../../contracts/chat-room.ts";
import { Logger } from "../../workers/platform/log.ts";
import { append, emptyPart, isEmpty, type TickPart } from "./tick-part.ts";

/** More than this waits for no gateway: it asks for what it missed. */
const linesWaitingMax = 5000;
const retryMs = { first: 100, most: 10_000 };
/** Then the gateway is left alone until there is something new to tell: it asks for what it missed. */
const attemptsMax = 8;

interface Ends {
  /** Nobody listens at this gateway any more. */
  onForgotten(name: string): void;
  /** Who does, as the gateway says after this room has lost its memory. */
  onListeners(name: string, listeners: readonly string[]): void;
}

/**
 * What goes from a room to one gateway: one call at a time, and what happens meanwhile goes together with the next. A call that fails is made again, with
 * what came since: the gateway drops what it has, and asks for what it lacks.
 */
export class GatewayLink {
  readonly #env: Env;
  readonly #name: string;
  readonly #room: { appId: string; roomId: string };
  readonly #position: () => { to: RoomPosition; access: number };
  readonly #ends: Ends;
  #waiting: TickPart = emptyPart();
  #from: RoomPosition;
  #running: Promise<void> | null = null;
  #greeted = false;
  #attempts = 0;

  constructor(
    env: Env,
    name: string,
    room: { appId: string; roomId: string },
    position: () => { to: RoomPosition; access: number },
    ends: Ends,
    { isNew }: { isNew: boolean },
  ) {
    this.#env = env;
    this.#name = name;
    this.#room = room;
    this.#position = position;
    this.#from = position().to;
    this.#ends = ends;
    this.#greeted = isNew;
  }

  /** Has the gateway told of what happened, now or with the next call. */
  add(part: TickPart): void {
    const waiting = this.#waiting;
    append(waiting, part);
    if (waiting.messages.length + waiting.changes.length > linesWaitingMax) {
      // From somewhere else than where the gateway is: it will ask.
      this.#waiting = { ...emptyPart(), presence: waiting.presence, lost: waiting.lost };
      this.#from = this.#position().to;
    }
    this.#begin();
  }

  /** Offers a message that another gateway's subscriber would not take. True if somebody there gets it. */
  async offer(line: RoomLine): Promise<boolean> {
    return (await this.#gateway().redelivered({ ...this.#room, line })).taken;
  }

  /** Asks who listens there, once after this room has lost its memory. */
  async greet(): Promise<void> {
    if (this.#greeted) return;
    this.#begin();
    await this.#running;
  }

  #begin(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
    });
  }

  async #work(): Promise<void> {
    while (!this.#greeted || !isEmpty(this.#waiting)) {
      const part = this.#waiting;
      const from = this.#from;
      const { to, access } = this.#position();
      this.#waiting = emptyPart();
      this.#from = to;
      try {
        if (!this.#greeted) {
          const { listening, listeners } = await this.#gateway().roomAwoke({ ...this.#room, head: from, access });
          this.#greeted = true;
          if (!listening) return this.#ends.onForgotten(this.#name);
          this.#ends.onListeners(this.#name, listeners);
        }
        if (!isEmpty(part)) {
          const { listening } = await this.#gateway().tick({ ...this.#room, from, to, access, ...part });
          if (!listening) return this.#ends.onForgotten(this.#name);
        }
        this.#attempts = 0;
      } catch (error) {
        new Logger(this.#env.LOG_LEVEL, { room: this.#room.roomId }).warn("a gateway could not be told", { cause: String(error) });
        if (this.#attempts >= attemptsMax) {
          this.#attempts = 0;
          this.#greeted = false;
          this.#waiting = emptyPart();
          return;
        }
        const since = this.#waiting;
        this.#waiting = part;
        this.#from = from;
        append(part, since);
        await scheduler.wait(Math.min(retryMs.most, retryMs.first * 2 ** this.#attempts++) * (0.5 + Math.random() / 2));
      }
    }
  }

  /** Made anew each time: a stub that failed can stay broken. Its class implements `ChatGatewayCalls`, so its stub answers by it. */
  #gateway(): ChatGatewayCalls {
    return this.#env.CHAT_GATEWAY.getByName(this.#name) as unknown as ChatGatewayCalls;
  }
}
