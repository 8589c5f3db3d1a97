import type { Outcome, Refusal, Reply } from "../../contracts/ledger.ts";
import { rateHeaders } from "../gateway/rate-headers.ts";
import { AppError } from "../platform/app-error.ts";

/** What a write of the ledger granted, with what the response's headers have to say of it. */
export interface LedgerReply<Data> {
  data: Data;
  reply: Partial<Reply>;
}

/** A refusal that still knows its place in the log and the state of the caller's bucket. */
class LedgerRefusal extends AppError {
  readonly #reply: Partial<Reply>;

  constructor({ code, details }: Refusal, reply: Partial<Reply>) {
    super(code, details);
    this.#reply = reply;
  }

  override get headers(): Record<string, string> {
    return { ...super.headers, ...ledgerHeaders(this.#reply) };
  }
}

/** The data of a granted command; a refused one is thrown. */
export function ledgerReply<Value extends object, Data>(
  answer: Outcome<Value> & Partial<Reply>,
  dataOf: (value: Value) => Data,
): LedgerReply<Data> {
  if (!answer.ok) throw new LedgerRefusal(answer, answer);
  return { data: dataOf(answer), reply: answer };
}

/** A reply in headers: its place in the showtime's log, the caller's bucket, and whether it is a repetition. */
export const ledgerHeaders = ({ seq, replayed, throttle }: Partial<Reply>): Record<string, string> => ({
  ...(seq !== undefined && { "X-Ledger-Seq": String(seq) }),
  ...(replayed && { "Idempotent-Replayed": "true" }),
  ...(throttle && rateHeaders("reservation", { limit: throttle.limit, windowSeconds: throttle.windowSeconds ?? 1 }, throttle)),
});
