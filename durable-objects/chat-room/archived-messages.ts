import type { MessageRecord, ReactionRecord } from "./records.ts";

interface Row {
  seq: number;
  id: string;
  sender_id: string;
  client_id: string;
  kind: MessageRecord["kind"];
  content: string;
  edited_at: number | null;
  deleted_at: number | null;
  reply_to_seq: number | null;
  mentions: string;
  reactions: string;
  version: number;
}

/** The messages of one room that are in D1 alone. `ticksOf`: of an id of this room. */
export class ArchivedMessages {
  readonly #db: D1Database;
  readonly #roomId: string;
  readonly #ticksOf: (id: string) => number | null;

  constructor(db: D1Database, roomId: string, ticksOf: (id: string) => number | null) {
    this.#db = db;
    this.#roomId = roomId;
    this.#ticksOf = ticksOf;
  }

  /** Those with seq < `before`, falling. */
  before(before: number, limit: number): Promise<MessageRecord[]> {
    return this.#many("seq < ? ORDER BY seq DESC LIMIT ?", before, limit);
  }

  /** Those with `after` < seq < `before`, rising. */
  between(after: number, before: number, limit: number): Promise<MessageRecord[]> {
    return this.#many("seq > ? AND seq < ? ORDER BY seq LIMIT ?", after, before, limit);
  }

  async bySeq(seq: number): Promise<MessageRecord | null> {
    return (await this.#many("seq = ?", seq))[0] ?? null;
  }

  async byId(id: string): Promise<MessageRecord | null> {
    return (await this.#many("id = ?", id))[0] ?? null;
  }

  async #many(where: string, ...bindings: (string | number)[]): Promise<MessageRecord[]> {
    const { results } = await this.#db
      .prepare(`SELECT * FROM messages WHERE room_id = ? AND ${where}`)
      .bind(this.#roomId, ...bindings)
      .all<Row>();
    return results.map((row) => this.#record(row));
  }

  #record(row: Row): MessageRecord {
    const reactions: ReactionRecord[] = JSON.parse(row.reactions);
    return {
      seq: row.seq,
      ticks: this.#ticksOf(row.id) ?? 0,
      senderId: row.sender_id,
      clientId: row.client_id,
      kind: row.kind,
      content: row.content,
      editedAt: row.edited_at,
      deletedAt: row.deleted_at,
      replyToSeq: row.reply_to_seq,
      mentions: JSON.parse(row.mentions),
      reactions,
      rev: row.version,
    };
  }
}
