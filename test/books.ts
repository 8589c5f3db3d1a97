import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { TestApp } from "./harness.ts";

interface Books {
  captured: number;
  refunded: number;
  bookings: number;
  atProvider: number;
  waiting: number;
}

/** What an app's payments, refunds and bookings come to in D1, and the provider's own books beside them, all in minor units. */
export async function booksOf(app: TestApp): Promise<Books> {
  const books = await env.DB.prepare(
    `SELECT
       (SELECT ifnull(sum(amount), 0) FROM payments WHERE app_id = ?1 AND status IN ('SUCCESS', 'REFUNDED')) AS captured,
       (SELECT ifnull(sum(amount), 0) FROM refunds WHERE app_id = ?1) AS refunded,
       (SELECT ifnull(sum(amount - refunded_amount - transferred_amount), 0) FROM bookings WHERE app_id = ?1) AS bookings,
       (SELECT ifnull(sum(c.refunded), 0) FROM simulated_charges AS c JOIN payments AS p ON p.charge_id = c.id WHERE p.app_id = ?1) AS atProvider,
       (SELECT count(*) FROM refunds WHERE app_id = ?1 AND status = 'PENDING') AS waiting`,
  )
    .bind(app.appId)
    .first<Books>();
  if (books === null) throw new Error("there are no books");
  return books;
}

/**
 * Checks what holds when everything has come to rest: what was taken and not given back is what the bookings are worth, and the provider agrees. Waits for
 * the events that are under way.
 */
export async function expectBooksToAddUp(app: TestApp, { timeout = 15_000 } = {}): Promise<Books> {
  return vi.waitFor(
    async () => {
      const books = await booksOf(app);
      expect(books).toMatchObject({ bookings: books.captured - books.refunded, atProvider: books.refunded, waiting: 0 });
      return books;
    },
    { timeout, interval: 100 },
  );
}
