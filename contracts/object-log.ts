/** The classes whose objects own facts that nothing else could bring back. Why not the others: docs/backups.md. */
export const loggedKinds = ["SeatMap", "ChatRoom"] as const;
export type LoggedKind = (typeof loggedKinds)[number];

/** Some of the lines of an object's log. `rows`: how many of them are rows. `cursor`: leads to those behind them; null: these were the last. */
export interface LogPiece {
  lines: string;
  rows: number;
  cursor: string | null;
}

/** NOT_EMPTY: this object has a life of its own. UNKNOWN_MIGRATION: the log is from a later version than this code. NOTHING_STAGED: nothing was brought. */
export type LogRefusal = { ok: false; code: "NOT_EMPTY" | "UNKNOWN_MIGRATION" | "NOTHING_STAGED" };

/**
 * What an object can be asked that can be taken away and brought back whole: its SQLite, as lines of JSON. A line is `{migrations}`, `{table, columns}` or an
 * array with the values of a row; of two rows with the same key the later one counts.
 */
export interface LoggedObject {
  /**
   * The next lines, about `bytesMax` characters of them; null if this object was never set up. What changes between two calls is in the last piece, which is
   * read in one turn: all pieces together are the object as it was then.
   */
  exportLog(input: { cursor: string | null; bytesMax: number }): Promise<LogPiece | null>;
  /** Lays lines aside; the object is not set up by it. `run`: of the restore; `place` orders them, and one that comes again takes the place of the first. */
  stageLog(input: { run: string; place: number; lines: string }): Promise<{ ok: true } | LogRefusal>;
  /** Becomes what was laid aside, all of it in one transaction; for the same run `again` it only answers. `rows`: how many rows that were. */
  openLog(input: { run: string }): Promise<{ ok: true; rows: number; again: boolean } | LogRefusal>;
  /** Forgets everything. The object ends with it, and so does this call: with an error, even when all has gone well. */
  eraseLog(): Promise<void>;
  /** The last message or log entry that this object has; null if it was never set up. */
  logHead(): Promise<number | null>;
}
