import { Pool } from "undici";
import type { CheckoutJob, LoadResult } from "./job.ts";
import { Shopper } from "./shopper.ts";
import { Tally } from "./tally.ts";

/** Every client orders again and again, each time as another of its own users. An answer is a whole order: two products into the cart, then the checkout. */
export async function runCheckoutLoad({ origin, headers, tokens, productIds, clients, secondsMax }: CheckoutJob): Promise<LoadResult> {
  if (tokens.length < clients) throw new Error("there are fewer users than clients");
  const pool = new Pool(origin, { connections: clients, pipelining: 1 });
  const tally = new Tally(secondsMax);
  let turns = 0;

  async function keepOrdering(_: unknown, client: number): Promise<void> {
    for (let user = client; !tally.isOver; user = user + clients < tokens.length ? user + clients : client) {
      const shopper = new Shopper(pool, headers, tokens[user] ?? "");
      const turn = turns++;
      const sentAt = performance.now();
      const steps = [
        () => shopper.putIn(productIds[(2 * turn) % productIds.length] ?? ""),
        () => shopper.putIn(productIds[(2 * turn + 1) % productIds.length] ?? ""),
        () => shopper.checkOut(),
      ];
      let refusal: string | null = null;
      for (const step of steps) {
        const { status, text } = await step();
        if (status >= 400) refusal ??= `${status} ${text}`;
      }
      if (refusal === null) tally.answered(sentAt);
      else tally.failed(refusal);
    }
  }

  await Promise.all(Array.from({ length: clients }, keepOrdering));
  const result = tally.result();
  await pool.close();
  return result;
}
