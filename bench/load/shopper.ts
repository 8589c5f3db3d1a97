import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "undici";

export interface Said {
  status: number;
  text: string;
}

/** How often somebody who is told to come back later does so. */
const attemptsMax = 20;
const address = { name: "Ada Lovelace", line1: "Ringstrasse 1", postalCode: "1010", city: "Vienna", country: "AT" };

/** One who shops over an API that both sides have. */
export class Shopper {
  readonly #pool: Pool;
  readonly #headers: Record<string, string>;

  constructor(pool: Pool, headers: Record<string, string>, token: string) {
    this.#pool = pool;
    this.#headers = { ...headers, "content-type": "application/json", authorization: `Bearer ${token}` };
  }

  putIn(productId: string): Promise<Said> {
    return this.#post("/api/v1/cart/items", { productId, quantity: 1 });
  }

  checkOut(): Promise<Said> {
    return this.#post("/api/v1/checkout", { paymentMethod: { method: "card", token: "tok_ok" }, shippingAddress: address });
  }

  /** Comes back when told to, as a client of either side has to; how long that takes counts. */
  async #post(path: string, body: unknown): Promise<Said> {
    for (let attempt = 1; ; attempt++) {
      const reply = await this.#pool.request({ method: "POST", path, headers: this.#headers, body: JSON.stringify(body) });
      const text = await reply.body.text();
      const later = reply.statusCode === 429 || reply.statusCode === 503;
      if (!later || attempt === attemptsMax) return { status: reply.statusCode, text };
      await wait(Number(reply.headers["retry-after"] ?? 1) * 1000 * (0.5 + Math.random()));
    }
  }
}
