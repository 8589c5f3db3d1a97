import type { MailMessage } from "../../contracts/events.ts";
import { type Database, openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { mails } from "../platform/mail-outbox.ts";
import { MailRefused } from "./mail-refused.ts";
import { countAttempts, heldSeconds, markSent, markSkipped, pending, putOff, takeForSending } from "./mail-states.ts";
import { writerOf } from "./outgoing-mail.ts";
import { suppressAddresses } from "./suppressions/suppress-addresses.ts";
import { type MailTransport, type OutgoingMail, openTransport } from "./transport.ts";
import { TransportAway } from "./transport-away.ts";
import { lateBecauseOf, TransportLate } from "./transport-late.ts";
import { pendingMails, type WantedMail, wantedMails } from "./wanted-mails.ts";

/** Sends a pending mail as `deliverMails` does. Throws if it could not be sent. */
export async function deliverMail(env: Env, { key }: MailMessage, now: () => number = Date.now): Promise<void> {
  const fault = (await deliverMails(env, [key], now)).get(key);
  if (fault !== undefined) throw fault;
}

/**
 * Sends those of these mails that are pending. Repeating it is safe at every line: a mail that is not pending is left alone, and a crash after the sending and
 * before the mark makes no second mail where the transport takes a key once; where it does not, each is marked by itself, and no two consumers send one at
 * once. What its recipient does not want, or cannot get, is SKIPPED. Returns by key why a mail could not be sent: `TransportLate` if there is nothing wrong
 * with it and it should be tried again then, not for ever, for what a provider cannot take in a day it never will; `MailRefused` if it never will be taken
 * as it is. Throws if D1 is away.
 */
export async function deliverMails(env: Env, keys: readonly string[], now: () => number = Date.now): Promise<Map<string, Error>> {
  const log = new Logger(env.LOG_LEVEL);
  const transport = openTransport(env);
  if (transport === null) {
    for (const key of keys) log.error("a mail waits", new Error("no mail transport is configured"), { key });
    return new Map();
  }
  const db = openDatabase(env);
  const found = await pendingMails(db, keys);
  const stale = found.filter(({ row }) => row.updatedAt < now() - freshMs).map(({ row }) => row.key);
  // Taken up now, so the sweep need not see to them for a while.
  if (stale.length > 0) await db.update(mails).set({ updatedAt: now() }).where(pending(stale));
  const wanted = await wantedMails(db, found, now());
  if (wanted.length === 0) return new Map();
  const faults = await send({ env, log, now }, db, transport, wanted).finally(() => transport.close());
  const called = [...faults].filter(([, fault]) => !(fault instanceof TransportLate) && !(fault instanceof TransportAway && !fault.called));
  await countAttempts(
    db,
    called.map(([key]) => key),
  );
  for (const { row } of wanted) {
    const fault = faults.get(row.key);
    const left = fault === undefined || fault instanceof TransportLate ? fault : await noteFault(db, row, fault, transport, now());
    if (left === undefined) faults.delete(row.key);
    else faults.set(row.key, left);
  }
  return faults;
}

/** A mail that was written or taken up so lately is not due for the sweep before its transport has answered. */
const freshMs = 30_000;

/** More than this would wait for each other's connections, and the time of a call runs meanwhile. */
const sideBySideMax = 10;

/** Hands the mails over: side by side to a transport that takes each key once, to another one after the other. Returns the faults by key. */
async function send(
  ctx: { env: Env; log: Logger; now: () => number },
  db: Database,
  transport: MailTransport,
  wanted: readonly WantedMail[],
): Promise<Map<string, Error>> {
  const rows = wanted.map(({ row }) => row);
  const write = await writerOf(ctx.env, rows, transport);
  const faults = new Map<string, Error>();
  const attempt = async (key: string, work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => void faults.set(key, error instanceof Error ? error : new Error(String(error))));
  if (transport.takesKeyOnce) {
    const written: OutgoingMail[] = [];
    // All before the first is sent: making files takes the processor, and a call that waits for it is late.
    for (const { row, wish } of wanted) await attempt(row.key, async () => void written.push(await write(row, wish)));
    for (let from = 0; from < written.length; from += sideBySideMax) {
      const together = written.slice(from, from + sideBySideMax);
      await Promise.all(together.map((mail) => attempt(mail.messageKey, () => transport.send(ctx, mail))));
    }
    const sent = rows.filter(({ key }) => !faults.has(key)).map(({ key }) => key);
    await markSent(db, sent, ctx.now());
    return faults;
  }
  for (const { row, wish } of wanted) {
    const { key } = row;
    if (!(await takeForSending(db, key, ctx.now()))) {
      faults.set(key, new TransportLate(heldSeconds, "somebody else is sending this mail"));
      continue;
    }
    await attempt(key, async () => transport.send(ctx, await write(row, wish)));
    if (!faults.has(key)) await markSent(db, [key], ctx.now());
  }
  return faults;
}

/** What is put off for longer is written down, so that the sweep does not take it for forgotten. */
const patienceSeconds = 45;

/** Notes when a mail that could not be sent may be tried again, and returns why; nothing of one that bounced, whose address gets no more mail. */
async function noteFault(
  db: Database,
  row: WantedMail["row"],
  fault: Error,
  { takesKeyOnce }: MailTransport,
  nowMs: number,
): Promise<Error | undefined> {
  if (fault instanceof MailRefused && fault.verdict === "bounced") {
    await suppressAddresses(db, [row.recipient], { reason: "BOUNCE", detail: fault.message, at: nowMs });
    await markSkipped(db, [row.key], "SUPPRESSED", nowMs);
    return undefined;
  }
  const left = lateBecauseOf(fault, row, nowMs);
  const delaySeconds = left instanceof TransportLate ? left.delaySeconds : 0;
  if (!takesKeyOnce || delaySeconds > patienceSeconds) await putOff(db, row.key, nowMs + delaySeconds * 1000);
  return left;
}
