import { Pool } from "undici";
import { messageOf } from "../child.ts";
import type { LastItemsJob, LastItemsResult } from "./job.ts";
import { Shopper } from "./shopper.ts";

const fillingAtOnce = 32;
/** So many checkouts are under way at the same time. */
const connections = 256;

/** Fills everybody's cart, then lets all check out at once, and counts what they are told. The clock runs for the checkouts alone. */
export async function runLastItems({ origin, headers, tokens, productId }: LastItemsJob): Promise<LastItemsResult> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const shoppers = tokens.map((token) => new Shopper(pool, headers, token));
  const waiting = [...shoppers];
  const fill = async () => {
    for (let shopper = waiting.pop(); shopper !== undefined; shopper = waiting.pop()) {
      const { status, text } = await shopper.putIn(productId);
      if (status !== 201) throw new Error(`a cart could not be filled: ${status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: fillingAtOnce }, fill));

  const answers: Record<string, number> = {};
  const latencies: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    shoppers.map(async (shopper) => {
      const { status, text } = await shopper.checkOut();
      latencies.push(performance.now() - startedAt);
      const answer = status === 201 ? "201" : `${status} ${codeOf(text)}`;
      answers[answer] = (answers[answer] ?? 0) + 1;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  const done = answers["201"] ?? 0;
  return { done, failed: tokens.length - done, failure: null, seconds, latencies, answers };
}

const codeOf = (text: string): string => messageOf<{ error?: { code?: string } }>(JSON.parse(text)).error?.code ?? "";
