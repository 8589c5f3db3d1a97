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

/** The payment as it is now. */
export const paymentNow = async (domain: Domain, paymentId: string): Promise<Payment> =>
  (await patiently(() => request<{ payment: Payment }>(domain, `/payments/${paymentId}`))).payment;

/** The bank's page on which the payer is to say that it is them, if that is what a payment waits for. */
export function bankPageOf({ nextAction }: Payment): string | undefined {
  return nextAction?.type === "redirect" && /^https?:\/\//.test(nextAction.url) ? nextAction.url : undefined;
}

/** The payment once the bank has answered, or as it is when nobody waits any longer. */
export async function settledPayment(domain: Domain, paymentId: string, isOver: () => boolean): Promise<Payment> {
  for (;;) {
    const payment = await paymentNow(domain, paymentId);
    if (payment.status !== "PENDING" || isOver()) return payment;
    await pause(pollMs);
  }
}
