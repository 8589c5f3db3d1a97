import { sql } from "drizzle-orm";
import type { MailMessage } from "../../contracts/events.ts";
import { codeOf } from "../identity/codes/code.ts";
import { among, type Database, openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { mails } from "../platform/mail-outbox.ts";
import { count } from "../platform/telemetry.ts";
import { oneLine } from "./one-line.ts";
import { renderMail } from "./render-mail.ts";
import { type OutgoingMail, transportOf } from "./transport.ts";
import { TransportAway } from "./transport-away.ts";

const pending = (keys: readonly string[]) => sql`${among(mails.key, keys)} AND ${mails.status} = 'PENDING'`;

const oneMoreAttempt = sql`${mails.attempts} + 1`;

/** Sends a pending mail as `deliverMails` does. Throws if it could not be sent. */
export async function deliverMail(env: Env, { key }: MailMessage, now: () => number = Date.now): Promise<void> {
  const fault = (await deliverMails(env, [key], now)).get(key);
  if (fault !== undefined) throw fault;
}

/**
 * Sends those of these mails that are pending, side by side. Repeating it is safe at every line: a mail that is not pending is left alone, and the
 * transport takes a key once, so a crash after the sending and before the mark makes no second mail. Returns by key why a mail could not be sent:
 * `TransportLate` if there is nothing wrong with it and it should be tried again then; not for ever, for what a provider cannot take in a day it
 * never will. Throws if D1 is away.
 */
export async function deliverMails(env: Env, keys: readonly string[], now: () => number = Date.now): Promise<Map<string, Error>> {
  const log = new Logger(env.LOG_LEVEL);
  const transport = transportOf(env);
  const faults = new Map<string, Error>();
  if (transport === null) {
    for (const key of keys) log.error("a mail waits", new Error("no mail transport is configured"), { key });
    return faults;
  }
  const db = openDatabase(env);
  const found = await db.select().from(mails).where(pending(keys));
  const stale = found.filter(({ updatedAt }) => updatedAt < now() - freshMs).map(({ key }) => key);
  // Taken up now, so the sweep need not see to them for a while.
  if (stale.length > 0) await db.update(mails).set({ updatedAt: now() }).where(pending(stale));
  const ctx = { env, log, now };
  const send = async (mail: MailRow) => transport.send(ctx, await outgoing(env, mail));
  await Promise.all(found.map((mail) => send(mail).catch((error: unknown) => faults.set(mail.key, asError(error)))));
  await note(db, found, faults, now());
  for (const { key, attempts, createdAt } of found) {
    const fault = faults.get(key);
    if (fault instanceof TransportAway && now() < createdAt + waitsMs)
      faults.set(key, new TransportLate(secondsUntilNext(fault, attempts), fault));
  }
  return faults;
}

type MailRow = typeof mails.$inferSelect;
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Writes down which mails went out, and of the others that they were tried, unless the transport was not even called. */
async function note(db: Database, found: readonly MailRow[], faults: ReadonlyMap<string, Error>, nowMs: number): Promise<void> {
  const sent = found.filter(({ key }) => !faults.has(key)).map(({ key }) => key);
  const tried = [...faults].filter(([, fault]) => !(fault instanceof TransportAway) || fault.called).map(([key]) => key);
  if (tried.length > 0) await db.update(mails).set({ attempts: oneMoreAttempt }).where(pending(tried));
  if (sent.length === 0) return;
  // What a code is made from has done its work.
  const payload = sql`json_remove(${mails.payload}, '$.codeId')`;
  await db.update(mails).set({ status: "SENT", attempts: oneMoreAttempt, payload, updatedAt: nowMs }).where(pending(sent));
  count("mails_sent_total", undefined, sent.length);
}

/** A mail that was written or taken up so lately is not due for the sweep before its transport has answered. */
const freshMs = 30_000;

/** How long a mail waits for its transport before it is given up like any other that cannot be sent. */
const waitsMs = 24 * 3_600_000;

/** The transport is away: the mail waits for it and is to be tried again after `delaySeconds`. */
export class TransportLate extends Error {
  readonly delaySeconds: number;

  constructor(delaySeconds: number, cause: TransportAway) {
    super(cause.message, { cause });
    this.delaySeconds = delaySeconds;
  }
}

const backOffSecondsMax = 30;
const spreadSeconds = 10;

/**
 * After a failure 2, 4, 8 … seconds, at most 30, so that all have gone out within a minute of the transport's return; after a refusal of the
 * circuit breaker when that lets calls through again; never before the transport itself has asked. Spread, so that not all come at once.
 */
function secondsUntilNext({ called, retryAfterSeconds }: TransportAway, attempts: number): number {
  const backOff = called ? Math.min(backOffSecondsMax, 2 ** (attempts + 1)) * (0.5 + Math.random() / 2) : Math.random() * spreadSeconds;
  return Math.ceil(called ? Math.max(backOff, retryAfterSeconds ?? 0) : backOff + (retryAfterSeconds ?? 0));
}

async function outgoing(env: Env, { key, kind, recipient, payload }: MailRow): Promise<OutgoingMail> {
  const from = oneLine(env.MAIL_FROM);
  const headers = { "Message-ID": messageId(key, from), "Auto-Submitted": "auto-generated" };
  return { messageKey: key, kind, to: recipient, from, ...renderMail(kind, await withCode(env, payload)), headers };
}

/** The payload with the code that its mail shows, which is made here and kept nowhere. */
async function withCode(env: Env, payload: unknown): Promise<unknown> {
  if (typeof payload !== "object" || payload === null || !("codeId" in payload) || typeof payload.codeId !== "string") return payload;
  return { ...payload, code: await codeOf(env, payload.codeId) };
}

/** The same for every attempt, so that a mail program shows even a mail that a provider sent twice only once. */
const messageId = (key: string, from: string): string =>
  `<${key.replaceAll(/[^\w-]+/g, ".")}@${/@([\w.-]+)>?$/.exec(from)?.[1] ?? "marquee.invalid"}>`;
