import { limits } from "../../contracts/limits.ts";
import { ArchiveTeller } from "./archive.ts";
import { Buckets } from "./buckets.ts";
import { CatchUp } from "./catch-up.ts";
import { FanOut } from "./fan-out.ts";
import { refused } from "./outcome.ts";
import { Past } from "./past.ts";
import { People } from "./people.ts";
import { Presence } from "./presence.ts";
import type { Room } from "./room.ts";
import { errorFrame, sendFrame } from "./room-socket.ts";
import type { RoomSockets } from "./room-sockets.ts";
import { Talk } from "./talk.ts";

/** Sockets that say nothing at all, not even a ping that the platform answers, are looked for so often. */
const sweepMs = 10 * 60_000;
const silentMs = 3 * 60_000;

/** A room that was set up, with everything that works on it. */
export class LiveRoom {
  readonly room: Room;
  readonly talk: Talk;
  readonly people: People;
  readonly past: Past;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  readonly archive: ArchiveTeller;
  readonly catchUp: CatchUp;
  /** Who types how often. */
  readonly passes = new Buckets({ perSecond: limits.passingPerSecond, burst: limits.passingBurst });
  readonly #sockets: RoomSockets;
  #sweepAt: number | null = null;

  constructor(env: Env, room: Room, sockets: RoomSockets, { now, onChange }: { now: number; onChange: () => void }) {
    this.room = room;
    this.#sockets = sockets;
    this.talk = new Talk(room);
    this.people = new People(room);
    this.past = new Past(room, env.DB);
    this.archive = new ArchiveTeller(env, room, now);
    this.fanOut = new FanOut(env, room, sockets, {
      expel: (userId) => this.#expel(userId),
      people: () => this.presence.here.size,
      onForgotten: (gateway) => {
        this.presence.gatewayForgotten(gateway, Date.now());
        onChange();
      },
      onListeners: (gateway, listeners) => {
        this.#reconcile(gateway, new Set(listeners));
        onChange();
      },
    });
    this.presence = new Presence(room, sockets, this.fanOut, sockets.users());
    this.catchUp = new CatchUp(this, sockets);
    // A socket that waited to say what it has when memory was lost begins where it came in: nobody looks alive and hears nothing.
    for (const socket of sockets.waiting()) this.catchUp.startNow(socket);
    for (const gateway of this.presence.gateways) this.fanOut.link(gateway, { isNew: false });
  }

  /** When there is something to do, in ms, or null. */
  get dueAt(): number | null {
    this.#sweepAt = this.#sockets.size === 0 ? null : (this.#sweepAt ?? Date.now() + sweepMs);
    const dues = [this.archive.dueAt, this.presence.dueAt, this.#sweepAt].filter((due) => due !== null);
    return dues.length === 0 ? null : Math.min(...dues);
  }

  /** Does in a turn what is due of the room's own. */
  settle(now: number): void {
    if (this.room.hasUnsavedReads) this.room.saveReads();
    this.presence.settle(now);
    if (this.#sweepAt !== null && this.#sweepAt <= now) {
      this.#sweepAt = null;
      this.#sockets.dropSilent(now - silentMs);
    }
  }

  #expel(userId: string): void {
    this.presence.expelled(userId);
    for (const socket of this.#sockets.of(userId)) {
      sendFrame(socket, errorFrame(refused(this.room.members.get(userId)?.state === "BANNED" ? "BANNED" : "NOT_A_MEMBER")));
      this.#sockets.silence(socket);
      socket.close(1008, "no longer a member");
    }
  }

  /** Those of whom the gateway knows nothing any more have left without a word. */
  #reconcile(gateway: string, listening: ReadonlySet<string>): void {
    for (const userId of this.room.store.listeners().get(gateway) ?? []) {
      if (listening.has(userId)) continue;
      this.presence.unlistens(gateway, userId);
      this.presence.left(userId, Date.now());
    }
  }
}
