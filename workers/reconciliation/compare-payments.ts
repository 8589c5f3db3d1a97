import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import type { Finding, PartStep } from "./finding.ts";

/** What moved so lately may be half told: the next run looks at it. */
const quietMs = 2 * 60_000;

/**
 * Whether each payment that was taken is what bookings, an order and refunds have of it, from `from` (ms) on. PAYMENT_DIFFERS. Payments whose bookings were
 * exchanged for those of another showtime are left to the sums: what was kept of a booking that went on is no single payment's. `place`: the last id.
 */
export async function comparePayments(ctx: Ctx, from: number, place: string | null): Promise<PartStep<string>> {
  const { results } = await ctx.env.DB.prepare(paymentsWithUses)
    .bind(place ?? newId("payment", from).slice(0, -16), limits.paymentsCompared, ctx.now() - quietMs)
    .all<Uses>();
  return {
    next: results.length < limits.paymentsCompared ? null : (results.at(-1)?.id ?? null),
    done: results.length,
    findings: results.filter(differs).map(({ id, amount, currency, refunded, booked, products }) => ({
      kind: "PAYMENT_DIFFERS",
      subject: id,
      detail: `${amount} ${currency} taken: ${refunded} refunded, ${booked} in bookings, ${products} in products`,
      healed: false,
    })),
  };
}

interface Uses {
  id: string;
  amount: number;
  currency: string;
  refunded: number;
  booked: number;
  products: number;
  isQuiet: 0 | 1;
  isTaken: 0 | 1;
  isExchanged: 0 | 1;
}

const differs = ({ amount, refunded, booked, products, isQuiet, isTaken, isExchanged }: Uses): boolean =>
  isTaken === 1 && isQuiet === 1 && isExchanged === 0 && amount !== refunded + booked + products;

/** ?1: behind this id; ?2: so many; ?3: untouched since then. CROSS JOIN finds bookings by their ids. */
const paymentsWithUses = `
  WITH page AS (SELECT * FROM payments WHERE id > ?1 ORDER BY id LIMIT ?2),
  paid (payment, booking) AS (
    SELECT id, booking_id FROM page WHERE booking_id IS NOT NULL
    UNION SELECT page.id, order_lines.booking_id FROM page CROSS JOIN order_lines ON order_lines.order_id = page.order_id WHERE order_lines.booking_id IS NOT NULL
  ),
  used AS (
    SELECT paid.payment, bookings.updated_at, bookings.exchanged_from IS NOT NULL OR bookings.exchanged_to IS NOT NULL AS exchanged,
      (SELECT ifnull(sum(json_extract(value, '$.amount') - json_extract(value, '$.refundedAmount')), 0) FROM json_each(bookings.payments)
        WHERE json_extract(value, '$.paymentId') = paid.payment) AS amount
    FROM paid CROSS JOIN bookings ON bookings.id = paid.booking
  )
  SELECT id, amount, currency,
    (SELECT ifnull(sum(refunds.amount), 0) FROM refunds WHERE payment_id = page.id) AS refunded,
    (SELECT ifnull(sum(used.amount), 0) FROM used WHERE payment = page.id) AS booked,
    (SELECT ifnull(sum(order_lines.amount - order_lines.discount), 0) FROM order_lines WHERE order_lines.order_id = page.used_by AND kind = 'PRODUCT')
      - (SELECT ifnull(sum(refunds.amount), 0) FROM refunds WHERE payment_id = page.id AND refunds.order_id IS NOT NULL) AS products,
    page.updated_at < ?3 AND NOT EXISTS (SELECT 1 FROM refunds WHERE payment_id = page.id AND created_at >= ?3)
      AND NOT EXISTS (SELECT 1 FROM used WHERE payment = page.id AND updated_at >= ?3) AS isQuiet,
    status = 'REFUNDED' OR (status = 'SUCCESS' AND (booking_id IS NOT NULL OR (order_id IS NOT NULL AND used_by IS NOT NULL))) AS isTaken,
    EXISTS (SELECT 1 FROM used WHERE payment = page.id AND exchanged) AS isExchanged
  FROM page`;

/** A booking whose price was not paid by payments of its app that were taken, exactly. BOOKING_UNPAID. `place`: the last one's. */
export async function compareBookings(ctx: Ctx, from: number, place: BookingsPlace | null): Promise<PartStep<BookingsPlace>> {
  const { createdAt, id } = place ?? { createdAt: from, id: "" };
  const { results } = await ctx.env.DB.prepare(bookingsWithPayments).bind(createdAt, id, limits.paymentsCompared).all<Paid>();
  const last = results.at(-1);
  return {
    next: results.length < limits.paymentsCompared || last === undefined ? null : { createdAt: last.createdAt, id: last.id },
    done: results.length,
    findings: results
      .filter(({ amount, paid, back, refunded, strangers }) => amount !== paid || refunded !== back || strangers > 0)
      .map(
        ({ id: subject, amount, paid, refunded, back, strangers }): Finding => ({
          kind: "BOOKING_UNPAID",
          subject,
          detail: `costs ${amount}, paid ${paid}; ${refunded} refunded, ${back} of its payments; ${strangers} payments that were not taken`,
          healed: false,
        }),
      ),
  };
}

export interface BookingsPlace {
  createdAt: number;
  id: string;
}

interface Paid extends BookingsPlace {
  amount: number;
  paid: number;
  refunded: number;
  back: number;
  strangers: number;
}

const bookingsWithPayments = `
  SELECT id, created_at AS createdAt, amount, refunded_amount AS refunded,
    (SELECT ifnull(sum(json_extract(value, '$.amount')), 0) FROM json_each(bookings.payments)) AS paid,
    (SELECT ifnull(sum(json_extract(value, '$.refundedAmount')), 0) FROM json_each(bookings.payments)) AS back,
    (SELECT count(*) FROM json_each(bookings.payments) AS used WHERE NOT EXISTS (
      SELECT 1 FROM payments WHERE payments.id = json_extract(used.value, '$.paymentId') AND payments.app_id = bookings.app_id
        AND payments.status IN ('SUCCESS', 'REFUNDED'))) AS strangers
  FROM bookings WHERE (created_at, id) > (?1, ?2) ORDER BY created_at, id LIMIT ?3`;
