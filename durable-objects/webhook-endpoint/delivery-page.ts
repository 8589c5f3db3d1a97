import type { WebhookAttempt, WebhookDelivery, WebhookEndpointCalls } from "../../contracts/webhooks.ts";

type DeliveryRow = {
  seq: number;
  id: string;
  messageId: string;
  type: string;
  body: string;
  status: WebhookDelivery["status"];
  failure: string | null;
  dueAt: number | null;
  createdAt: number;
};
type AttemptOf = { delivery: number; at: number; status: number | null; error: string | null; durationMs: number; answer: string | null };

const columns = "seq, id, message_id AS messageId, type, body, status, failure, due_at AS dueAt, created_at AS createdAt";
const iso = (ms: number): string => new Date(ms).toISOString();

type Query = Parameters<WebhookEndpointCalls["deliveries"]>[0];

/** A page of deliveries with their attempts, the newest first. */
export function deliveryPage(sql: SqlStorage, { limit, before, status }: Query): Awaited<ReturnType<WebhookEndpointCalls["deliveries"]>> {
  const where = status === null ? "seq < ?1" : "seq < ?1 AND status = ?3";
  const rows = sql
    .exec<DeliveryRow>(
      `SELECT ${columns} FROM delivery WHERE ${where} ORDER BY seq DESC LIMIT ?2`,
      ...[before ?? Number.MAX_SAFE_INTEGER, limit + 1],
      ...(status === null ? [] : [status]),
    )
    .toArray();
  const shown = rows.slice(0, limit);
  return { items: withAttempts(sql, shown), next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null };
}

/** One delivery by its id or by its message's; null: there is none. */
export function findDelivery(sql: SqlStorage, by: "id" | "message_id", id: string): WebhookDelivery | null {
  const rows = sql.exec<DeliveryRow>(`SELECT ${columns} FROM delivery WHERE ${by} = ?`, id).toArray();
  return withAttempts(sql, rows)[0] ?? null;
}

function withAttempts(sql: SqlStorage, rows: readonly DeliveryRow[]): WebhookDelivery[] {
  const attempts = sql
    .exec<AttemptOf>(
      `SELECT delivery, at, status, error, duration_ms AS durationMs, answer FROM attempt
       WHERE delivery IN (SELECT value FROM json_each(?)) ORDER BY delivery, id`,
      JSON.stringify(rows.map(({ seq }) => seq)),
    )
    .toArray();
  const byDelivery = Map.groupBy(attempts, ({ delivery }) => delivery);
  return rows.map(({ seq, failure, dueAt, createdAt, ...row }) => ({
    ...row,
    failureReason: failure,
    attempts: (byDelivery.get(seq) ?? []).map(attemptView),
    nextAttemptAt: dueAt === null ? null : iso(dueAt),
    createdAt: iso(createdAt),
  }));
}

const attemptView = ({ at, status, error, durationMs, answer }: AttemptOf): WebhookAttempt => ({
  at: iso(at),
  status,
  error,
  durationMs,
  answer,
});
