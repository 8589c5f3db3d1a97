import { field } from "../platform/json-field.ts";

/** A payment of this user's, and the reservation it is to be kept for. */
export interface PaymentToKeep {
  paymentId: string;
  userId: string;
  token: string;
}

/**
 * `claimPayment` for several of an app's at once: one statement with the same condition. Answers of each how much it is of, or null if it is not kept now. Throws,
 * and then none is, if one of the reservations has another payment.
 */
export async function keepPayments(
  db: D1Database,
  appId: string,
  payments: readonly PaymentToKeep[],
): Promise<({ amount: number; currency: string } | null)[]> {
  const { results } = await db
    .prepare(keepAll)
    .bind(JSON.stringify(payments), appId, Date.now())
    .all<{ id: string; token: string; amount: number; currency: string }>();
  const kept = new Map(results.map(({ id, token, amount, currency }) => [`${id} ${token}`, { amount, currency }]));
  return payments.map(({ paymentId, token }) => kept.get(`${paymentId} ${token}`) ?? null);
}

/** The plus keeps SQLite from looking through all payments of the app by its index: each is found by its id. */
const keepAll = `
  UPDATE payments SET used_by = asked.token, updated_at = ?3
  FROM (
    SELECT ${field("paymentId")} AS payment, ${field("userId")} AS payer, ${field("token")} AS token
    FROM json_each(?1)) AS asked
  WHERE payments.id = asked.payment AND +payments.app_id = ?2 AND +payments.user_id = asked.payer AND payments.order_id IS NULL
    AND +payments.status = 'SUCCESS' AND (payments.used_by IS NULL OR payments.used_by = asked.token)
  RETURNING id, used_by AS token, amount, currency`;
