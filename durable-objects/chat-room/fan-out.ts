import type { RoomLine, RoomPosition } from "../../contracts/chat-room.ts";
import type { RoomServerFrame } from "../../contracts/chat-socket.ts";
import { limits } from "../../contracts/limits.ts";
import { GatewayLink } from "./gateway-link.ts";
import type { Effects, Room } from "./room.ts";
import type { RoomSockets } from "./room-sockets.ts";
import { changeFrame, emptyPart, isEmpty, messageFrame, type TickPart, together } from "./tick-part.ts";

/** Who hears nothing of the room any more is told why, and leaves. */
type Expel = (userId: string) => void;

/**
 * Tells everybody who listens what happened, in ticks: at once while little happens, and gathered while much does, so that the cost follows ticks and not
 * messages × members. Messages and changes are told in their order and never left out; who types and who has read is told as it is at the tick.
 */
export class FanOut {
  /** Up to where everybody has been told. */
  told: RoomPosition;
  readonly #env: Env;
  readonly #room: Room;
  readonly #sockets: RoomSockets;
  readonly #expel: Expel;
  readonly #links = new Map<string, GatewayLink>();
  readonly #onForgotten: (gateway: string) => void;
  readonly #onListeners: (gateway: string, listeners: readonly string[]) => void;
  #part: TickPart = emptyPart();
  #passing = new Map<string, { userId: string; body: string }>();
  #presence = new Map<string, boolean>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerAt = 0;
  #flushedAt = 0;
  /** When it was last told who is here and what people do. */
  #passedAt = 0;
  readonly #people: () => number;

  constructor(
    env: Env,
    room: Room,
    sockets: RoomSockets,
    ends: {
      expel: Expel;
      /** How many people are here. */
      people(): number;
      onForgotten(gateway: string): void;
      onListeners(gateway: string, listeners: readonly string[]): void;
    },
  ) {
    this.#people = ends.people;
    this.#env = env;
    this.#room = room;
    this.#sockets = sockets;
    this.#expel = ends.expel;
    this.#onForgotten = ends.onForgotten;
    this.#onListeners = ends.onListeners;
    this.told = { seq: room.head, rev: room.rev };
  }

  /** From now on this gateway hears of the room. `isNew`: nobody listened there before. */
  link(name: string, { isNew }: { isNew: boolean }): GatewayLink {
    const known = this.#links.get(name);
    if (known !== undefined) return known;
    const { appId, roomId } = this.#room.facts;
    const position = () => ({ to: this.told, access: this.#room.access });
    const onForgotten = (gateway: string) => {
      this.#links.delete(gateway);
      this.#onForgotten(gateway);
    };
    const link = new GatewayLink(this.#env, name, { appId, roomId }, position, { onForgotten, onListeners: this.#onListeners }, { isNew });
    this.#links.set(name, link);
    return link;
  }

  unlink(name: string): void {
    this.#links.delete(name);
  }

  /** Whether somebody at this gateway takes a message that was not wanted elsewhere. */
  async redeliver(gateway: string, line: RoomLine): Promise<boolean> {
    return (await this.#links.get(gateway)?.offer(line)) ?? false;
  }

  /** Asks each gateway once who listens there, after this object has lost its memory. */
  async greetAll(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.greet()));
  }

  /** What is on disk now. Whoever lost their access hears what stands before that, and nothing after it. */
  add({ messages, changes, lost }: Effects): void {
    if (messages.length + changes.length + lost.length === 0) return;
    if (lost.length > 0) {
      this.flush();
      // Told before they are expelled: a gateway where nobody else listens is not told anything afterwards.
      this.#part.lost.push(...lost);
      this.flush();
      for (const userId of lost) this.#expel(userId);
    }
    this.#part.messages.push(...messages);
    this.#part.changes.push(...changes);
    this.#schedule(this.#tickAt());
  }

  /** Somebody came or went. In a crowd this is told now and then, and not of everybody: who is here can be asked. */
  present(userId: string, isOnline: boolean): void {
    if (this.#presence.size >= limits.presencePerTickMax && !this.#presence.has(userId)) return;
    this.#presence.set(userId, isOnline);
    this.#schedule(this.#passingAt());
  }

  /** What nobody keeps: of each person and kind the last one counts. Shed first, where more people are here than can look at it. */
  pass(frame: Extract<RoomServerFrame, { type: "typing" | "seen" }>): void {
    const most = frame.type === "seen" ? limits.seenToldPeopleMax : limits.typingToldPeopleMax;
    if (this.#people() > most) return;
    if (frame.type === "typing" && this.#passing.size >= limits.typingPerTickMax + limits.seenToldPeopleMax) return;
    this.#passing.set(`${frame.type} ${frame.userId}`, { userId: frame.userId, body: JSON.stringify(frame) });
    this.#schedule(this.#passingAt());
  }

  #isCrowd(): boolean {
    return this.#people() > limits.roomCrowdSockets;
  }

  #passingAt(): number {
    return this.#isCrowd() ? Math.max(this.#passedAt + limits.crowdPresenceMs, this.#tickAt()) : this.#tickAt();
  }

  #tickAt(): number {
    return this.#flushedAt + tickMsFor(Math.max(this.#sockets.size, this.#people()));
  }

  #schedule(at: number): void {
    if (this.#timer !== null) {
      if (this.#timerAt <= at) return;
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    const waitMs = at - Date.now();
    if (waitMs <= 0) {
      this.flush();
      return;
    }
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.flush(), waitMs);
  }

  /** Tells what was gathered. A timer keeps the object awake, so nothing that was gathered is forgotten by sleep. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const part = this.#part;
    const now = Date.now();
    const isTimeToPass = now >= this.#passingAt();
    if (isTimeToPass) {
      part.passing = [...this.#passing.values()];
      part.presence = [...this.#presence].map(([id, isOnline]) => ({ id, isOnline }));
      this.#passing = new Map();
      this.#presence = new Map();
      this.#passedAt = now;
    }
    if (!isEmpty(part)) this.#tell(part, now);
    if (!isTimeToPass && this.#passing.size + this.#presence.size > 0) this.#schedule(this.#passingAt());
  }

  #tell(part: TickPart, now: number): void {
    this.#part = emptyPart();
    this.#flushedAt = now;
    this.told = { seq: part.messages.at(-1)?.n ?? this.told.seq, rev: part.changes.at(-1)?.n ?? this.told.rev };
    const { presence, passing } = part;
    this.#sockets.tell(framesOf(part), () => framesOf({ ...emptyPart(), presence, passing }));
    for (const link of this.#links.values()) link.add(part);
  }
}

/**
 * How far ticks are apart at least while a room is busy: what costs is a message at a socket, so more listeners are told less often. 40 ms for up to 400, 50 ms
 * for 500 to 1,000, 250 ms for 5,000. What is said in a quiet room is told at once.
 */
export function tickMsFor(listeners: number): number {
  const { roomTickMsMin, roomTickMs, roomTickMsMax, roomCrowdSockets } = limits;
  if (listeners <= roomCrowdSockets) return Math.min(roomTickMs, Math.max(roomTickMsMin, listeners / 10));
  return Math.min(roomTickMsMax, (listeners / roomCrowdSockets) * roomTickMs);
}

/** The tick as one message of a room's socket. */
function framesOf({ messages, changes, presence, passing }: TickPart): string {
  const frames = [...messages.map(messageFrame), ...changes.map(changeFrame), ...passing.map(({ body }) => body)];
  if (presence.length > 0) frames.push(JSON.stringify({ type: "presence", items: presence }));
  return together(frames);
}
