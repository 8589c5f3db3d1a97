import type { MemberRecord } from "./records.ts";

type Row = {
  user_id: string;
  username: string;
  role: MemberRecord["role"];
  state: MemberRecord["state"];
  joined_at: number;
  muted_until: number | null;
  read_seq: number;
  delivered_seq: number;
  last_seen_at: number | null;
  leaving_at: number | null;
  last_sent_at: number | null;
  version: number;
};

const recordOf = (row: Row): MemberRecord => ({
  userId: row.user_id,
  username: row.username,
  role: row.role,
  state: row.state,
  joinedAt: row.joined_at,
  mutedUntil: row.muted_until,
  readSeq: row.read_seq,
  deliveredSeq: row.delivered_seq,
  lastSeenAt: row.last_seen_at,
  leavingAt: row.leaving_at,
  lastSentAt: row.last_sent_at,
  version: row.version,
});

/** The people of a room, on disk. */
export class Members {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  all(): MemberRecord[] {
    return this.#sql.exec<Row>("SELECT * FROM member ORDER BY joined_at, user_id").toArray().map(recordOf);
  }

  save(member: MemberRecord): void {
    this.#sql.exec(
      `INSERT INTO member (user_id, username, role, state, joined_at, muted_until, read_seq, delivered_seq, last_seen_at, leaving_at, last_sent_at, version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (user_id) DO UPDATE SET username = excluded.username, role = excluded.role, state = excluded.state, joined_at = excluded.joined_at,
         muted_until = excluded.muted_until, read_seq = excluded.read_seq, delivered_seq = excluded.delivered_seq,
         last_seen_at = excluded.last_seen_at, leaving_at = excluded.leaving_at, last_sent_at = excluded.last_sent_at, version = excluded.version`,
      member.userId,
      member.username,
      member.role,
      member.state,
      member.joinedAt,
      member.mutedUntil,
      member.readSeq,
      member.deliveredSeq,
      member.lastSeenAt,
      member.leavingAt,
      member.lastSentAt,
      member.version,
    );
  }
}
