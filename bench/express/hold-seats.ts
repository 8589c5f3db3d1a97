import { randomBytes } from "node:crypto";
import type { Handler } from "express";
import type { Redis } from "ioredis";
import type { Pool } from "pg";
import { z } from "zod";

const holdSeconds = 1800;

const Body = z.strictObject({ seatId: z.string().max(128).optional(), seatIds: z.array(z.string().max(128)).min(1).max(100).optional() });

interface SeatRow {
  id: string;
  showtimeId: string;
  seatNumber: string;
  section: string | null;
  row: string | null;
  tier: string;
  price: number;
  status: string;
}

const selectSeats = `SELECT id, showtime_id AS "showtimeId", seat_number AS "seatNumber", section, row, tier, price, status FROM seats WHERE id = ANY ($1)`;
const insertReservation =
  "INSERT INTO reservations (token, user_id, showtime_id, seat_ids, price, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";

/**
 * Locks the seats in Redis with `SET … EX … NX` (several in one pipeline, given back if one of them is taken), looks up in PostgreSQL that they
 * are not booked, and inserts the reservation there before it answers.
 */
export function holdSeats({ database, redis }: { database: Pool; redis: Redis }): Handler {
  return async (request, response) => {
    const refuse = (status: number, code: string) => response.status(status).json({ success: false, error: { code } });
    const body = Body.safeParse(request.body);
    const ids = body.success ? (body.data.seatIds ?? (body.data.seatId === undefined ? [] : [body.data.seatId])) : [];
    if (ids.length === 0) return void refuse(422, "VALIDATION_FAILED");

    const userId = String(response.locals.userId);
    const locked = await lockSeats(redis, ids, userId);
    if (locked.length < ids.length) {
      await unlock(redis, locked);
      return void refuse(409, "SEAT_ALREADY_LOCKED");
    }
    try {
      const { rows: seats } = await database.query<SeatRow>({ name: "seats", text: selectSeats, values: [ids] });
      const code = seats.length < ids.length ? "SEAT_NOT_FOUND" : "SEAT_ALREADY_BOOKED";
      if (seats.length < ids.length || seats.some(({ status }) => status !== "AVAILABLE")) {
        await unlock(redis, locked);
        return void refuse(code === "SEAT_NOT_FOUND" ? 404 : 409, code);
      }
      const reservationToken = `rsv_${randomBytes(16).toString("hex")}`;
      const price = seats.reduce((sum, seat) => sum + seat.price, 0);
      const expiresAt = new Date(Date.now() + holdSeconds * 1000).toISOString();
      const values = [reservationToken, userId, seats[0]?.showtimeId, ids, price, expiresAt];
      await database.query({ name: "reserve", text: insertReservation, values });
      const shown = seats.map(({ status: _, showtimeId: __, ...seat }) => seat);
      response.status(201).json({ success: true, data: { reservationToken, expiresAt, seats: shown, price, currency: "EUR" } });
    } catch (error) {
      await unlock(redis, locked);
      throw error;
    }
  };
}

/** The keys that are ours now. */
async function lockSeats(redis: Redis, ids: readonly string[], userId: string): Promise<string[]> {
  const [first] = ids;
  if (first !== undefined && ids.length === 1) {
    return (await redis.set(`seat:${first}`, userId, "EX", holdSeconds, "NX")) === "OK" ? [`seat:${first}`] : [];
  }
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.set(`seat:${id}`, userId, "EX", holdSeconds, "NX");
  const answers = await pipeline.exec();
  return ids.flatMap((id, place) => (answers?.[place]?.[1] === "OK" ? [`seat:${id}`] : []));
}

async function unlock(redis: Redis, keys: string[]): Promise<void> {
  if (keys.length > 0) await redis.del(keys);
}
