import { type SQL, sql } from "drizzle-orm";
import { among, type Database } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { count } from "../platform/telemetry.ts";

/** Those of these mails that wait: whatever else happened to one meanwhile stays so. */
export const pending = (keys: readonly string[]): SQL => sql`${among(mails.key, keys)} AND ${mails.status} = 'PENDING'`;

const oneMoreAttempt = sql`${mails.attempts} + 1`;
/** What a code is made from has done its work. */
const withoutCode = sql`json_remove(${mails.payload}, '$.codeId')`;

/** The transport has taken them. */
export async function markSent(db: Database, keys: readonly string[], nowMs: number): Promise<void> {
  if (keys.length === 0) return;
  await db.update(mails).set({ status: "SENT", attempts: oneMoreAttempt, payload: withoutCode, updatedAt: nowMs }).where(pending(keys));
  count("mails_sent_total", undefined, keys.length);
}

/** They are left unsent for good. */
export async function markSkipped(db: Database, keys: readonly string[], reason: "SUPPRESSED" | "UNWANTED", nowMs: number): Promise<void> {
  if (keys.length === 0) return;
  await db.update(mails).set({ status: "SKIPPED", skipped: reason, payload: withoutCode, updatedAt: nowMs }).where(pending(keys));
  count("mails_skipped_total", { reason: reason.toLowerCase() }, keys.length);
}

/** They were tried in vain. */
export async function countAttempts(db: Database, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db.update(mails).set({ attempts: oneMoreAttempt }).where(pending(keys));
}

/** Nobody is to try it before this moment. */
export async function putOff(db: Database, key: string, untilMs: number): Promise<void> {
  await db
    .update(mails)
    .set({ updatedAt: untilMs })
    .where(pending([key]));
}

/** For how long a mail that is being sent belongs to whoever sends it: longer than a call to a transport may take. */
export const heldSeconds = 60;
/** Clocks of two machines differ. */
const slackMs = 1000;

/** Takes a mail for oneself before it is sent; whether nobody else has, and it is due. */
export async function takeForSending(db: Database, key: string, nowMs: number): Promise<boolean> {
  const taken = await db
    .update(mails)
    .set({ updatedAt: nowMs + heldSeconds * 1000 })
    .where(sql`${pending([key])} AND ${mails.updatedAt} <= ${nowMs + slackMs}`)
    .returning({ key: mails.key });
  return taken.length > 0;
}
