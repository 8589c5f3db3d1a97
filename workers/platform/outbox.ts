import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "./context.ts";
import { newId } from "./ids.ts";

/** Facts of D1 that others must hear of: written with the change itself, by a trigger or in its batch, and gone when their consumers have recorded them. */
export const outbox = sqliteTable("outbox", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  type: text("type").notNull(),
  body: text("body", { mode: "json" }).notNull(),
  createdAt: integer("created_at").notNull(),
  sentAt: integer("sent_at"),
});

/** How long the consumers of a fact may take before it is sent again. */
const patienceMs = 60_000;

interface Fact {
  appId: string;
  type: string;
  body: object;
  at: number;
}

/** The statement that notes a fact, for the batch of the change that it tells of. After the batch: `announceFacts`. */
export const noteFact = (db: D1Database, { appId, type, body, at }: Fact): D1PreparedStatement =>
  db
    .prepare("INSERT INTO outbox (id, app_id, type, body, created_at) VALUES (?, ?, ?, ?, ?)")
    .bind(newId("fact", at), appId, type, JSON.stringify(body), at);

const gatherMs = 25;
let carrierLeavesAt = 0;

/**
 * Sends what has been noted to the queue, without anybody waiting for it: one request of a burst carries what all have noted until it leaves. If that is lost,
 * the sweep sends it again.
 */
export function announceFacts(ctx: Ctx): void {
  const now = Date.now();
  if (now < carrierLeavesAt && carrierLeavesAt <= now + gatherMs) return;
  carrierLeavesAt = now + gatherMs;
  ctx.waitUntil(carry(ctx).catch((error: unknown) => ctx.log.error("facts wait for the sweep", error)));
}

async function carry(ctx: Ctx): Promise<void> {
  await scheduler.wait(gatherMs);
  await sendFacts(ctx);
}

const columns = "id, app_id AS appId, type, body, created_at AS at";

/** Says whether facts wait that were not sent yet: for the batch of a change of which a trigger notes some. Afterwards: `sendFacts`. */
export const waitingFact = (db: D1Database): D1PreparedStatement => db.prepare("SELECT id FROM outbox WHERE sent_at IS NULL LIMIT 1");

/** Gives every fact that was not sent yet to the queue `events`. Two at once send none twice. */
export async function sendFacts(ctx: Pick<Ctx, "env" | "now">): Promise<void> {
  for (;;) {
    const now = ctx.now();
    const { results } = await ctx.env.DB.prepare(
      `UPDATE outbox SET sent_at = ?1 WHERE id IN (SELECT id FROM outbox WHERE sent_at IS NULL ORDER BY created_at LIMIT ?2) RETURNING ${columns}`,
    )
      .bind(now, limits.outboxFactsPerSending)
      .all<SentFact>();
    if (results.length > 0) await ctx.env.EVENTS.sendBatch(results.map((fact) => ({ body: eventOf(fact) })));
    if (results.length < limits.outboxFactsPerSending) return;
  }
}

interface SentFact {
  id: string;
  appId: string;
  type: string;
  body: string;
  at: number;
}
const eventOf = ({ id, appId, type, body, at }: SentFact): object => ({ ...JSON.parse(body), id, appId, type, at });

/** The consumers of these facts have recorded them. */
export async function acknowledgeFacts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.env.DB.prepare("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))").bind(JSON.stringify(ids)).run();
}

/** Sends again what the queue has lost, or what nobody announced. */
export async function sweepOutbox(ctx: Ctx): Promise<void> {
  await ctx.env.DB.prepare("UPDATE outbox SET sent_at = NULL WHERE sent_at < ?")
    .bind(ctx.now() - patienceMs)
    .run();
  await sendFacts(ctx);
}
