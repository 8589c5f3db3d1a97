import { limits } from "../../contracts/limits.ts";
import { AppError } from "./app-error.ts";
import type { Ctx } from "./context.ts";
import { type SealPurpose, seal, unseal } from "./seal.ts";

interface RecordKey {
  scope: string;
  key: string;
}

/** How long the first attempt may run before a repetition takes its place. */
const attemptMs = 60_000;

/**
 * Takes the key for this attempt (null), or answers what the first attempt got. One statement decides between parallel attempts.
 * Throws IDEMPOTENCY_KEY_REUSED for another request under the same key, IDEMPOTENCY_IN_PROGRESS while the first one runs.
 */
export async function reserveKey(ctx: Ctx, record: RecordKey & { fingerprint: string }): Promise<{ status: number; body: string } | null> {
  const nowMs = ctx.now();
  const oldestMs = nowMs - limits.idempotencyHours * 3_600_000;
  const taken = await ctx.env.DB.prepare(
    `INSERT INTO idempotency_keys (scope, key, fingerprint, running_until, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, running_until = excluded.running_until,
       created_at = excluded.created_at, status = NULL, body = NULL
     WHERE created_at < ?6 OR (status IS NULL AND running_until < ?5 AND fingerprint = excluded.fingerprint)
     RETURNING 1`,
  )
    .bind(record.scope, record.key, record.fingerprint, nowMs + attemptMs, nowMs, oldestMs)
    .first();
  if (taken !== null) return null;
  const first = await ctx.env.DB.prepare("SELECT fingerprint, status, body FROM idempotency_keys WHERE scope = ? AND key = ?")
    .bind(record.scope, record.key)
    .first<{ fingerprint: string; status: number | null; body: string | null }>();
  if (first !== null && first.fingerprint !== record.fingerprint) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  if (first === null || first.status === null || first.body === null)
    throw new AppError("IDEMPOTENCY_IN_PROGRESS", { retryAfterSeconds: 1 });
  return { status: first.status, body: first.body };
}

/** Keeps the answer for repetitions, sealed: an answer can hold a key or a token that is shown once and must not lie in the database. */
export async function storeAnswer(ctx: Ctx, record: RecordKey, status: number, body: string): Promise<void> {
  const sealed = await seal(ctx.env, sealOf(record), body);
  await ctx.env.DB.prepare("UPDATE idempotency_keys SET status = ?, body = ?, running_until = NULL WHERE scope = ? AND key = ?")
    .bind(status, sealed, record.scope, record.key)
    .run();
}

export async function forgetAnswer(ctx: Ctx, record: RecordKey): Promise<void> {
  await ctx.env.DB.prepare("DELETE FROM idempotency_keys WHERE scope = ? AND key = ? AND status IS NULL")
    .bind(record.scope, record.key)
    .run();
}

/** Forgets the records that are past their day. Returns how many there were. */
export async function sweepAnswers(env: Env, nowMs: number): Promise<number> {
  const { meta } = await env.DB.prepare("DELETE FROM idempotency_keys WHERE created_at < ?")
    .bind(nowMs - limits.idempotencyHours * 3_600_000)
    .run();
  return meta.changes;
}

/** The answer that `storeAnswer` sealed. */
export const openAnswer = (env: Env, scope: string, key: string, sealed: string): Promise<string> =>
  unseal(env, sealOf({ scope, key }), sealed);

/** It takes both our secret and the caller's Idempotency-Key to open an answer. */
const sealOf = ({ scope, key }: RecordKey): SealPurpose => ({ salt: scope, info: `idempotency ${key}` });
