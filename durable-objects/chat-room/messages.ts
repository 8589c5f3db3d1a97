import type { MessageRecord } from "./records.ts";

type Row = {
  seq: number;
  ticks: number;
  sender_id: string;
  client_id: string;
  kind: MessageRecord["kind"];
  content: string;
  edited_at: number | null;
  deleted_at: number | null;
  reply_to_seq: number | null;
  mentions: string | null;
  reactions: string | null;
  rev: number;
};

const listOrNull = (list: readonly unknown[]): string | null => (list.length === 0 ? null : JSON.stringify(list));

const recordOf = (row: Row): MessageRecord => ({
  seq: row.seq,
  ticks: row.ticks,
  senderId: row.sender_id,
  clientId: row.client_id,
  kind: row.kind,
  content: row.content,
  editedAt: row.edited_at,
  deletedAt: row.deleted_at,
  replyToSeq: row.reply_to_seq,
  mentions: row.mentions === null ? [] : JSON.parse(row.mentions),
  reactions: row.reactions === null ? [] : JSON.parse(row.reactions),
  rev: row.rev,
});

/** The messages that the room keeps itself. */
export class Messages {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add({ seq, ticks, senderId, clientId, kind, content, replyToSeq, mentions }: MessageRecord): void {
    this.#sql.exec(
      "INSERT INTO message (seq, ticks, sender_id, client_id, kind, content, reply_to_seq, mentions) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      seq,
      ticks,
      senderId,
      clientId,
      kind,
      content,
      replyToSeq,
      listOrNull(mentions),
    );
  }

  /** Writes what can change of a message, and notes that D1 must hear of it. */
  saveChanged({ seq, content, editedAt, deletedAt, mentions, reactions, rev }: MessageRecord): void {
    this.#sql.exec(
      "UPDATE message SET content = ?, edited_at = ?, deleted_at = ?, mentions = ?, reactions = ?, rev = ? WHERE seq = ?",
      content,
      editedAt,
      deletedAt,
      listOrNull(mentions),
      listOrNull(reactions),
      rev,
      seq,
    );
    this.#sql.exec("INSERT INTO changed_message VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET rev = excluded.rev", seq, rev);
  }

  last(): MessageRecord | null {
    return this.#one("ORDER BY seq DESC LIMIT 1");
  }

  bySeq(seq: number): MessageRecord | null {
    return this.#one("WHERE seq = ?", seq);
  }

  byTicks(ticks: number): MessageRecord | null {
    return this.#one("WHERE ticks = ?", ticks);
  }

  byClientId(senderId: string, clientId: string): MessageRecord | null {
    return this.#one("WHERE sender_id = ? AND client_id = ?", senderId, clientId);
  }

  /** The seq of a message that is in D1 alone, by its sender's name for it. */
  spentClientId(senderId: string, clientId: string): number | null {
    const row = this.#sql
      .exec<{ seq: number }>("SELECT seq FROM spent_client_id WHERE sender_id = ? AND client_id = ?", senderId, clientId)
      .toArray()[0];
    return row?.seq ?? null;
  }

  /** Each sender's last message after `seq`. */
  lastOfSenders(seq: number): [userId: string, seq: number][] {
    return this.#sql
      .exec<{ sender_id: string; seq: number }>("SELECT sender_id, max(seq) AS seq FROM message WHERE seq > ? GROUP BY sender_id", seq)
      .toArray()
      .map((row) => [row.sender_id, row.seq]);
  }

  /** Those with `after` < seq ≤ `upTo`, rising. */
  after(after: number, upTo: number, limit: number): MessageRecord[] {
    return this.#many("WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?", after, upTo, limit);
  }

  /** Those with seq < `before`, falling. */
  before(before: number, limit: number): MessageRecord[] {
    return this.#many("WHERE seq < ? ORDER BY seq DESC LIMIT ?", before, limit);
  }

  /** Those that changed since D1 was told, the first `limit`. */
  changed(limit: number): MessageRecord[] {
    return this.#many("WHERE seq IN (SELECT seq FROM changed_message ORDER BY seq LIMIT ?) ORDER BY seq", limit);
  }

  /** What this person wrote loses its words, and what they thought of others' is forgotten. Returns how many messages changed. */
  erase(userId: string, rev: number, now: number): number {
    const touched = `sender_id = ?1 AND kind = 'TEXT' AND (deleted_at IS NULL OR content <> '')`;
    this.#sql.exec(
      `INSERT INTO changed_message SELECT seq, ?2 FROM message WHERE ${touched} OR instr(reactions, ?3) > 0
       ON CONFLICT (seq) DO UPDATE SET rev = excluded.rev`,
      userId,
      rev,
      JSON.stringify(userId),
    );
    const reacted = this.#many("WHERE instr(reactions, ?) > 0", JSON.stringify(userId));
    for (const record of reacted) this.saveChanged({ ...record, rev, reactions: without(record.reactions, userId) });
    const written = this.#sql
      .exec(
        `UPDATE message SET content = '', mentions = NULL, deleted_at = coalesce(deleted_at, ?3), rev = ?2 WHERE ${touched} RETURNING seq`,
        userId,
        rev,
        now,
      )
      .toArray();
    return reacted.length + written.length;
  }

  /** Forgets the first `limit` messages before `seq`, but never the names that their senders gave them. Returns how many there were. */
  trim(seq: number, limit: number): number {
    this.#sql.exec(
      `INSERT INTO spent_client_id SELECT sender_id, client_id, seq FROM message WHERE seq < ? ORDER BY seq LIMIT ? ON CONFLICT DO NOTHING`,
      seq,
      limit,
    );
    return this.#sql
      .exec("DELETE FROM message WHERE seq IN (SELECT seq FROM message WHERE seq < ? ORDER BY seq LIMIT ?) RETURNING seq", seq, limit)
      .toArray().length;
  }

  #one(where: string, ...bindings: (string | number)[]): MessageRecord | null {
    return this.#many(where, ...bindings)[0] ?? null;
  }

  #many(where: string, ...bindings: (string | number)[]): MessageRecord[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM message ${where}`, ...bindings)
      .toArray()
      .map(recordOf);
  }
}

const without = (reactions: MessageRecord["reactions"], userId: string): MessageRecord["reactions"] =>
  reactions
    .map(({ emoji, userIds }) => ({ emoji, userIds: userIds.filter((each) => each !== userId) }))
    .filter(({ userIds }) => userIds.length > 0);
