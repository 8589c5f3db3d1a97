import { field } from "../platform/json-field.ts";

/** A payment of a reservation that is about to be made. `at`: in ms. */
export interface NewReservationPayment {
  id: string;
  userId: string;
  token: string;
  provider: string;
  method: string;
  amount: number;
  currency: string;
  confirmsItself: boolean;
  at: number;
}

/**
 * Writes payments of one showtime's reservations down, all by one statement: PENDING, each unless its reservation has a live one. Answers of each whether it is there;
 * the same again is.
 */
export async function writePayments(
  db: D1Database,
  { appId, showtimeId }: { appId: string; showtimeId: string },
  payments: readonly NewReservationPayment[],
): Promise<(true | null)[]> {
  const rows = payments.map(({ confirmsItself, ...payment }) => ({ ...payment, confirmsItself: Number(confirmsItself) }));
  const { results } = await db.prepare(writeAll).bind(JSON.stringify(rows), appId, showtimeId).all<{ id: string }>();
  const written = new Set(results.map(({ id }) => id));
  return payments.map(({ id }) => (written.has(id) ? true : null));
}

const writeAll = `
  INSERT INTO payments (id, app_id, user_id, showtime_id, reservation_token, provider, method, amount, currency, status, confirms_itself, created_at, updated_at)
  SELECT ${field("id")}, ?2, ${field("userId")}, ?3, ${field("token")}, ${field("provider")}, ${field("method")}, ${field("amount")},
    ${field("currency")}, 'PENDING', ${field("confirmsItself")}, ${field("at")}, ${field("at")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET id = excluded.id
  ON CONFLICT DO NOTHING
  RETURNING id`;
