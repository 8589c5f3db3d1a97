import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
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
 * products of orders that took their payment, less what has gone back for them.
 */
export async function booksOf(app: TestApp): Promise<Books> {
  const books = await env.DB.prepare(
    `SELECT
       (SELECT ifnull(sum(amount), 0) FROM payments WHERE app_id = ?1 AND status IN ('SUCCESS', 'REFUNDED')) AS captured,
       (SELECT ifnull(sum(amount), 0) FROM refunds WHERE app_id = ?1) AS refunded,
       (SELECT ifnull(sum(amount - refunded_amount - transferred_amount), 0) FROM bookings WHERE app_id = ?1) AS bookings,
       (SELECT ifnull(sum(line.amount - line.discount), 0) FROM payments JOIN order_lines AS line ON line.order_id = payments.used_by AND line.kind = 'PRODUCT'
         WHERE payments.app_id = ?1)
       - (SELECT ifnull(sum(amount), 0) FROM refunds WHERE app_id = ?1 AND order_id IS NOT NULL) AS merchandise,
       (SELECT ifnull(sum(c.refunded), 0) FROM simulated_charges AS c JOIN payments AS p ON p.charge_id = c.id WHERE p.app_id = ?1) AS atProvider,
       (SELECT count(*) FROM refunds WHERE app_id = ?1 AND status = 'PENDING') AS waiting`,
  )
    .bind(app.appId)
    .first<Books>();
  if (books === null) throw new Error("there are no books");
  return books;
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
