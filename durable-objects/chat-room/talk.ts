import type { ChatRoomCalls, RoomCaller } from "../../contracts/chat-room.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Outcome, Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { Message } from "../../contracts/messages.ts";
import { Buckets } from "./buckets.ts";
import { mentionsIn } from "./mentions.ts";
import { refused } from "./outcome.ts";
import { type Acting, mayModerate, mayRead, nameOf } from "./permissions.ts";
import { type MemberRecord, type MessageRecord, systemSender } from "./records.ts";
import type { Room } from "./room.ts";

type Input<Verb extends keyof ChatRoomCalls> = Parameters<ChatRoomCalls[Verb]>[0];
type Changed = Outcome<{ message: Message }>;

/** What people say in a room, and what they do to what was said. Each verb is one command of a turn. */
export class Talk {
  readonly #room: Room;
  readonly #messages = new Buckets({ perSecond: limits.messagesPerSecond, burst: limits.messagesBurst });
  readonly #changes = new Buckets({ perSecond: limits.roomChangesPerSecond, burst: limits.roomChangesBurst });

  constructor(room: Room) {
    this.#room = room;
  }

  /** The message to which this sender gave this name already, if only D1 has it: its seq, or null. */
  spent(by: RoomCaller, clientId: string): number | null {
    const { archive, messages } = this.#room.store;
    return archive.position().keptFrom === 1 ? null : messages.spentClientId(senderOf(by), clientId);
  }

