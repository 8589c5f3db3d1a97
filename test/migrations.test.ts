import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";

type Rows = [table: string, values: Record<string, string | number | null>][];

const at = { created_at: 1, updated_at: 1 };
const payment = {
  app_id: "app_1",
  user_id: "usr_1",
  showtime_id: "sho_1",
  provider: "simulated",
  method: "card",
  amount: 6500,
  currency: "EUR",
  ...at,
};

/** What a database had before these migrations: rows of tables that they rebuild, and rows that refer to those. */
const before: Record<string, Rows> = {
  "0008_after_the_sale.sql": [
    ["apps", { id: "app_1", name: "Theatre", domain: "EVENT", ...at }],
    [
      "bookings",
      {
        id: "BK-1",
        app_id: "app_1",
        showtime_id: "sho_1",
        user_id: "usr_1",
        reservation_token: "rsv_1",
        status: "CONFIRMED",
        seats: "[]",
        amount: 6500,
        currency: "EUR",
        payment_id: "pay_1",
        payment_status: "SUCCESS",
        ledger_seq: 1,
        ...at,
      },
    ],
    ["booking_seats", { app_id: "app_1", showtime_id: "sho_1", seat_id: "sea_1", booking_id: "BK-1" }],
  ],
  "0011_commerce.sql": [
    ["payments", { id: "pay_1", reservation_token: "rsv_1", charge_id: "sim_1", status: "REFUNDED", ...payment }],
    [
      "payments",
      { id: "pay_2", reservation_token: "rsv_2", charge_id: "sim_2", status: "FAILED", failure_code: "card_declined", ...payment },
    ],
    ["refunds", { id: "ref_1", payment_id: "pay_1", app_id: "app_1", amount: 6500, reason: "lost", status: "SUCCEEDED", ...at }],
  ],
};

it("a database with something in it is brought up to date, and what was in it is still there", async () => {
  await runInDurableObject(env.LIVE_RELAY.getByName(`migrations ${crypto.randomUUID()}`), (_, { storage }) => {
    const { sql } = storage;
    const names = Object.keys(before);
    expect(env.TEST_MIGRATIONS.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    for (const { name, queries } of env.TEST_MIGRATIONS) {
      for (const [table, values] of before[name] ?? [])
        sql.exec(
          `INSERT INTO ${table} (${Object.keys(values).join(", ")}) VALUES (${Object.keys(values).map(() => "?")})`,
          ...Object.values(values),
        );
      storage.transactionSync(() => {
        for (const query of queries) sql.exec(query);
      });
    }
    expect(sql.exec("PRAGMA foreign_key_check").toArray()).toEqual([]);
    expect(sql.exec("SELECT booking_id FROM booking_seats JOIN bookings ON bookings.id = booking_id").toArray()).toHaveLength(1);
    const events = [...sql.exec("SELECT payment_id, type, amount, reference FROM payment_events ORDER BY id").raw()];
    expect(events).toEqual([
      ["pay_1", "AUTHORISED", 6500, "sim_1"],
      ["pay_1", "CAPTURED", 6500, "sim_1"],
      ["pay_2", "FAILED", 6500, "card_declined"],
      ["pay_1", "REFUNDED", 6500, "ref_1"],
    ]);
  });
});
