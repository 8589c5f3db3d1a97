import type { Changed, ChangeLine, RoomCaller, RoomLine } from "../../contracts/chat-room.ts";
import type { ChangeKind } from "../../contracts/chat-socket.ts";
import { messageView } from "../../contracts/message-view.ts";
import type { Message } from "../../contracts/messages.ts";
import { machineOf, snowflake } from "../../contracts/snowflake.ts";
import { MessageClock } from "./message-clock.ts";
import { type Acting, nameOf } from "./permissions.ts";
import type { ChangeRecord, MemberRecord, MessageRecord, RoomFacts, RoomSettings } from "./records.ts";
import type { RoomStorage } from "./storage.ts";
import { changeView, roomView, toldMember, toldMessage, toldRoom } from "./views.ts";

/** What a turn's commands have others hear of, once they are on disk. `lost`: who may no longer listen. */
export interface Effects {
  messages: RoomLine[];
  changes: ChangeLine[];
  lost: string[];
}

interface NewMessage {
  senderId: string;
  clientId: string;
  kind: MessageRecord["kind"];
  content: string;
  replied: MessageRecord | null;
  mentions: string[];
}

interface NewChange {
  kind: ChangeKind;
  message?: MessageRecord;
  userId?: string;
  fields?: Record<string, unknown>;
}

/** A room in memory, which writes down whatever changes of it. Memory is ahead of the disk within a turn only: see `Turns`. */
export class Room {
  readonly facts: RoomFacts;
  readonly members = new Map<string, MemberRecord>();
  readonly store: RoomStorage;
  settings: RoomSettings;
  head: number;
  lastTicks: number;
  rev: number;
  access: number;
  memberCount = 0;
  readonly #machine: number;
  readonly #clock: MessageClock;
  readonly #byUsername = new Map<string, string>();
  readonly #read = new Set<string>();
  #effects: Effects = { messages: [], changes: [], lost: [] };

  constructor(
    store: RoomStorage,
    { facts, settings, access, rev }: { facts: RoomFacts; settings: RoomSettings; access: number; rev: number },
  ) {
    this.store = store;
    this.facts = facts;
    this.settings = settings;
    this.access = access;
    this.rev = rev;
    const last = store.messages.last();
    this.head = last?.seq ?? store.archive.position().keptFrom - 1;
    this.lastTicks = last?.ticks ?? 0;
    this.#clock = new MessageClock(this.lastTicks);
    this.#machine = machineOf(facts.roomId);
    for (const member of store.members.all()) this.#remember(member);
    for (const [userId, seq] of store.messages.lastOfSenders(store.archive.position().archivedSeq)) this.noteRead(userId, seq);
  }

  acting(by: RoomCaller): Acting {
    return by.kind === "server" ? by : { kind: "user", userId: by.userId, member: this.members.get(by.userId) ?? null };
  }

  isMember(userId: string): boolean {
    return this.members.get(userId)?.state === "MEMBER";
  }

  userOfName = (username: string): string | undefined => this.#byUsername.get(username);

