import { keepPayments, type PaymentToKeep } from "../../workers/payments/keep-payments.ts";
import { type NewReservationPayment, writePayments } from "../../workers/payments/write-payments.ts";
import { Gathered } from "./gathered.ts";
import type { Ledger } from "./ledger.ts";

/**
 * What D1 is asked for the payments of one showtime, those of several buyers by one statement. It only saves calls: whatever it cannot do, or does not know
 * to have done, is left to the Worker, which does it for the one buyer and says what is wrong.
 */
export class PaymentDesk {
  readonly #begun: Gathered<NewReservationPayment, true>;
  readonly #kept: Gathered<PaymentToKeep, { amount: number; currency: string }>;

  constructor(env: Env, { terms }: Ledger) {
    const { appId, showtimeId } = terms;
    this.#begun = new Gathered((payments) => writePayments(env.DB, { appId, showtimeId }, payments));
    this.#kept = new Gathered((payments) => keepPayments(env.DB, appId, payments));
  }

  /** Writes a payment down that is about to be made. Whether it certainly is there; not if its reservation has a live one already. */
  async begin(payment: NewReservationPayment): Promise<boolean> {
    return (await this.#begun.add(payment)) ?? false;
  }

  /** Keeps a payment for its reservation, as `claimPayment` does; null if it is not. */
  keep(payment: PaymentToKeep): Promise<{ amount: number; currency: string } | null> {
    return this.#kept.add(payment);
  }
}
