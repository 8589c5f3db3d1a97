import { AppError } from "../platform/app-error.ts";
import { DependencyOpen } from "../platform/breaker-permits.ts";

/** Nothing is wrong with the mail: the transport could not be reached, or takes nothing just now. */
export class TransportAway extends Error {
  /** Whether it was called at all, or is known to be away. */
  readonly called: boolean;
  /** What it said when it would be back, or null. */
  readonly retryAfterSeconds: number | null;

  constructor({ called, retryAfterSeconds, cause }: { called: boolean; retryAfterSeconds: number | null; cause?: unknown }) {
    super("the mail transport is away", { cause });
    this.called = called;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a call to the transport threw, as far as nothing came of it: away, unless it was our own settings that forbade it. */
export function awayBecauseOf(error: unknown): Error {
  if (error instanceof TransportAway || (error instanceof AppError && error.code === "URL_NOT_ALLOWED")) return error;
  const isOpen = error instanceof DependencyOpen;
  return new TransportAway({
    called: !isOpen,
    retryAfterSeconds: isOpen ? (error.details?.retryAfterSeconds ?? null) : null,
    cause: error,
  });
}
