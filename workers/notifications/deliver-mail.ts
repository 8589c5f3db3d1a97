import { eq, sql } from "drizzle-orm";
import type { MailMessage } from "../../contracts/events.ts";
import { codeOf } from "../identity/codes/code.ts";
import { openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { mails } from "../platform/mail-outbox.ts";
import { count } from "../platform/telemetry.ts";
import { oneLine } from "./one-line.ts";
import { renderMail } from "./render-mail.ts";
import { type OutgoingMail, transportOf } from "./transport.ts";
import { TransportAway } from "./transport-away.ts";

const pending = (key: string) => sql`${eq(mails.key, key)} AND ${mails.status} = 'PENDING'`;

const oneMoreAttempt = sql`${mails.attempts} + 1`;

/**
 * Sends a pending mail. Repeating it is safe at every line: a mail that is not pending is left alone, and the transport takes a key once, so a
 * crash after the sending and before the mark makes no second mail. Throws if it could not be sent: `TransportLate` if there is nothing wrong
 * with the mail and it should be tried again then; not for ever, for what a provider cannot take in a day it never will.
 */
export async function deliverMail(env: Env, { key }: MailMessage, now: () => number = Date.now): Promise<void> {
  const log = new Logger(env.LOG_LEVEL);
  const transport = transportOf(env);
  if (transport === null) {
    log.error("a mail waits", new Error("no mail transport is configured"), { key });
    return;
  }
  const db = openDatabase(env);
  // Taken up now, so the sweep need not see to it for a while.
  const [mail] = await db.update(mails).set({ updatedAt: now() }).where(pending(key)).returning();
  if (mail === undefined) return;
  try {
    await transport.send({ env, log, now }, await outgoing(env, mail));
  } catch (error) {
    if (!(error instanceof TransportAway) || error.called) await db.update(mails).set({ attempts: oneMoreAttempt }).where(pending(key));
    if (error instanceof TransportAway && now() < mail.createdAt + waitsMs)
      throw new TransportLate(secondsUntilNext(error, mail.attempts), error);
    throw error;
  }
  // What a code is made from has done its work.
  const payload = sql`json_remove(${mails.payload}, '$.codeId')`;
  await db.update(mails).set({ status: "SENT", attempts: oneMoreAttempt, payload, updatedAt: now() }).where(pending(key));
  count("mails_sent_total");
}

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

async function outgoing(env: Env, { key, kind, recipient, payload }: typeof mails.$inferSelect): Promise<OutgoingMail> {
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
