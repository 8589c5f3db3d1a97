import type { Handler } from "express";
import type { Redis } from "ioredis";
import type { Pool } from "pg";

interface SeatRow {
  id: string;
  status: string;
}

const selectMap = `SELECT id, seat_number AS "seatNumber", section, row, tier, price, x, y, accessible, status
  FROM seats WHERE showtime_id = $1 ORDER BY idx`;

/**
 * Every seat of a showtime with its status: the rows from PostgreSQL, and from Redis which of them are locked, by one EXISTS a seat in one
 * pipeline. `?locks=mget` asks with a single MGET instead, the best that this design can do.
 */
export function readMap({ database, redis }: { database: Pool; redis: Redis }): Handler {
  return async (request, response) => {
    const { rows } = await database.query<SeatRow>({ name: "map", text: selectMap, values: [request.params.id] });
    const keys = rows.map(({ id }) => `seat:${id}`);
    const locked = request.query.locks === "mget" ? await lockedByMget(redis, keys) : await lockedByExists(redis, keys);
    for (const [place, seat] of rows.entries()) if (seat.status === "AVAILABLE" && locked[place]) seat.status = "LOCKED";
    response.json({ success: true, data: { items: rows } });
  };
}

async function lockedByExists(redis: Redis, keys: string[]): Promise<boolean[]> {
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.exists(key);
  return ((await pipeline.exec()) ?? []).map(([, found]) => found === 1);
}

const lockedByMget = async (redis: Redis, keys: string[]): Promise<boolean[]> => (await redis.mget(keys)).map((holder) => holder !== null);