  idOf({ ticks }: Pick<MessageRecord, "ticks">): string {
    return snowflake(ticks, this.#machine);
  }

  /** The kept message of this id, or null if there is none here. */
  messageById(id: string): MessageRecord | null {
    const ticks = this.ticksOf(id);
    return ticks === null ? null : this.store.messages.byTicks(ticks);
  }

  /** The ticks of an id of this room, or null if it is another's. */
  ticksOf(id: string): number | null {
    if (!/^[1-9]\d{0,18}$/.test(id)) return null;
    const bits = BigInt(id);
    if (Number((bits >> 12n) & 1023n) !== this.#machine) return null;
    return Number(((bits >> 22n) << 12n) | (bits & 4095n));
  }

  view(record: MessageRecord): Message {
    return this.#view(record, record.replyToSeq === null ? null : this.store.messages.bySeq(record.replyToSeq));
  }

  pinnedIds(): string[] {
    return this.settings.pinned.flatMap((seq) => {
      const record = this.store.messages.bySeq(seq);
      return record === null ? [] : [this.idOf(record)];
    });
  }

  /** Of a DIRECT room, the other person; for a stranger to it nobody. */
  peerOf(userId: string | null): string | null {
    if (userId === null || !this.members.has(userId)) return null;
    for (const each of this.members.keys()) if (each !== userId) return each;
    return null;
  }

  /** Says something as the next message. */
  add({ senderId, clientId, kind, content, replied, mentions }: NewMessage, now: number): Message {
    const record: MessageRecord = {
      seq: this.head + 1,
      ticks: this.#clock.next(now),
      senderId,
      clientId,
      kind,
      content,
      editedAt: null,
      deletedAt: null,
      replyToSeq: replied?.seq ?? null,
      mentions,
      reactions: [],
      rev: 0,
    };
    this.store.messages.add(record);
    this.head = record.seq;
    this.lastTicks = record.ticks;
    const message = this.#view(record, replied);
    this.#effects.messages.push({ n: message.seq, id: message.id, body: JSON.stringify(message) });
    return message;
  }

  /** Has the platform say something of the room. Again with the same id: nothing. */
  announce(content: string, clientId: string, kind: "SYSTEM" | "JOIN" | "LEAVE", senderId: string, now: number): void {
    if (this.store.messages.byClientId(senderId, clientId) !== null) return;
    this.add({ senderId, clientId, kind, content, replied: null, mentions: [] }, now);
  }

  /** Writes a change into the log, and with it the message that it is of. Returns that as everybody sees it now. */
  change({ kind, message, userId, fields }: NewChange, acting: Acting, now: number): Message | null {
    this.rev++;
    const record: ChangeRecord = {
      rev: this.rev,
      at: now,
      actor: nameOf(acting),
      kind,
      head: this.head,
      seq: message?.seq ?? null,
      userId: userId ?? null,
      fields: fields ?? null,
    };
    this.store.addChange(record);
    const changed = message === undefined ? null : { ...message, rev: this.rev };
    if (changed !== null) this.store.messages.saveChanged(changed);
    const view = changed === null ? null : this.view(changed);
    const about = message !== undefined ? "message" : userId !== undefined ? "member" : "room";
    this.#effects.changes.push({
      n: this.rev,
      id: String(this.rev),
      body: JSON.stringify(changeView(record, view)),
      change: kind,
      about,
    });
    return view;
  }

  saveSettings(change: Partial<RoomSettings>, now: number): void {
    this.settings = { ...this.settings, ...change, updatedAt: now };
    this.store.saveSettings(this.settings);
  }

  /** Writes a member down. Whoever was a member and is none any more may hear nothing from here on. */
  saveMember(member: MemberRecord): MemberRecord {
    const before = this.members.get(member.userId);
    const saved = { ...member, version: (before?.version ?? 0) + 1 };
    this.store.members.save(saved);
    this.#remember(saved);
    if (before?.state === "MEMBER" && saved.state !== "MEMBER") {
      this.access++;
      this.store.saveAccess(this.access);
      this.#effects.lost.push(saved.userId);
    }
    return saved;
  }

  /** What a verb that changed the room answers. */
  changed(by: RoomCaller, ...members: MemberRecord[]): Changed {
    return {
      room: roomView(this, by.kind === "user" ? by.userId : null),
      told: { room: toldRoom(this), members: members.map((member) => toldMember(this.facts.roomId, member)) },
    };
  }

  /** Notes in memory up to which message somebody has read, until `saveReads`. False if they had read so far. */
  noteRead(userId: string, seq: number): boolean {
    const member = this.members.get(userId);
    if (member?.state !== "MEMBER" || seq <= member.readSeq) return false;
    this.members.set(userId, { ...member, readSeq: Math.min(seq, this.head) });
    this.#read.add(userId);
    return true;
  }

  get hasUnsavedReads(): boolean {
    return this.#read.size > 0;
  }

  /** Before D1 is told of a message its sender's reading is saved: so what a crash forgets can be told from the messages after those (see the constructor). */
  saveReads(): void {
    for (const userId of this.#read) {
      const member = this.members.get(userId);
      if (member !== undefined) this.saveMember(member);
    }
    this.#read.clear();
  }

  takeEffects(): Effects {
    const effects = this.#effects;
    this.#effects = { messages: [], changes: [], lost: [] };
    return effects;
  }

  /** `replied`: the message that it answers. */
  #view(record: MessageRecord, replied: MessageRecord | null): Message {
    const { roomId, type } = this.facts;
    const told = (each: MessageRecord) => toldMessage(this.#machine, each);
    return messageView(told(record), { roomId, type, replied: replied && told(replied) });
  }

  #remember(member: MemberRecord): void {
    const before = this.members.get(member.userId);
    if (before !== undefined) this.#byUsername.delete(before.username.toLowerCase());
    this.members.set(member.userId, member);
    if (member.state === "MEMBER" && member.username !== "") this.#byUsername.set(member.username.toLowerCase(), member.userId);
    this.memberCount += (member.state === "MEMBER" ? 1 : 0) - (before?.state === "MEMBER" ? 1 : 0);
  }
}
