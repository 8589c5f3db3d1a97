import type { InviteRecord } from "./records.ts";

type Row = {
  id: string;
  user_id: string | null;
  uses_max: number;
  uses: number;
  created_by: string;
  created_at: number;
  expires_at: number;
};

const recordOf = (row: Row): InviteRecord => ({
  id: row.id,
  userId: row.user_id,
  usesMax: row.uses_max,
  uses: row.uses,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

const good = "expires_at > ? AND uses < uses_max";

/** The invitations to a room. Of a link's token only the digest is kept. */
export class Invites {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add({ id, userId, usesMax, createdBy, createdAt, expiresAt }: InviteRecord, tokenDigest: string): void {
    this.#sql.exec("DELETE FROM invite WHERE expires_at <= ? OR uses >= uses_max", createdAt);
    this.#sql.exec(
      "INSERT INTO invite (id, token_digest, user_id, uses_max, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      id,
      tokenDigest,
      userId,
      usesMax,
      createdBy,
      createdAt,
      expiresAt,
    );
  }

  /** Those that still let somebody in, the newest first. */
  good(now: number): InviteRecord[] {
    return this.#sql.exec<Row>(`SELECT * FROM invite WHERE ${good} ORDER BY created_at DESC, id DESC`, now).toArray().map(recordOf);
  }

  /** The invitation that lets this person in: one by name, or the link of this digest. */
  for(userId: string, tokenDigest: string | null, now: number): InviteRecord | null {
    const row = this.#sql
      .exec<Row>(
        `SELECT * FROM invite WHERE (user_id = ? OR (token_digest = ? AND user_id IS NULL)) AND ${good} LIMIT 1`,
        userId,
        tokenDigest ?? "",
        now,
      )
      .toArray()[0];
    return row === undefined ? null : recordOf(row);
  }

  use(id: string): void {
    this.#sql.exec("UPDATE invite SET uses = uses + 1 WHERE id = ?", id);
  }

  /** The withdrawn one, or null if there is none. */
  remove(id: string): InviteRecord | null {
    const row = this.#sql.exec<Row>("DELETE FROM invite WHERE id = ? RETURNING *", id).toArray()[0];
    return row === undefined ? null : recordOf(row);
  }

  /** Whoever was taken out or banned is invited no longer. */
  removeFor(userId: string): void {
    this.#sql.exec("DELETE FROM invite WHERE user_id = ?", userId);
  }
}
