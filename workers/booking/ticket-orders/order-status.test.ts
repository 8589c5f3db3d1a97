import { env } from "cloudflare:workers";
import { inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { BookingStatus, ReservationStatus } from "../../../contracts/bookings.ts";
import { testCtx } from "../../../test/harness.ts";
import { orderStatus, orderStatusIn } from "./order-status.ts";
import { selectOrders } from "./read.ts";
import { ticketOrders } from "./tables.ts";

const nowMs = 1_000_000;
const cases = ReservationStatus.options.flatMap((reservation): { reservation: ReservationStatus; booking: BookingStatus | null }[] =>
  reservation === "CONFIRMED" ? BookingStatus.options.map((booking) => ({ reservation, booking })) : [{ reservation, booking: null }],
);

describe("what an order is", () => {
  it("follows its reservation until that is a booking, and then the booking", () => {
    expect(cases.map(({ reservation, booking }) => [reservation, booking, orderStatus(reservation, booking)])).toEqual([
      ["ACTIVE", null, "PENDING"],
      ["EXPIRED", null, "EXPIRED"],
      ["CONFIRMED", "CONFIRMED", "PAID"],
      ["CONFIRMED", "CANCELLED", "CANCELLED"],
      ["CONFIRMED", "EXCHANGED", "PAID"],
      ["RELEASED", null, "CANCELLED"],
    ]);
  });

  it("is the same by the rows of the database, where a hold whose time is over has ended and one nobody has told of yet has not", async () => {
    const ctx = testCtx();
    const orders = [
      ...cases.map((each) => ({ ...each, expiresAt: each.reservation === "ACTIVE" ? nowMs + 1 : nowMs - 1, told: true })),
      { reservation: "ACTIVE" as const, booking: null, expiresAt: nowMs, told: true },
      { reservation: "ACTIVE" as const, booking: null, expiresAt: nowMs + 1, told: false },
      { reservation: "ACTIVE" as const, booking: null, expiresAt: nowMs, told: false },
    ];
    const mark = crypto.randomUUID();
    const ids = orders.map((_, index) => `tor_${mark}_${index}`);
    for (const [index, { reservation, booking, expiresAt, told }] of orders.entries()) {
      const token = `rsv_${mark}_${index}`;
      const insert = (sql: string, ...values: unknown[]) =>
        env.DB.prepare(sql)
          .bind(...values)
          .run();
      await insert(
        `INSERT INTO ticket_orders (id, app_id, user_id, listing_id, showtime_id, reservation_token, seats, amount, currency, expires_at, created_at)
         VALUES (?, 'a', 'u', 'l', 's', ?, '[]', 0, 'EUR', ?, ?)`,
        ids[index],
        token,
        expiresAt,
        index,
      );
      if (told)
        await insert(
          `INSERT INTO reservations (token, app_id, showtime_id, user_id, status, seats, price, currency, expires_at, created_at, ledger_seq)
           VALUES (?, 'a', 's', 'u', ?, '[]', 0, 'EUR', ?, 0, 1)`,
          token,
          reservation,
          expiresAt,
        );
      if (booking !== null)
        await insert(
          `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
           VALUES (?, 'a', 's', 'u', ?, ?, '[]', 0, 'EUR', 'SUCCESS', 0, 0, 1)`,
          `BK-${mark}-${index}`,
          token,
          booking,
        );
    }
    const found = await selectOrders(ctx, orderStatusIn(nowMs)).where(inArray(ticketOrders.id, ids)).orderBy(ticketOrders.createdAt);
    const expected = cases.map(({ reservation, booking }) => orderStatus(reservation, booking));
    expect(found.map(({ status }) => status)).toEqual([...expected, "EXPIRED", "PENDING", "EXPIRED"]);
  });
});
