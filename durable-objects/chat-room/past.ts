import type { ChangeLine, RoomLine, RoomPosition } from "../../contracts/chat-room.ts";
import type { History } from "../../contracts/messages.ts";
import { ArchivedMessages } from "./archived-messages.ts";
import type { ChangeRecord, MessageRecord } from "./records.ts";
import type { Room } from "./room.ts";
import { changeView } from "./views.ts";

/** Reads what was said: from the room itself, and from D1 what is too old for it, without a seam in between. */
export class Past {
  readonly #room: Room;
  readonly #archived: ArchivedMessages;

  constructor(room: Room, db: D1Database) {
    this.#room = room;
    this.#archived = new ArchivedMessages(db, room.facts.roomId, (id) => room.ticksOf(id));
  }

  /** The message of this id, wherever it is, or null. */
  async byId(id: string): Promise<MessageRecord | null> {
    if (this.#room.ticksOf(id) === null) return null;
    const kept = this.#room.messageById(id);
    if (kept !== null || this.#keptFrom() === 1) return kept;
    return this.#archived.byId(id);
  }

  async bySeq(seq: number): Promise<MessageRecord | null> {
    return this.#room.store.messages.bySeq(seq) ?? (seq < this.#keptFrom() ? this.#archived.bySeq(seq) : null);
  }

  /** A page of history beside an anchor, which is left out, or from the end or the beginning where there is none. */
  async page(anchor: number | null, type: "OLDER" | "NEWER" | "AROUND", limit: number): Promise<History> {
    const { head } = this.#room;
    if (type === "OLDER") {
      const older = await this.#before(anchor ?? head + 1, limit + 1);
      return this.#history(older.slice(0, limit).reverse(), older.length > limit, anchor !== null && anchor < head);
    }
    if (type === "NEWER") {
      const newer = await this.#after(anchor ?? 0, limit + 1);
      return this.#history(newer.slice(0, limit), anchor !== null && anchor > 1, newer.length > limit);
    }
    const middle = anchor ?? head + 1;
    const [older, newer] = await Promise.all([this.#before(middle, limit + 1), this.#after(middle, limit + 1)]);
    const newerCount = Math.min(newer.length, Math.max(Math.ceil(limit / 2), limit - older.length));
    const olderCount = Math.min(older.length, limit - Math.min(newerCount, limit));
    const data = [...older.slice(0, olderCount).reverse(), ...newer.slice(0, Math.min(newerCount, limit))];
    return this.#history(data, older.length > olderCount, newer.length > Math.min(newerCount, limit));
  }

  /** Messages after `from`, up to `to`, as they go to sockets. Synchronous as long as the room keeps them. */
  lines(from: number, to: number, limit: number): RoomLine[] | Promise<RoomLine[]> {
    const keptFrom = this.#keptFrom();
    if (from + 1 >= keptFrom) return this.#linesOf(this.#room.store.messages.after(from, to, limit));
    return this.#archived.between(from, Math.min(keptFrom, to + 1), limit).then((records) => this.#linesOf(records));
  }

  /** Changes after `from.rev`, up to `to`, at most `limit`; those of messages after `from.seq` are left out, which come as they are now. */
  changes(from: RoomPosition, to: number, limit: number): ChangeLine[] {
    const lines: ChangeLine[] = [];
    for (let rev = from.rev; ; ) {
      const records = this.#room.store.changesAfter(rev, to, limit);
      for (const record of records) {
        rev = record.rev;
        const line = record.seq !== null && record.seq > from.seq ? null : this.#lineOf(record);
        if (line !== null) lines.push(line);
        if (lines.length === limit) return lines;
      }
      if (records.length < limit) return lines;
    }
  }

  /** Null: of a message that is too old to be changed. */
  #lineOf(record: ChangeRecord): ChangeLine | null {
    const changed = record.seq === null ? null : this.#room.store.messages.bySeq(record.seq);
    if (record.seq !== null && changed === null) return null;
    const about = record.seq !== null ? "message" : record.userId !== null ? "member" : "room";
    const body = JSON.stringify(changeView(record, changed === null ? null : this.#room.view(changed)));
    return { n: record.rev, id: String(record.rev), body, change: record.kind, about };
  }

  #keptFrom(): number {
    return this.#room.store.archive.position().keptFrom;
  }

  async #before(seq: number, limit: number): Promise<MessageRecord[]> {
    const kept = this.#room.store.messages.before(seq, limit);
    const keptFrom = this.#keptFrom();
    if (kept.length === limit || keptFrom === 1) return kept;
    return [...kept, ...(await this.#archived.before(Math.min(seq, keptFrom), limit - kept.length))];
  }

  async #after(seq: number, limit: number): Promise<MessageRecord[]> {
    const keptFrom = this.#keptFrom();
    const archived = seq + 1 < keptFrom ? await this.#archived.between(seq, keptFrom, limit) : [];
    if (archived.length === limit) return archived;
    return [...archived, ...this.#room.store.messages.after(Math.max(seq, keptFrom - 1), this.#room.head, limit - archived.length)];
  }

  #history(records: MessageRecord[], hasMoreOnTop: boolean, hasMoreOnBottom: boolean): History {
    return { data: records.map((record) => this.#room.view(record)), hasMoreOnTop, hasMoreOnBottom };
  }

  #linesOf(records: MessageRecord[]): RoomLine[] {
    return records.map((record) => {
      const message = this.#room.view(record);
      return { n: message.seq, id: message.id, body: JSON.stringify(message) };
    });
  }
}
