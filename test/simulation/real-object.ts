import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { SeatLedger, ShowtimeTerms } from "../../contracts/ledger.ts";
import type { Fact } from "../../durable-objects/seat-map/ledger.ts";
import { type SeatRecord, toSeat } from "../../durable-objects/seat-map/records.ts";
import type { House } from "../box-office.ts";
import type { ProjectedRow, ShowHistory } from "./history.ts";

/** The object of a showtime, with the methods by which it is asked. */
export const objectOf = ({ app, showtimeId }: Pick<House, "app" | "showtimeId">) => env.SEAT_MAP.getByName(`${app.appId}:${showtimeId}`);

/** The same, seen as what it promises: a stub's own types lose the shapes of the answers. */
export const ledgerOf = (house: House): SeatLedger => objectOf(house) as unknown as SeatLedger;

interface LogRecord {
  [column: string]: SqlStorageValue;
  seq: number;
  at: number;
  op: string;
  seats: string;
  fact: string | null;
  idempotency_key: string | null;
}

/** What the object has on disk: its log, whose entries of added seats say which they were and the table says how they are. */
export function historyOf(house: House, opened: ShowtimeTerms): Promise<ShowHistory> {
  return runInDurableObject(objectOf(house), (_, { storage: { sql } }) => {
    const seats = sql.exec<SeatRecord>("SELECT * FROM seat ORDER BY idx").toArray();
    const log = sql
      .exec<LogRecord>("SELECT seq, at, op, seats, fact, idempotency_key FROM log ORDER BY seq")
      .toArray()
      .map(({ seq, at, fact, idempotency_key: key, seats: indexes }) => ({
        fact: fact === null ? added({ seq, at, indexes: JSON.parse(indexes) }) : (JSON.parse(fact) as Fact),
        key,
      }));
    function added({ seq, at, indexes }: { seq: number; at: number; indexes: number[] }): Fact {
      const rows = indexes.flatMap((index) => seats[index] ?? []);
      return { op: "ADD", seq, at, added: rows.map((row) => toSeat(house.showtimeId, row)) };
    }
    return { terms: opened, log };
  });
}

/** Under which conditions the showtime sells now. */
export const termsOf = (house: House): Promise<ShowtimeTerms> =>
  runInDurableObject(objectOf(house), (_, { storage: { sql } }) =>
    JSON.parse(sql.exec<{ terms: string }>("SELECT terms FROM showtime").one().terms),
  );

/** Lets every commit fail while `work` runs, as if the disk were full. */
export async function withFullDisk(house: House, work: () => Promise<unknown>): Promise<void> {
  const run = (statement: string) => runInDurableObject(objectOf(house), (_, { storage: { sql } }) => sql.exec(statement));
  await run("CREATE TRIGGER IF NOT EXISTS full BEFORE INSERT ON log BEGIN SELECT RAISE (ABORT, 'disk full'); END");
  await work();
  await run("DROP TRIGGER IF EXISTS full");
}

/** What D1 knows of the showtime, and which bookings it gives its seats to. */
export async function projectionOf({ showtimeId }: House): Promise<{ rows: ProjectedRow[]; bookedSeats: Map<string, string> }> {
  const read = async <Row>(statement: string) => (await env.DB.prepare(statement).bind(showtimeId).all<Row>()).results;
  const indexOf = (id: string) => Number.parseInt(id.slice(id.lastIndexOf("_") + 1), 36);
  const indexes = (seats: string): number[] => (JSON.parse(seats) as { id: string }[]).map(({ id }) => indexOf(id));
  type Row = { id: string; app: string; seq: number; status: string; seats: string; price: number; refunded: number; transferred: number };
  const [reservations, bookings, waitlist, seats] = await Promise.all([
    read<Row>(`SELECT token AS id, app_id AS app, ledger_seq AS seq, status, seats, price FROM reservations WHERE showtime_id = ?`),
    read<Row>(
      `SELECT id, app_id AS app, ledger_seq AS seq, status, seats, amount AS price, refunded_amount AS refunded, transferred_amount AS transferred
       FROM bookings WHERE showtime_id = ?`,
    ),
    read<Row>(`SELECT id, app_id AS app, ledger_seq AS seq, status FROM waitlist_entries WHERE showtime_id = ?`),
    read<{ seat: string; booking: string }>(`SELECT seat_id AS seat, booking_id AS booking FROM booking_seats WHERE showtime_id = ?`),
  ]);
  const place = ({ id, app: appId, seq, status }: Row) => ({ id, appId, showtimeId, seq, status });
  const rows: ProjectedRow[] = [
    ...reservations.map((row) => ({ ...place(row), table: "reservations" as const, seats: indexes(row.seats), price: row.price })),
    ...bookings.map((row) => ({
      ...place(row),
      table: "bookings" as const,
      seats: indexes(row.seats),
      amount: row.price,
      refunded: row.refunded,
      transferred: row.transferred,
    })),
    ...waitlist.map((row) => ({ ...place(row), table: "waitlist" as const })),
  ];
  return { rows, bookedSeats: new Map(seats.map(({ seat, booking }) => [`${showtimeId} ${indexOf(seat)}`, booking])) };
}
