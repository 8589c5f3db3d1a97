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