  send({ by, content, clientId, replyTo }: Input<"send">, now: number): Outcome<{ message: Message; duplicate: boolean }> {
    const known = this.#room.store.messages.byClientId(senderOf(by), clientId);
    if (known !== null) return { ok: true, message: this.#room.view(known), duplicate: true };
    const acting = this.#room.acting(by);
    const denied = this.#mayWrite(acting, now) ?? this.#mayHurry(acting, now, this.#messages) ?? this.#isSlow(acting, now);
    if (denied !== null) return denied;
    const replied = replyTo === undefined ? null : this.#room.messageById(replyTo);
    if (replyTo !== undefined && replied === null) return refused("MESSAGE_NOT_FOUND", { replyTo });
    const kind = acting.kind === "server" ? "SYSTEM" : "TEXT";
    const mentions = mentionsIn(content, this.#room.userOfName);
    const message = this.#room.add({ senderId: senderOf(by), clientId, kind, content, replied, mentions }, now);
    if (acting.kind === "user" && acting.member !== null) this.#noteSent(acting.member, message.seq, now);
    return { ok: true, message, duplicate: false };
  }

  edit({ by, id, content }: Input<"edit">, now: number): Changed {
    const found = this.#own(by, id, now);
    if ("ok" in found) return found;
    const { acting, record } = found;
    if (nameOf(acting) !== record.senderId && !(acting.kind === "server" && record.senderId === systemSender)) return refused("FORBIDDEN");
    if (record.kind !== "TEXT" && record.kind !== "SYSTEM") return refused("FORBIDDEN");
    if (record.deletedAt !== null) return refused("MESSAGE_DELETED");
    if (record.content === content) return { ok: true, message: this.#room.view(record) };
    const changed = { ...record, content, editedAt: now, mentions: mentionsIn(content, this.#room.userOfName) };
    return this.#changed({ kind: "EDITED", message: changed }, acting, now);
  }

  delete({ by, id }: Input<"delete">, now: number): Changed {
    const found = this.#own(by, id, now);
    if ("ok" in found) return found;
    const { acting, record } = found;
    const isOwn = nameOf(acting) === record.senderId;
    const denied = isOwn ? null : mayModerate(acting);
    if (denied !== null) return refused(denied);
    if (record.kind === "JOIN" || record.kind === "LEAVE") return refused("FORBIDDEN");
    if (record.deletedAt !== null) return { ok: true, message: this.#room.view(record) };
    const pinned = this.#room.settings.pinned.filter((seq) => seq !== record.seq);
    if (pinned.length < this.#room.settings.pinned.length) this.#room.saveSettings({ pinned }, now);
    const tombstone = { ...record, content: "", mentions: [], reactions: [], deletedAt: now };
    return this.#changed({ kind: "DELETED", message: tombstone }, acting, now);
  }

  react({ by, id, emoji, remove }: Input<"react">, now: number): Changed {
    const found = this.#own(by, id, now);
    if ("ok" in found) return found;
    const { acting, record } = found;
    if (acting.kind === "server") return refused("FORBIDDEN");
    if (record.deletedAt !== null) return refused("MESSAGE_DELETED");
    const reactions = withReaction(record.reactions, emoji, acting.userId, remove);
    if (reactions === null) return { ok: true, message: this.#room.view(record) };
    const total = reactions.reduce((sum, { userIds }) => sum + userIds.length, 0);
    if (!remove && (reactions.length > limits.reactionKindsPerMessageMax || total > limits.reactionsPerMessageMax)) {
      return refused("REACTION_LIMIT_REACHED");
    }
    const fields = { emoji, userId: acting.userId, ...(remove && { remove }) };
    return this.#changed({ kind: "REACTED", message: { ...record, reactions }, fields }, acting, now);
  }

  /** A message that can be changed by somebody who may write, or why not. */
  #own(by: RoomCaller, id: string, now: number): { acting: Acting; record: MessageRecord } | Refusal {
    const acting = this.#room.acting(by);
    const denied = this.#mayWrite(acting, now) ?? this.#mayHurry(acting, now, this.#changes);
    if (denied !== null) return denied;
    const record = this.#room.messageById(id);
    return record === null ? refused("MESSAGE_NOT_FOUND") : { acting, record };
  }

  #changed(change: Parameters<Room["change"]>[0] & { message: MessageRecord }, acting: Acting, now: number): Changed {
    const message = this.#room.change(change, acting, now);
    return { ok: true, message: message ?? this.#room.view(change.message) };
  }

  #mayWrite(acting: Acting, now: number): Refusal | null {
    const denied: ErrorCode | null = mayRead(acting);
    if (denied !== null) return refused(denied);
    if (this.#room.settings.status === "ARCHIVED") return refused("ROOM_ARCHIVED");
    const until = acting.kind === "user" ? (acting.member?.mutedUntil ?? 0) : 0;
    return until > now ? refused("MUTED", { until: new Date(until).toISOString() }) : null;
  }

  #mayHurry(acting: Acting, now: number, buckets: Buckets): Refusal | null {
    const wait = buckets.take(nameOf(acting), now);
    return wait === null ? null : refused("RATE_LIMITED", { retryAfterSeconds: wait });
  }

  /** Slow mode holds for members alone. */
  #isSlow(acting: Acting, now: number): Refusal | null {
    const { slowModeSeconds } = this.#room.settings;
    if (slowModeSeconds === 0 || mayModerate(acting) === null || acting.kind === "server") return null;
    const waitMs = (acting.member?.lastSentAt ?? 0) + slowModeSeconds * 1000 - now;
    return waitMs <= 0 ? null : refused("SLOW_MODE", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  /** Whoever says something has read what stands before it. */
  #noteSent(member: MemberRecord, seq: number, now: number): void {
    if (this.#room.settings.slowModeSeconds > 0) this.#room.saveMember({ ...member, readSeq: seq, lastSentAt: now });
    else this.#room.noteRead(member.userId, seq);
  }
}

/** Under whose name a caller's messages stand. */
export const senderOf = (by: RoomCaller): string => (by.kind === "server" ? systemSender : by.userId);

/** The reactions with or without this one, or null if they stay as they are. */
function withReaction(
  reactions: MessageRecord["reactions"],
  emoji: string,
  userId: string,
  remove: boolean,
): MessageRecord["reactions"] | null {
  const mine = reactions.find((each) => each.emoji === emoji);
  if ((mine?.userIds.includes(userId) ?? false) !== remove) return null;
  if (mine === undefined) return [...reactions, { emoji, userIds: [userId] }];
  return reactions
    .map((each) =>
      each !== mine ? each : { emoji, userIds: remove ? each.userIds.filter((id) => id !== userId) : [...each.userIds, userId] },
    )
    .filter(({ userIds }) => userIds.length > 0);
}
