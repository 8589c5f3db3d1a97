import { and, inArray, isNotNull, lte, notExists, or, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { sweepQuotas } from "./quota.ts";
import { codes, knownNetworks, refreshTokens, sessions } from "./tables.ts";

/** In one statement, so that none takes the database for long; the next sweep takes the next ones. */
const rowsMax = 1000;
const dayMs = 86_400_000;

/**
 * Deletes what is kept of people no longer than it serves: codes a day after their time, refresh tokens when they have expired (used ones until
 * then: by them a thief is noticed), sessions a month after their end, networks that nobody came from for half a year. Returns how many rows.
 */
export async function sweepAccounts(ctx: Ctx): Promise<number> {
  const parts = [sweepCodes, sweepRefreshTokens, sweepSessions, sweepNetworks, (each: Ctx) => sweepQuotas(each, rowsMax)];
  let deleted = 0;
  for (const part of parts) deleted += await part(ctx);
  return deleted;
}

async function sweepCodes(ctx: Ctx): Promise<number> {
  const over = sql`SELECT user_id, purpose FROM ${codes} WHERE ${lte(codes.expiresAt, ctx.now() - dayMs)} LIMIT ${rowsMax}`;
  const { meta } = await ctx.db.delete(codes).where(sql`(${codes.userId}, ${codes.purpose}) IN (${over})`);
  return meta.changes;
}

async function sweepRefreshTokens(ctx: Ctx): Promise<number> {
  const over = ctx.db
    .select({ hash: refreshTokens.hash })
    .from(refreshTokens)
    .where(lte(refreshTokens.expiresAt, ctx.now()))
    .limit(rowsMax);
  const { meta } = await ctx.db.delete(refreshTokens).where(inArray(refreshTokens.hash, over));
  return meta.changes;
}

/** A session whose last tokens have not been deleted yet waits for the next sweep. */
async function sweepSessions(ctx: Ctx): Promise<number> {
  const before = ctx.now() - limits.endedSessionDays * dayMs;
  const over = ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(or(and(isNotNull(sessions.endedAt), lte(sessions.endedAt, before)), lte(sessions.expiresAt, before)))
    .limit(rowsMax);
  const tokens = ctx.db.select({ one: sql`1` }).from(refreshTokens).where(sql`${refreshTokens.sessionId} = ${sessions.id}`);
  const { meta } = await ctx.db.delete(sessions).where(and(inArray(sessions.id, over), notExists(tokens)));
  return meta.changes;
}

async function sweepNetworks(ctx: Ctx): Promise<number> {
  const before = ctx.now() - limits.knownNetworkDays * dayMs;
  const over = sql`SELECT user_id, network FROM ${knownNetworks} WHERE ${lte(knownNetworks.seenAt, before)} LIMIT ${rowsMax}`;
  const { meta } = await ctx.db.delete(knownNetworks).where(sql`(${knownNetworks.userId}, ${knownNetworks.network}) IN (${over})`);
  return meta.changes;
}
