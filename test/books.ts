import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { type Books as AppBooks, booksOfApp } from "../workers/reconciliation/books.ts";
import type { TestApp } from "./harness.ts";

interface Books {
  captured: number;
  refunded: number;
  bookings: number;
  merchandise: number;
  atProvider: number;
  waiting: number;
}

/**
 * What an app's payments, refunds, bookings and orders come to in D1, and the provider's own books beside them, all in minor units. `merchandise`: the
 * products of orders that took their payment, less what has gone back for them. For apps that sell in one currency.
 */
export async function booksOf(app: TestApp): Promise<Books> {
  const [ours] = (await booksOfApp(env.DB, app.appId, Date.now()).all<AppBooks>()).results;
  const provider = await env.DB.prepare(
    `SELECT (SELECT ifnull(sum(c.refunded), 0) FROM simulated_charges AS c JOIN payments AS p ON p.charge_id = c.id WHERE p.app_id = ?1) AS atProvider,
       (SELECT count(*) FROM refunds WHERE app_id = ?1 AND status = 'PENDING') AS waiting`,
  )
    .bind(app.appId)
    .first<Pick<Books, "atProvider" | "waiting">>();
  if (provider === null) throw new Error("there are no books");
  const { captured = 0, refunded = 0, bookings = 0, merchandise = 0 } = ours ?? {};
  return { captured, refunded, bookings, merchandise, ...provider };
}

/**
 * Checks what holds when everything has come to rest: what was taken and not given back is what bookings and products are worth, and the provider agrees. Waits for
 * the events that are under way.
 */
export async function expectBooksToAddUp(app: TestApp, { timeout = 15_000 } = {}): Promise<Books> {
  return vi.waitFor(
    async () => {
      const books = await booksOf(app);
      expect(books).toMatchObject({
        bookings: books.captured - books.refunded - books.merchandise,
        atProvider: books.refunded,
        waiting: 0,
      });
      return books;
    },
    { timeout, interval: 100 },
  );
}
