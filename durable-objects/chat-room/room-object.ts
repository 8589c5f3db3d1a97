import { DurableObject } from "cloudflare:workers";
import { commitFailed, type Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { Logger } from "../../workers/platform/log.ts";
import { AppWatch } from "../app-watch.ts";
import { SocketTally } from "../socket-tally.ts";
import { LiveRoom } from "./live-room.ts";
import { refused } from "./outcome.ts";
import { Room } from "./room.ts";
import { errorFrame, sendFrame } from "./room-socket.ts";
import { RoomSockets } from "./room-sockets.ts";
import { RoomStorage } from "./storage.ts";
import { Turns } from "./turns.ts";

/** An alarm that is so much too early is early enough. */
const alarmSlackMs = 1000;

/**
 * What every method of a room's object works with. The methods are gathered by who calls them, each group a class that inherits those before it: a
 * Durable Object's face is one class. SQL is the truth, memory a cache of it.
 */
export abstract class RoomObject extends DurableObject<Env> {
  protected readonly store: RoomStorage;
  protected readonly crowd: RoomSockets;
  protected readonly tally: SocketTally;
  protected readonly apps: AppWatch;
  protected readonly log: Logger;
  /** Null until the room is set up. */
  protected live: LiveRoom | null = null;
  readonly #turns: Turns;
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.log = new Logger(env.LOG_LEVEL, { room: ctx.id.name ?? "" });
    this.log.debug("chat room woke", {});
    this.store = new RoomStorage(ctx.storage);
    this.crowd = new RoomSockets(ctx);
    this.tally = new SocketTally(ctx, env, "rooms");
    this.apps = new AppWatch(ctx, env, () => this.#switchedOff());
    this.#turns = new Turns(
      (turn) => this.#commit(turn),
      () => this.#afterTurn(),
    );
    const loaded = this.store.load();
    if (loaded !== null) this.adopt(new Room(this.store, loaded));
  }

  protected adopt(room: Room): LiveRoom {
    this.live = new LiveRoom(this.env, room, this.crowd, { now: Date.now(), onChange: () => this.armAlarm() });
    this.armAlarm();
    return this.live;
  }

  /** Runs a command on the room in the next turn, and answers when it is on disk. ROOM_NOT_FOUND if it was never set up, OVERLOADED. */
  protected turn<Answer>(command: (live: LiveRoom, now: number) => Answer): Promise<Answer | Refusal> {
    if (this.live === null) return Promise.resolve(refused("ROOM_NOT_FOUND"));
    if (this.#turns.size >= limits.pendingCommandsMax) return Promise.resolve(refused("OVERLOADED", { retryAfterSeconds: 1 }));
    return this.#turns.do(() => (this.live === null ? refused("ROOM_NOT_FOUND") : command(this.live, Date.now())));
  }

  /** The same for the command that sets the room up. */
  protected first<Answer>(command: (now: number) => Answer): Promise<Answer> {
    return this.#turns.do(() => command(Date.now()));
  }

  /** Sets when there is something to do next. An alarm for nothing would wake a room that sleeps. */
  protected armAlarm(): void {
    const due = this.live?.dueAt ?? null;
    const at = this.#alarmAt;
    if (due === at || (due !== null && at !== null && at <= due && due <= at + alarmSlackMs)) return;
    this.#alarmAt = due;
    this.ctx.waitUntil(due === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(due));
  }

  /** May run late, twice or for nothing: it looks up what is due. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.turn((live, now) => live.settle(now));
    await this.live?.archive.tell(Date.now());
    // After a crash somebody may listen at a gateway that was not told the last of it.
    await this.live?.fanOut.greetAll();
    this.armAlarm();
  }

  #switchedOff(): void {
    for (const socket of this.crowd.all()) {
      sendFrame(socket, errorFrame(refused("APP_INACTIVE")));
      this.crowd.silence(socket);
      socket.close(1008, "the app is switched off");
    }
  }

  /** Memory is ahead of what could not be written, so this object starts over. */
  #commit(turn: () => void): void {
    try {
      this.store.transaction(turn);
    } catch (error) {
      this.log.error("a turn could not be committed", error);
      this.ctx.abort(commitFailed);
      throw new Error(commitFailed);
    }
  }

  #afterTurn(): void {
    if (this.live === null) return;
    const effects = this.live.room.takeEffects();
    this.live.fanOut.add(effects);
    if (effects.messages.length + effects.changes.length > 0 || this.live.room.hasUnsavedReads) this.live.archive.changed(Date.now());
    this.armAlarm();
  }
}
