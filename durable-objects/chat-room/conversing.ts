import type { ChatRoomCalls, RoomDigest } from "../../contracts/chat-room.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { refused } from "./outcome.ts";
import { mayRead } from "./permissions.ts";
import { RoomObject } from "./room-object.ts";

type Calls = ChatRoomCalls;
type Input<Verb extends keyof Calls> = Parameters<Calls[Verb]>[0];
type Answer<Verb extends keyof Calls> = Awaited<ReturnType<Calls[Verb]>>;

/** What is said in the room, and what was. */
export abstract class Conversing extends RoomObject {
  /** Stores a message; see `ChatRoomCalls.send`. */
  async send(input: Input<"send">): Promise<Answer<"send">> {
    const spent = this.live?.talk.spent(input.by, input.clientId) ?? null;
    if (this.live !== null && spent !== null) {
      const record = await this.live.past.bySeq(spent);
      if (record !== null) return { ok: true, message: this.live.room.view(record), duplicate: true };
      return refused("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 5 });
    }
    return this.turn((live, now) => live.talk.send(input, now));
  }

  /** One message as it is now. MESSAGE_NOT_FOUND, NOT_A_MEMBER, BANNED. */
  async message({ by, id }: Input<"message">): Promise<Answer<"message">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    const denied = mayRead(live.room.acting(by));
    if (denied !== null) return refused(denied);
    const record = await live.past.byId(id);
    return record === null ? refused("MESSAGE_NOT_FOUND") : { ok: true, message: live.room.view(record) };
  }

  /** Gives a message other words; see `ChatRoomCalls.edit`. */
  async edit(input: Input<"edit">): Promise<Answer<"edit">> {
    return this.turn((live, now) => live.talk.edit(input, now));
  }

  /** Leaves a tombstone; see `ChatRoomCalls.delete`. */
  async delete(input: Input<"delete">): Promise<Answer<"delete">> {
    return this.turn((live, now) => live.talk.delete(input, now));
  }

  /** Adds or takes back a reaction; see `ChatRoomCalls.react`. */
  async react(input: Input<"react">): Promise<Answer<"react">> {
    return this.turn((live, now) => live.talk.react(input, now));
  }

  /** Notes up to which message somebody has read. NOT_A_MEMBER. */
  async seen({ userId, seq }: Input<"seen">): Promise<Answer<"seen">> {
    return this.turn((live, now): Outcome<{ readSeq: number }> => {
      const { room } = live;
      if (!room.isMember(userId)) return refused("NOT_A_MEMBER");
      const hasMoved = room.noteRead(userId, seq);
      const readSeq = room.members.get(userId)?.readSeq ?? 0;
      if (hasMoved) live.fanOut.pass({ type: "seen", userId, seq: readSeq, at: new Date(now).toISOString() });
      return { ok: true, readSeq };
    });
  }

  /** Tells the others that somebody is writing, or no longer. NOT_A_MEMBER, MUTED. */
  async typing({ userId, active }: Input<"typing">): Promise<Answer<"typing">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    if (!live.room.isMember(userId)) return refused("NOT_A_MEMBER");
    if ((live.room.members.get(userId)?.mutedUntil ?? 0) > Date.now()) return refused("MUTED");
    // Shed first: whoever types more often than anybody can see is not told of.
    if (live.passes.take(userId, Date.now()) === null) live.fanOut.pass({ type: "typing", userId, active });
    return { ok: true };
  }

  /** A page of what was said; see `ChatRoomCalls.history`. */
  async history({ by, anchor, type, limit }: Input<"history">): Promise<Answer<"history">> {
    const live = this.live;
    if (live === null) return refused("ROOM_NOT_FOUND");
    const denied = mayRead(live.room.acting(by));
    if (denied !== null) return refused(denied);
    const beside = anchor === undefined ? null : await live.past.byId(anchor);
    if (anchor !== undefined && beside === null) return refused("MESSAGE_NOT_FOUND");
    return { ok: true, history: await live.past.page(beside?.seq ?? null, type, limit) };
  }

  /** What a telling had of this room is in D1. */
  async archived(receipt: Input<"archived">): Promise<void> {
    await this.turn((live) => live.archive.archived(receipt));
    this.armAlarm();
  }

  /** Tells D1 everything anew. */
  async retell(): Promise<Answer<"retell">> {
    return this.turn((live, now): Outcome<{ messages: number }> => {
      live.archive.retell(now);
      return { ok: true, messages: live.room.head - this.store.archive.position().keptFrom + 1 };
    });
  }

  /** What D1 must have of the room by now. ROOM_NOT_FOUND. */
  async digest(): Promise<Answer<"digest">> {
    return this.turn((live): Outcome<{ digest: RoomDigest }> => {
      return { ok: true, digest: { headSeq: live.room.head, ...this.store.archive.position() } };
    });
  }

  /** What this person wrote becomes tombstones, and they are in the room no longer. */
  async erasePerson({ userId }: Input<"erasePerson">): Promise<void> {
    await this.turn((live, now) => {
      const { room } = live;
      const member = room.members.get(userId);
      if (member?.state === "MEMBER") live.people.departForGood(member, now);
      const erased = room.store.messages.erase(userId, room.rev + 1, now);
      const left = room.members.get(userId);
      const isNamed = left !== undefined && left.username !== "";
      if (erased === 0 && !isNamed) return;
      if (isNamed) room.saveMember({ ...left, username: "" });
      room.change({ kind: "ERASED", userId }, { kind: "server" }, now);
    });
  }
}
