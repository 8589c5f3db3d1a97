import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import init from "../../migrations/seat-map/0001_init.sql";
import endedSessions from "../../migrations/seat-map/0002_ended_sessions.sql";
import afterTheSale from "../../migrations/seat-map/0003_after_the_sale.sql";
import { newId } from "../../workers/platform/ids.ts";
import { migrate } from "../migrate.ts";
import { advance } from "./advance.ts";
import type { Command } from "./decide.ts";
import { SeatMapStorage } from "./storage.ts";
import { start, terms } from "./test-house.ts";

it("a disk of before orders and discounts loads: its booking is of no order, its payment is spent, and money can go back for it", async () => {
  const showtimeId = newId("showtime");
  await runInDurableObject(env.SEAT_MAP.getByName(`storage:${showtimeId}`), async (_, { storage: disk }) => {
    const { sql } = disk;
    migrate(disk, [
      ["0001_init", init],
      ["0002_ended_sessions", endedSessions],
      ["0003_after_the_sale", afterTheSale],
    ]);
    sql.exec("INSERT INTO showtime (id, terms, layout_version) VALUES (1, ?, 1)", JSON.stringify({ ...terms, showtimeId }));
    for (const [index, status, owner] of [[0, 2, "rsv_old"] as const, [1, 0, null] as const]) {
      sql.exec(
        "INSERT INTO seat (idx, seat_number, tier, price, accessible, metadata, status, owner) VALUES (?, ?, 'Premium', 6500, 0, '{}', ?, ?)",
        index,
        `A${index}`,
        status,
        owner,
      );
    }
    sql.exec(
      `INSERT INTO reservation (token, user_id, status, seats, price, created_at, expires_at, booking_id, seq)
       VALUES ('rsv_old', 'ada', 'CONFIRMED', '[[0,6500]]', 6500, 1, 2, 'BK-1', 3)`,
    );
    sql.exec(
      `INSERT INTO booking (id, token, user_id, status, seats, amount, payment_id, payments, created_at, updated_at, seq)
       VALUES ('BK-1', 'rsv_old', 'ada', 'CONFIRMED', '[[0,6500]]', 6500, 'pay_old', '[{"paymentId":"pay_old","amount":6500,"refundedAmount":0}]', 1, 1, 3)`,
    );
    sql.exec("INSERT INTO log (seq, version, at, op, seats, token, fact) VALUES (3, 1, 1, 'CONFIRM', '[0]', 'rsv_old', NULL)");

    const storage = new SeatMapStorage(disk);
    const loaded = storage.load();
    if (loaded === null) throw new Error("nothing was loaded");
    const { ledger } = loaded;
    expect(ledger.bookings.get("BK-1")).toMatchObject({ order: null, discount: null });
    expect([...ledger.usedPayments]).toEqual([["pay_old", null]]);
    const run = (command: Command) => {
      const { facts, ...decision } = advance(ledger, command, start, () => "none");
      storage.commit(() => {
        for (const fact of facts) storage.write(ledger, fact, fact.seq, null);
      });
      return decision;
    };
    const payment = { id: "pay_old", amount: 6500, currency: "EUR" };
    const again = { type: "confirm", userId: "ada", token: "rsv_old", bookingId: "BK-2", payment } as const;
    expect(run(again)).toMatchObject({ ok: true });
    expect(run({ type: "undo", userId: "ada", token: "rsv_old", refundId: "ref_undo", order: "ord_1" })).toMatchObject({ ok: true });
    const back = { bookingId: "BK-1", paymentId: "pay_old", amount: 500, reason: "late", refundId: "ref_1" };
    expect(run({ type: "refund", ...back })).toMatchObject({ ok: true });
    const after = storage.load()?.ledger.bookings.get("BK-1");
    expect(after).toMatchObject({ status: "CONFIRMED", refundedAmount: 500, seats: [{ index: 0, price: 6000 }] });
    expect(after).toEqual(ledger.bookings.get("BK-1"));
  });
});
