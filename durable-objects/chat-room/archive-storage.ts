interface Position {
  archivedSeq: number;
  keptFrom: number;
  toldVersion: number;
}

/** How far D1 has been told. */
export class Archive {
  readonly #sql: SqlStorage;
  #position: Position | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Every message up to `archivedSeq` is in D1, those before `keptFrom` in D1 alone; of the room itself D1 knows `toldVersion`. */
  position(): Readonly<Position> {
    this.#position ??= this.#read();
    return this.#position;
  }

  #read(): Position {
    const row = this.#sql
      .exec<{ archived_seq: number; kept_from: number; told_version: number }>("SELECT archived_seq, kept_from, told_version FROM room")
      .one();
    return { archivedSeq: row.archived_seq, keptFrom: row.kept_from, toldVersion: row.told_version };
  }

  /** The first so many members of whom D1 knows an older version. */
  untoldMembers(limit: number): string[] {
    return this.#sql
      .exec<{ user_id: string }>("SELECT user_id FROM member WHERE version > told_version ORDER BY user_id LIMIT ?", limit)
      .toArray()
      .map(({ user_id }) => user_id);
  }

  hasUntold(): boolean {
    const row = this.#sql
      .exec<{ any: number }>(
        "SELECT EXISTS (SELECT 1 FROM member WHERE version > told_version) OR EXISTS (SELECT 1 FROM changed_message) AS any",
      )
      .one();
    return row.any === 1;
  }

  /** D1 has all messages up to `seq`, and what was told of the room. */
  recorded({ seq, version }: { seq: number; version: number }): void {
    this.#sql.exec("UPDATE room SET archived_seq = max(archived_seq, ?), told_version = max(told_version, ?)", seq, version);
    this.#position = null;
  }

  memberRecorded(userId: string, version: number): void {
    this.#sql.exec("UPDATE member SET told_version = max(told_version, ?) WHERE user_id = ?", version, userId);
  }

  messageRecorded(seq: number, rev: number): void {
    this.#sql.exec("DELETE FROM changed_message WHERE seq = ? AND rev <= ?", seq, rev);
  }

  keptFrom(seq: number): void {
    this.#sql.exec("UPDATE room SET kept_from = ?", seq);
    this.#position = null;
  }

  /** D1 is to be told everything anew. */
  forget(): void {
    this.#sql.exec("UPDATE room SET archived_seq = kept_from - 1, told_version = 0");
    this.#position = null;
    this.#sql.exec("UPDATE member SET told_version = 0");
    this.#sql.exec("INSERT INTO changed_message SELECT seq, rev FROM message WHERE rev > 0 ON CONFLICT DO NOTHING");
  }
}
