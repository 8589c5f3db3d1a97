import type { UserPush } from "../../contracts/chat-gateway.ts";
import type { NotificationsAsked } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";
import {
  type KeptNotification,
  type NotificationTopic,
  NotificationTopic as Topics,
  topicOfPush,
  topicRules,
} from "../../contracts/notifications.ts";
import type { InboxStorage } from "./inbox-storage.ts";

const keptMs = limits.notificationDays * 86_400_000;

type Row = { app_id: string; id: string; type: string; topic: NotificationTopic; data: string; at: number; read_at: number | null };
type Wish = { muted: string; version: number; closed_at: number | null };

/** The topics that stay quiet where nobody has said anything. */
const quiet = Topics.options.filter((topic) => !topicRules[topic].inApp.byDefault);

/** What one user was told, in the object's SQLite: of each app the newest, each once by its id. */
export class Notifications {
  readonly #storage: InboxStorage;

  constructor(storage: InboxStorage) {
    this.#storage = storage;
  }

  /** Keeps a push that belongs behind the bell, unless its topic is muted. Told again with other data, it has these. */
  keep({ id, type, appId, at, data }: UserPush, now: number): void {
    const topic = topicOfPush(type);
    const atMs = Date.parse(at);
    if (topic === null || atMs <= now - keptMs || !this.#wants(topic)) return;
    this.#storage.setUp().exec(
      `INSERT INTO notification (app_id, id, type, topic, data, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (app_id, id) DO UPDATE SET data = excluded.data`,
      appId,
      id,
      type,
      topic,
      JSON.stringify(data),
      atMs,
    );
    this.#storage.rows(
      `DELETE FROM notification WHERE (app_id, id) IN (
         SELECT app_id, id FROM notification WHERE app_id = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET ${limits.notificationsKept})`,
      appId,
    );
  }

  /** A page of an app's, the newest first, and how many of the app's are unread. */
  page({ appId, limit, before, unread }: NotificationsAsked, now: number): { items: KeptNotification[]; unreadCount: number } {
    const last = before ?? { at: Number.MAX_SAFE_INTEGER, id: "" };
    const rows = this.#storage.rows<Row>(
      `SELECT * FROM notification WHERE app_id = ?1 AND at > ?2 AND (at, id) < (?3, ?4) ${unread ? "AND read_at IS NULL" : ""}
       ORDER BY at DESC, id DESC LIMIT ?5`,
      appId,
      now - keptMs,
      last.at,
      last.id,
      limit,
    );
    return { items: rows.map(keptOf), unreadCount: this.unreadCount(appId, now) };
  }

  unreadCount(appId: string, now: number): number {
    const query = "SELECT count(*) AS n FROM notification WHERE app_id = ? AND at > ? AND read_at IS NULL";
    return this.#storage.rows<{ n: number }>(query, appId, now - keptMs)[0]?.n ?? 0;
  }

  /** Whether any was unread before. `ids` null: all of the app's. */
  markRead(appId: string, ids: readonly string[] | null, now: number): boolean {
    const named = ids === null ? "" : "AND id IN (SELECT value FROM json_each(?3))";
    const marked = this.#storage.rows(
      `UPDATE notification SET read_at = ?1 WHERE app_id = ?2 AND read_at IS NULL ${named} RETURNING id`,
      now,
      appId,
      ...(ids === null ? [] : [JSON.stringify(ids)]),
    );
    return marked.length > 0;
  }

  /** Notes what is muted from now on; what an older change said comes too late. */
  mute(topics: readonly NotificationTopic[], version: number): void {
    this.#storage.setUp().exec(
      `INSERT INTO wish (one, muted, version) VALUES (1, ?, ?)
       ON CONFLICT (one) DO UPDATE SET muted = excluded.muted, version = excluded.version WHERE excluded.version >= wish.version`,
      JSON.stringify(topics),
      version,
    );
  }

  /** All that is kept of all apps, from old to new. */
  all(): KeptNotification[] {
    return this.#storage.rows<Row>("SELECT * FROM notification ORDER BY at, id").map(keptOf);
  }

  /** Forgets all of it, and keeps nothing from now on: whoever is erased is told nothing more, also not by what is on its way. */
  close(now: number): void {
    this.#storage
      .setUp()
      .exec(
        "INSERT INTO wish (one, muted, version, closed_at) VALUES (1, '[]', 0, ?) ON CONFLICT (one) DO UPDATE SET closed_at = excluded.closed_at",
        now,
      );
    this.#storage.rows("DELETE FROM notification");
  }

  /** Forgets what is older than it may be. */
  forgetOld(now: number): void {
    this.#storage.rows("DELETE FROM notification WHERE at <= ?", now - keptMs);
  }

  /** When the oldest is to be forgotten, or null. */
  nextDue(): number | null {
    const [row] = this.#storage.rows<{ at: number | null }>("SELECT min(at) AS at FROM notification");
    return row?.at == null ? null : row.at + keptMs;
  }

  #wants(topic: NotificationTopic): boolean {
    const [wish] = this.#storage.rows<Wish>("SELECT muted, version, closed_at FROM wish");
    if (wish === undefined) return !quiet.includes(topic);
    const muted: NotificationTopic[] = JSON.parse(wish.muted);
    return wish.closed_at === null && !muted.includes(topic);
  }
}

const keptOf = ({ id, app_id, type, topic, data, at, read_at }: Row): KeptNotification => ({
  id,
  appId: app_id,
  type,
  topic,
  data: JSON.parse(data),
  at,
  readAt: read_at,
});
