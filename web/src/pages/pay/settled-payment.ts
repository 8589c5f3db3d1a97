import type { Payment } from "../../../../contracts/payments.ts";
import { worthRetrying } from "../../api/failure.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";

const pollMs = 1000;
const attemptsMax = 6;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Once money may have moved, a moment without an answer is no reason to give up. */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!worthRetrying(error) || attempt === attemptsMax) throw error;
      await pause(pollMs);
    }
  }
}

/** The payment once the bank has answered, or as it is when nobody waits any longer. */
export async function settledPayment(domain: Domain, paymentId: string, isOver: () => boolean): Promise<Payment> {
  for (;;) {
    const { payment } = await patiently(() => request<{ payment: Payment }>(domain, `/payments/${paymentId}`));
    if (payment.status !== "PENDING" || isOver()) return payment;
    await pause(pollMs);
  }
}
