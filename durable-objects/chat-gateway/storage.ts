import type { RoomPosition } from "../../contracts/chat-room.ts";
import init from "../../migrations/chat-gateway/0001_init.sql";
import { LazyStorage } from "../lazy-storage.ts";
import { SpentTickets } from "../spent-tickets.ts";

/** Longer than any access token. */
const rememberedMs = 3_600_000;

/** A socket's row. `userId` null: nobody has said yet who they are. */
export interface SocketRow {
  id: string;
  appId: string | null;
  userId: string | null;
  sessionId: string | null;
  until: number;
  beatMs: number;
}

/** Up to where the ticks of a room were handled, and the room's `access` then. */
export interface Handled extends RoomPosition {
  access: number;
}

/** The gateway's SQLite but for its subscriptions: sockets, rooms, pieces of frames. A gateway that never had a socket leaves no database behind. */
export class GatewayStorage extends LazyStorage {
  readonly #spentTickets = new SpentTickets();

  constructor(storage: DurableObjectStorage) {
    super(storage, [["0001_init", init]]);
  }

  run(query: string, ...bindings: SqlStorageValue[]): void {
    this.rows(query, ...bindings);
  }

  saveSocket({ id, appId, userId, sessionId, until, beatMs }: SocketRow): void {
    this.run(
      `INSERT INTO socket VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET app_id = excluded.app_id, user_id = excluded.user_id, session_id = excluded.session_id,
         until = excluded.until, beat_ms = excluded.beat_ms`,
      id,
      appId,
      userId,
      sessionId,
      until,
      beatMs,
    );
  }

  /** Forgets a socket and all that it has here but its subscriptions. */
  removeSocket(id: string): void {
    this.run("DELETE FROM socket WHERE id = ?", id);
    this.run("DELETE FROM piece WHERE socket_id = ?", id);
    this.run("DELETE FROM unacked WHERE socket_id = ?", id);
    this.run("DELETE FROM held_frame WHERE socket_id = ?", id);
  }

  /** The sockets of some, by one of their columns. */
  socketsBy(column: "app_id" | "user_id" | "session_id" | "beat_ms", value: string | number): { id: string; appId: string | null }[] {
    return this.rows<{ id: string; appId: string | null }>(`SELECT id, app_id AS appId FROM socket WHERE ${column} = ?`, value);
  }

  allSockets(): { id: string; userId: string | null }[] {
    return this.rows("SELECT id, user_id AS userId FROM socket");
  }

  /** Some socket that should be here: if it is not, this object was lost with all that it had. */
  someSocket(): string | null {
    return this.rows<{ id: string }>("SELECT id FROM socket LIMIT 1")[0]?.id ?? null;
  }

  get sockets(): number {
    return this.rows<{ n: number }>("SELECT count(*) AS n FROM socket")[0]?.n ?? 0;
  }

  overdue(now: number): string[] {
    return this.rows<{ id: string }>("SELECT id FROM socket WHERE until <= ?", now).map(({ id }) => id);
  }

  firstUntil(): number | null {
    return this.rows<{ until: number | null }>("SELECT min(until) AS until FROM socket")[0]?.until ?? null;
  }

  beats(): number[] {
    return this.rows<{ beat_ms: number }>("SELECT DISTINCT beat_ms FROM socket WHERE beat_ms > 0").map(({ beat_ms }) => beat_ms);
  }

  handled(appId: string, roomId: string): Handled | null {
    return (
      this.rows<Handled & Record<string, number>>("SELECT seq, rev, access FROM room WHERE app_id = ? AND room_id = ?", appId, roomId)[0] ??
      null
    );
  }

  saveHandled(appId: string, roomId: string, { seq, rev, access }: Handled): void {
    this.run(
      "INSERT INTO room VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, rev = excluded.rev, access = excluded.access",
      appId,
      roomId,
      seq,
      rev,
      access,
    );
  }

  forgetRoom(appId: string, roomId: string): void {
    this.run("DELETE FROM room WHERE app_id = ? AND room_id = ?", appId, roomId);
  }

  /** What has come of a frame that is not whole. */
  pieces(socketId: string): Uint8Array | undefined {
    const rows = this.rows<{ bytes: ArrayBuffer }>("SELECT bytes FROM piece WHERE socket_id = ? ORDER BY n", socketId);
    if (rows.length === 0) return undefined;
    const whole = new Uint8Array(rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0));
    let at = 0;
    for (const { bytes } of rows) {
      whole.set(new Uint8Array(bytes), at);
      at += bytes.byteLength;
    }
    return whole;
  }

  addPiece(socketId: string, bytes: Uint8Array): void {
    this.run("INSERT INTO piece (socket_id, bytes) VALUES (?, ?)", socketId, bytes.slice().buffer);
  }

  clearPieces(socketId: string): void {
    this.run("DELETE FROM piece WHERE socket_id = ?", socketId);
  }

  /** False if the ticket was used before. */
  spendTicket(id: string, now: number): boolean {
    return this.#spentTickets.spend(this.setUp(), id, now);
  }

  endSession(id: string, now: number): void {
    this.run("DELETE FROM ended_session WHERE at < ?", now - rememberedMs);
    this.run("INSERT INTO ended_session VALUES (?, ?) ON CONFLICT DO NOTHING", id, now);
  }

  hasEnded(sessionId: string): boolean {
    return this.rows("SELECT 1 FROM ended_session WHERE id = ?", sessionId).length > 0;
  }
}
