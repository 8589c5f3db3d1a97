import type { SearchRow } from "../../contracts/message-search.ts";
import { snowflakeEpochMs } from "../../contracts/snowflake.ts";
import init from "../../migrations/message-search/0001_init.sql";
import { isMigrated, migrate } from "../migrate.ts";
import { foundFrom, foundTo } from "./highlight.ts";
import type { Candidate } from "./rank.ts";

/** A message that was found. */
export interface Found extends Candidate {
  roomId: string;
  seq: number;
}

type Known = { id: number; version: number; content: string };

/** Ids of one millisecond. */
const idsPerMs = 4096;
const firstIdOf = (ms: number): number => (ms - snowflakeEpochMs) * idsPerMs;

/** The index on disk: each message once, its words beside it. An app in which nothing was ever said leaves no database behind. */
export class SearchStorage {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    if (isMigrated(storage)) this.#migrate();
  }

  /** All or nothing. Of a message that is known as new or newer nothing is taken, but for its deletion. */
  put(rows: readonly SearchRow[]): void {
    this.#migrate();
    this.#storage.transactionSync(() => {
      for (const row of rows) this.#putOne(this.#numberOf(row.roomId), row);
    });
  }

  /** As `put`, and what else is known between `after` and `upTo` goes. */
  putRange(roomId: string, after: number, upTo: number, rows: readonly SearchRow[]): void {
    this.#migrate();
    this.#storage.transactionSync(() => {
      const room = this.#numberOf(roomId);
      const here = new Set(rows.map(({ seq }) => seq));
      const known = this.#sql.exec<Known & { seq: number }>(
        "SELECT id, seq, version, content FROM message WHERE room = ? AND seq > ? AND seq <= ?",
        room,
        after,
        upTo,
      );
      for (const each of known.toArray()) if (!here.has(each.seq)) this.#forget(room, each);
      for (const row of rows) this.#putOne(room, row);
    });
  }

  /** The numbers of those of these rooms in which something was said. */
  numbersOf(roomIds: readonly string[]): number[] {
    if (!isMigrated(this.#storage)) return [];
    return this.#sql
      .exec<{ id: number }>("SELECT id FROM room WHERE room_id IN (SELECT value FROM json_each(?))", JSON.stringify(roomIds))
      .toArray()
      .map(({ id }) => id);
  }

  /** The newest messages that fit, of `asOf` or before. */
  find(query: string, asOf: number, limit: number): Found[] {
    if (!isMigrated(this.#storage)) return [];
    return this.#sql
      .exec<{ room_id: string; seq: number; id: number; marked: string }>(
        `SELECT room.room_id, message.seq, message.id, found.marked FROM (
           SELECT rowid AS id, highlight(words, 0, ?2, ?3) AS marked FROM words WHERE words MATCH ?1 AND rowid < ?4 ORDER BY rowid DESC LIMIT ?5
         ) AS found JOIN message ON message.id = found.id JOIN room ON room.id = message.room`,
        query,
        foundFrom,
        foundTo,
        firstIdOf(asOf + 1),
        limit,
      )
      .toArray()
      .map(({ room_id, seq, id, marked }) => ({ roomId: room_id, seq, marked, sentAt: snowflakeEpochMs + Math.floor(id / idsPerMs) }));
  }

  #migrate(): void {
    migrate(this.#storage, [["0001_init", init]]);
  }

  #putOne(room: number, { seq, version, sentAt, content }: SearchRow): void {
    const known = this.#sql.exec<Known>("SELECT id, version, content FROM message WHERE room = ? AND seq = ?", room, seq).toArray()[0];
    if (known === undefined) {
      const id = this.#freeId(sentAt);
      this.#sql.exec("INSERT INTO message (id, room, seq, version, content) VALUES (?, ?, ?, ?, ?)", id, room, seq, version, content);
      if (content !== "") this.#sql.exec("INSERT INTO words (rowid, content, place) VALUES (?, ?, ?)", id, content, `r${room}`);
      return;
    }
    const isDeleted = content === "" && known.content !== "";
    if (version < known.version || (version === known.version && !isDeleted)) return;
    this.#forgetWords(room, known);
    this.#sql.exec("UPDATE message SET version = ?, content = ? WHERE id = ?", version, content, known.id);
    if (content !== "") this.#sql.exec("INSERT INTO words (rowid, content, place) VALUES (?, ?, ?)", known.id, content, `r${room}`);
  }

  /** The first id of that millisecond that no other message has. */
  #freeId(sentAt: number): number {
    const first = firstIdOf(sentAt);
    const { last } = this.#sql
      .exec<{ last: number | null }>("SELECT max(id) AS last FROM message WHERE id >= ? AND id < ?", first, first + idsPerMs)
      .one();
    // A millisecond with more messages than ids takes those of the next one.
    return last === null ? first : last + 1 < first + idsPerMs ? last + 1 : this.#freeId(sentAt + 1);
  }

  #forget(room: number, known: Known): void {
    this.#forgetWords(room, known);
    this.#sql.exec("DELETE FROM message WHERE id = ?", known.id);
  }

  /** An index with its content elsewhere must be told what it had been given. */
  #forgetWords(room: number, { id, content }: Known): void {
    if (content === "") return;
    this.#sql.exec("INSERT INTO words (words, rowid, content, place) VALUES ('delete', ?, ?, ?)", id, content, `r${room}`);
  }

  #numberOf(roomId: string): number {
    this.#sql.exec("INSERT INTO room (room_id) VALUES (?) ON CONFLICT DO NOTHING", roomId);
    return this.#sql.exec<{ id: number }>("SELECT id FROM room WHERE room_id = ?", roomId).one().id;
  }
}
