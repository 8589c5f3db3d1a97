import { randomBytes } from "node:crypto";
import type { Handler, Response } from "express";
import type { Client, Pool } from "pg";
import { z } from "zod";
import type { WaitingRoom } from "./waiting-room.ts";

const Hold = z.strictObject({ showtimeId: z.string().max(64), quantity: z.number().int().min(1).max(10) });
const Pay = z.strictObject({ reservationToken: z.string().max(64), token: z.string().max(64) });
const Confirm = z.strictObject({ reservationToken: z.string().max(64), paymentId: z.string().max(64) });

interface Reservation {
  showtimeId: string;
  seatIds: string[];
  price: number;
  live: boolean;
}

const refuse = (response: Response, status: number, code: string): void =>
  void response.status(status).json({ success: false, error: { code } });

/** The free seats of one row that stand together, or else whichever come first; locked rows are somebody else's and passed over. */
const together = `
  SELECT id, price FROM seats WHERE showtime_id = $1 AND status = 'AVAILABLE' AND row = (
    SELECT row FROM seats WHERE showtime_id = $1 AND status = 'AVAILABLE' GROUP BY row HAVING count(*) >= $2 ORDER BY random() LIMIT 1)
  ORDER BY idx LIMIT $2 FOR UPDATE SKIP LOCKED`;
const anywhere = "SELECT id, price FROM seats WHERE showtime_id = $1 AND status = 'AVAILABLE' ORDER BY idx LIMIT $2 FOR UPDATE SKIP LOCKED";
const ownReservation = `SELECT showtime_id AS "showtimeId", seat_ids AS "seatIds", price, status = 'ACTIVE' AND expires_at > now() AS live
  FROM reservations WHERE token = $1 AND user_id = $2`;

/** Takes the best free seats in one transaction. The pass is spent for it, and given back if there are none. */
export function holdBest(database: Pool, room: WaitingRoom, holdSeconds: number): Handler {
  return async (request, response) => {
    const body = Hold.safeParse(request.body);
    if (!body.success) return refuse(response, 422, "VALIDATION_FAILED");
    const { showtimeId, quantity } = body.data;
    const userId = String(response.locals.userId);
    const pass = request.get("x-admission") ?? "";
    if (!(await room.spend(userId, pass))) return refuse(response, 403, "ADMISSION_REQUIRED");
    const held = await inTransaction(database, async (client) => {
      const find = (text: string) =>
        client.query<{ id: string; price: number }>({ name: text.slice(0, 40), text, values: [showtimeId, quantity] });
      let { rows } = await find(together);
      if (rows.length < quantity) ({ rows } = await find(anywhere));
      if (rows.length < quantity) return null;
      const ids = rows.map(({ id }) => id);
      const token = `rsv_${randomBytes(16).toString("hex")}`;
      const price = rows.reduce((sum, seat) => sum + seat.price, 0);
      await client.query({ name: "lock", text: "UPDATE seats SET status = 'LOCKED' WHERE id = ANY ($1)", values: [ids] });
      await client.query({
        name: "reserve",
        text: `INSERT INTO reservations (token, user_id, showtime_id, seat_ids, price, expires_at)
          VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))`,
        values: [token, userId, showtimeId, ids, price, holdSeconds],
      });
      return { reservationToken: token, price, currency: "EUR", seats: rows };
    });
    if (held !== null) return void response.status(201).json({ success: true, data: held });
    await room.giveBack(userId, pass);
    refuse(response, 409, "NOT_ENOUGH_SEATS");
  };
}

/** Books the payment of a live reservation of one's own. */
export function pay(database: Pool): Handler {
  return async (request, response) => {
    const body = Pay.safeParse(request.body);
    if (!body.success) return refuse(response, 422, "VALIDATION_FAILED");
    const values = [body.data.reservationToken, String(response.locals.userId)];
    const { rows } = await database.query<Reservation>({ name: "own", text: ownReservation, values });
    const [reservation] = rows;
    if (reservation === undefined) return refuse(response, 404, "RESERVATION_NOT_FOUND");
    if (!reservation.live) return refuse(response, 410, "RESERVATION_EXPIRED");
    const id = `pay_${randomBytes(16).toString("hex")}`;
    await database.query({
      name: "pay",
      text: "INSERT INTO payments (id, reservation_token, amount, status) VALUES ($1, $2, $3, 'SUCCESS')",
      values: [id, body.data.reservationToken, reservation.price],
    });
    response.status(201).json({ success: true, data: { payment: { id, status: "SUCCESS", amount: reservation.price } } });
  };
}

/** Books a paid reservation in one transaction that has its row locked. */
export function confirm(database: Pool): Handler {
  return async (request, response) => {
    const body = Confirm.safeParse(request.body);
    if (!body.success) return refuse(response, 422, "VALIDATION_FAILED");
    const { reservationToken, paymentId } = body.data;
    const booked = await inTransaction(database, async (client) => {
      const values = [reservationToken, String(response.locals.userId)];
      const { rows } = await client.query<Reservation>({ name: "own for update", text: `${ownReservation} FOR UPDATE`, values });
      const [reservation] = rows;
      if (!reservation?.live) return null;
      const paid = await client.query<object>({
        name: "paid",
        text: "UPDATE payments SET used = true WHERE id = $1 AND reservation_token = $2 AND amount = $3 AND NOT used RETURNING id",
        values: [paymentId, reservationToken, reservation.price],
      });
      if (paid.rows.length === 0) return null;
      const bookingId = `BK-${randomBytes(8).toString("hex")}`;
      await client.query({ name: "sell", text: "UPDATE seats SET status = 'BOOKED' WHERE id = ANY ($1)", values: [reservation.seatIds] });
      await client.query({
        name: "done",
        text: "UPDATE reservations SET status = 'CONFIRMED' WHERE token = $1",
        values: [reservationToken],
      });
      await client.query({
        name: "book",
        text: "INSERT INTO bookings (id, reservation_token, user_id, showtime_id, seat_ids, amount) VALUES ($1, $2, $3, $4, $5, $6)",
        values: [bookingId, reservationToken, values[1], reservation.showtimeId, reservation.seatIds, reservation.price],
      });
      return bookingId;
    });
    if (booked === null) return refuse(response, 410, "RESERVATION_EXPIRED");
    response.status(201).json({ success: true, data: { bookingId: booked } });
  };
}

/** Frees what has run out: asked every second. */
export async function endLapsed(database: Pool): Promise<void> {
  await inTransaction(database, async (client) => {
    const { rows } = await client.query<{ seatIds: string[] }>({
      name: "lapse",
      text: `UPDATE reservations SET status = 'EXPIRED' WHERE token IN (
        SELECT token FROM reservations WHERE status = 'ACTIVE' AND expires_at <= now() FOR UPDATE SKIP LOCKED) RETURNING seat_ids AS "seatIds"`,
      values: [],
    });
    const values = [rows.flatMap(({ seatIds }) => seatIds)];
    await client.query({ name: "free", text: "UPDATE seats SET status = 'AVAILABLE' WHERE id = ANY ($1) AND status = 'LOCKED'", values });
  });
}

/** Runs `work` between BEGIN and COMMIT; what it throws rolls back. */
export async function inTransaction<Value>(database: Pool, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = await database.connect();
  try {
    await client.query({ name: "begin", text: "BEGIN", values: [] });
    const value = await work(client);
    await client.query({ name: "commit", text: "COMMIT", values: [] });
    return value;
  } catch (error) {
    await client.query({ name: "rollback", text: "ROLLBACK", values: [] });
    throw error;
  } finally {
    client.release();
  }
}
