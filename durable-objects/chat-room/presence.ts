import { limits } from "../../contracts/limits.ts";
import type { FanOut } from "./fan-out.ts";
import type { Room } from "./room.ts";
import type { RoomSockets } from "./room-sockets.ts";

const graceMs = limits.presenceGraceSeconds * 1000;

/**
 * Who is in the room at this moment: whoever has a socket here or listens at a gateway, in however many tabs and on however many devices. Whoever comes back
 * within the grace has never been away.
 */
export class Presence {
  readonly #room: Room;
  readonly #sockets: RoomSockets;
  readonly #fanOut: FanOut;
  readonly #listeners: Map<string, Set<string>>;
  /** Who counts as here. */
  readonly #here = new Set<string>();
  readonly #leaving = new Map<string, number>();

  /** `seated`: whose sockets are open here. */
  constructor(room: Room, sockets: RoomSockets, fanOut: FanOut, seated: Iterable<string>) {
    this.#room = room;
    this.#sockets = sockets;
    this.#fanOut = fanOut;
    this.#listeners = room.store.listeners();
    for (const userId of seated) this.#here.add(userId);
    for (const users of this.#listeners.values()) for (const userId of users) this.#here.add(userId);
    for (const { userId, leavingAt } of room.members.values()) {
      if (leavingAt === null || this.#isConnected(userId)) continue;
      this.#here.add(userId);
      this.#leaving.set(userId, leavingAt + graceMs);
    }
  }

  get gateways(): Iterable<string> {
    return this.#listeners.keys();
  }

  isHere(userId: string): boolean {
    return this.#here.has(userId);
  }

  get here(): ReadonlySet<string> {
    return this.#here;
  }

  /** When somebody who left counts as gone, in ms, or null. */
  get dueAt(): number | null {
    return this.#leaving.size === 0 ? null : Math.min(...this.#leaving.values());
  }

  /** Somebody opened a socket here or began to listen at a gateway. */
  came(userId: string): void {
    if (this.#leaving.delete(userId)) {
      const member = this.#room.members.get(userId);
      if (member !== undefined && member.leavingAt !== null) this.#room.saveMember({ ...member, leavingAt: null });
    }
    if (this.#here.has(userId)) return;
    this.#here.add(userId);
    this.#fanOut.present(userId, true);
  }

  /** True if nobody listened at this gateway before. */
  listens(gateway: string, userId: string): boolean {
    const users = this.#listeners.get(gateway);
    if (!users?.has(userId)) this.#room.store.addListener(gateway, userId);
    this.#listeners.set(gateway, (users ?? new Set()).add(userId));
    this.came(userId);
    return users === undefined;
  }

  unlistens(gateway: string, userId: string): void {
    this.#room.store.removeListener(gateway, userId);
    const users = this.#listeners.get(gateway);
    users?.delete(userId);
    if (users?.size === 0) {
      this.#listeners.delete(gateway);
      this.#fanOut.unlink(gateway);
    }
  }

  /** Nobody listens there any more: those who did have left, as far as they are nowhere else. */
  gatewayForgotten(gateway: string, now: number): void {
    const users = [...(this.#listeners.get(gateway) ?? [])];
    this.#listeners.delete(gateway);
    this.#room.store.forgetGateway(gateway);
    for (const userId of users) this.left(userId, now);
  }

  /** A tab of this person left, having been sent everything up to `seenSeq` (null: its client says itself what was read). */
  left(userId: string, now: number, seenSeq: number | null = null): void {
    const member = this.#room.members.get(userId);
    if (member?.state !== "MEMBER") {
      this.#gone(userId);
      return;
    }
    const readSeq = Math.max(member.readSeq, seenSeq ?? 0);
    const deliveredSeq = Math.max(member.deliveredSeq, this.#fanOut.told.seq);
    const isGone = !this.#isConnected(userId) && this.#here.has(userId);
    if (isGone) this.#leaving.set(userId, now + graceMs);
    this.#room.saveMember({ ...member, readSeq, deliveredSeq, lastSeenAt: now, leavingAt: isGone ? now : null });
    if (readSeq > member.readSeq) this.#fanOut.pass({ type: "seen", userId, seq: readSeq, at: new Date(now).toISOString() });
  }

  /** Whoever was taken out is here no longer, at once. */
  expelled(userId: string): void {
    for (const [gateway, users] of this.#listeners) if (users.has(userId)) this.unlistens(gateway, userId);
    this.#gone(userId);
  }

  /** Tells of those whose grace is over. */
  settle(now: number): void {
    for (const [userId, dueAt] of this.#leaving) {
      if (dueAt > now) continue;
      this.#leaving.delete(userId);
      const member = this.#room.members.get(userId);
      if (member !== undefined && member.leavingAt !== null) this.#room.saveMember({ ...member, leavingAt: null });
      if (!this.#isConnected(userId)) this.#gone(userId);
    }
  }

  #gone(userId: string): void {
    this.#leaving.delete(userId);
    if (this.#here.delete(userId)) this.#fanOut.present(userId, false);
  }

  #isConnected(userId: string): boolean {
    if (this.#sockets.of(userId).some((socket) => socket.readyState === WebSocket.OPEN)) return true;
    for (const users of this.#listeners.values()) if (users.has(userId)) return true;
    return false;
  }
}
