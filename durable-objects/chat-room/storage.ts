import init from "../../migrations/chat-room/0001_init.sql";
import { isMigrated, type Migration, migrate } from "../migrate.ts";
import { SpentTickets } from "../spent-tickets.ts";
import { Archive } from "./archive-storage.ts";
import { Invites } from "./invites.ts";
import { Members } from "./members.ts";
import { Messages } from "./messages.ts";
import type { ChangeRecord, RoomFacts, RoomSettings } from "./records.ts";

/** In the order in which they are applied. */
export const migrations: readonly Migration[] = [["0001_init", init]];

interface LoadedRoom {
  facts: RoomFacts;
  settings: RoomSettings;
  access: number;
  rev: number;
}

type ChangeRow = {
  rev: number;
  at: number;
  actor: string;
  kind: ChangeRecord["kind"];
  head: number;
  seq: number | null;
  user_id: string | null;
  fields: string | null;
};

/** A room's SQLite: the truth. A room that was never set up leaves no database behind. */
export class RoomStorage {
  readonly #spentTickets = new SpentTickets();
  readonly messages: Messages;
  readonly members: Members;
  readonly invites: Invites;
  readonly archive: Archive;
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.messages = new Messages(storage.sql);
    this.members = new Members(storage.sql);
    this.invites = new Invites(storage.sql);
    this.archive = new Archive(storage.sql);
  }

  /** All or nothing. */
  transaction<Result>(work: () => Result): Result {
    return this.#storage.transactionSync(work);
  }

  load(): LoadedRoom | null {
    if (!isMigrated(this.#storage)) return null;
    migrate(this.#storage, migrations);
    const row = this.#sql
      .exec<{ facts: string; settings: string; access: number }>("SELECT facts, settings, access FROM room")
      .toArray()[0];
    if (row === undefined) return null;
    const { rev } = this.#sql.exec<{ rev: number }>("SELECT coalesce(max(rev), 0) AS rev FROM change").one();
    return { facts: JSON.parse(row.facts), settings: JSON.parse(row.settings), access: row.access, rev };
  }

  create(facts: RoomFacts, settings: RoomSettings): void {
    migrate(this.#storage, migrations);
    this.#sql.exec("INSERT INTO room (id, facts, settings) VALUES (1, ?, ?)", JSON.stringify(facts), JSON.stringify(settings));
  }

  saveSettings(settings: RoomSettings): void {
    this.#sql.exec("UPDATE room SET settings = ?", JSON.stringify(settings));
  }

  saveAccess(access: number): void {
    this.#sql.exec("UPDATE room SET access = ?", access);
  }

  addChange({ rev, at, actor, kind, head, seq, userId, fields }: ChangeRecord): void {
    this.#sql.exec(
      "INSERT INTO change (rev, at, actor, kind, head, seq, user_id, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      rev,
      at,
      actor,
      kind,
      head,
      seq,
      userId,
      fields === null ? null : JSON.stringify(fields),
    );
  }

  /** Those after `rev` up to `upTo`, in order. Of a message only the last one of these, as it comes whole. */
  changesAfter(rev: number, upTo: number, limit: number): ChangeRecord[] {
    return this.#sql
      .exec<ChangeRow>(
        `SELECT change.rev, at, actor, change.kind, head, change.seq, user_id, fields FROM change
           LEFT JOIN message ON message.seq = change.seq
         WHERE change.rev > ? AND change.rev <= ? AND (change.seq IS NULL OR message.rev = change.rev) ORDER BY change.rev LIMIT ?`,
        rev,
        upTo,
        limit,
      )
      .toArray()
      .map(({ user_id, fields, ...row }) => ({ ...row, userId: user_id, fields: fields === null ? null : JSON.parse(fields) }));
  }

  /** Spends a one-time ticket. False if it was spent before. */
  spendTicket(id: string, now: number): boolean {
    return this.#spentTickets.spend(this.#sql, id, now);
  }

  /** The gateways where somebody listens, each with whom. */
  listeners(): Map<string, Set<string>> {
    const rows = this.#sql.exec<{ gateway: string; user_id: string }>("SELECT gateway, user_id FROM listener").toArray();
    const found = new Map<string, Set<string>>();
    for (const { gateway, user_id } of rows) found.set(gateway, (found.get(gateway) ?? new Set()).add(user_id));
    return found;
  }

  addListener(gateway: string, userId: string): void {
    this.#sql.exec("INSERT INTO listener VALUES (?, ?) ON CONFLICT DO NOTHING", gateway, userId);
  }

  removeListener(gateway: string, userId: string): void {
    this.#sql.exec("DELETE FROM listener WHERE gateway = ? AND user_id = ?", gateway, userId);
  }

  forgetGateway(gateway: string): void {
    this.#sql.exec("DELETE FROM listener WHERE gateway = ?", gateway);
  }
}
