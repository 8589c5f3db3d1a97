import { MailRefused } from "./mail-refused.ts";
import { TransportAway } from "./transport-away.ts";

/** The mail waits for its transport and is to be tried again after `delaySeconds`. */
export class TransportLate extends Error {
  readonly delaySeconds: number;

  constructor(delaySeconds: number, message: string, cause?: Error) {
    super(message, { cause });
    this.delaySeconds = delaySeconds;
  }
}

/** How long a mail waits for its transport before it is given up like any other that cannot be sent. */
const waitsMs = 24 * 3_600_000;

/** A fault after which the mail is to be tried again later, as `TransportLate`; any other as it is. `attempts`: those before this one. */
export function lateBecauseOf(fault: Error, { attempts, createdAt }: { attempts: number; createdAt: number }, nowMs: number): Error {
  if (nowMs >= createdAt + waitsMs) return fault;
  if (fault instanceof TransportAway) return new TransportLate(secondsUntilNext(fault, attempts), fault.message, fault);
  return fault instanceof MailRefused && fault.verdict === "later"
    ? new TransportLate(secondsWhereRefused(attempts), fault.message, fault)
    : fault;
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

const refusedSecondsMin = 60;
const refusedSecondsMax = 1800;

/** A full mailbox is not emptied, and a grey list is not left, in seconds: 1, 2, 4 … minutes, at most half an hour; a little less, at random. */
const secondsWhereRefused = (attempts: number): number =>
  Math.ceil(Math.min(refusedSecondsMax, refusedSecondsMin * 2 ** Math.min(attempts, 10)) * (0.75 + Math.random() / 4));
