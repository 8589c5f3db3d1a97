/**
 * `later`: not now, but perhaps in a while · `refused`: never as it is · `bounced`: never, for nobody has this address.
 */
export type Verdict = "later" | "refused" | "bounced";

/** The transport works and has not taken this one mail. */
export class MailRefused extends Error {
  readonly verdict: Verdict;
  /** It is an answer, and none that speaks against the transport (`callDependency`). */
  readonly status = 422;

  constructor(verdict: Verdict, message: string) {
    super(message);
    this.verdict = verdict;
  }
}
