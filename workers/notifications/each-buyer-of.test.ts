import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { BuyersMessage } from "../../contracts/buyers.ts";
import { limits } from "../../contracts/limits.ts";
import { buy, type House, openHouse, seatAt } from "../../test/box-office.ts";
import { crashingEnv } from "../../test/crashing-env.ts";
import { makeUser, type TestUser, testCtx } from "../../test/harness.ts";
import { until } from "../../test/stomp-sockets.ts";
import { inboxOf } from "../identity/inbox-of.ts";
import { openDatabase } from "../platform/database.ts";
import { buyersOf } from "./buyers-of.ts";
import { tellBuyers } from "./each-buyer-of.ts";

const movedOf = ({ app, showtimeId }: House): BuyersMessage => ({
  type: "notifications.buyers",
  eventId: `${showtimeId}:9`,
  appId: app.appId,
  showtimeId,
  at: Date.now(),
  startsAtMs: Date.parse("2030-01-15T18:30:00Z"),
  beforeMs: Date.parse("2030-01-14T18:30:00Z"),
  after: 0,
});
const hasBuyers = (house: House, count: number) =>
  until(async () => {
    const { buyers } = await buyersOf(testCtx().db, { ...house, appId: house.app.appId, after: 0, limit: limits.buyersInPage });
    return buyers.length >= count;
  });
const newsOf = async ({ userId }: TestUser) =>
  (await inboxOf(env, userId).everyNotification()).filter(({ type }) => type === "showtime.rescheduled").map(({ id }) => id);
const mailsTo = async ({ email }: TestUser) =>
  (await env.DB.prepare("SELECT key FROM mails WHERE recipient = ? AND kind = 'showtime-changed'").bind(email).all()).results;

/** A context that keeps what is sent to the queue, to be worked off as this test pleases. */
function queued(bindings: Env = env) {
  const sent: BuyersMessage[] = [];
  const EVENTS = { send: async (message: unknown) => void sent.push(BuyersMessage.parse(message)) };
  const whole = new Proxy(bindings, { get: (target, name) => (name === "EVENTS" ? EVENTS : Reflect.get(target, name)) });
  return { ctx: testCtx({ env: whole, db: openDatabase(whole) }), sent };
}

describe("the buyers of a show that moves", () => {
  it("are told page after page, each booking once, also where a page comes twice", async () => {
    const house = await openHouse(1);
    const ada = await makeUser(house.app);
    const { bookingId } = await buy(ada, [seatAt(house, 0)]);
    await hasBuyers(house, 1);
    const others = limits.buyersInPage + 20;
    const columns = `status, seats, cancelled_seats, amount, carried_amount, refunded_amount, transferred_amount, currency, payments, payment_status,
      created_at, updated_at, ledger_seq`;
    await env.DB.prepare(
      `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, ${columns})
       SELECT bookings.id || value, app_id, showtime_id, user_id, reservation_token || value, ${columns} FROM bookings, json_each(?1) WHERE bookings.id = ?2`,
    )
      .bind(JSON.stringify(Array.from({ length: others }, (_, n) => n)), bookingId)
      .run();
    const { ctx, sent } = queued();
    await tellBuyers(ctx, movedOf(house));
    await tellBuyers(ctx, movedOf(house));
    expect(await newsOf(ada)).toHaveLength(limits.buyersInPage);
    expect(sent.map(({ after }) => after)).toEqual([sent[0]?.after, sent[0]?.after]);
    for (const message of sent.splice(0)) await tellBuyers(ctx, message);
    expect(new Set(await newsOf(ada)).size).toBe(others + 1);
    expect(await mailsTo(ada)).toHaveLength(others + 1);
    expect(sent).toEqual([]);
  });

  it("are all told in the end, wherever a page was cut off", async () => {
    const house = await openHouse(3);
    const buyers = await Promise.all([0, 1, 2].map(async (n) => ({ n, user: await makeUser(house.app) })));
    for (const { n, user } of buyers) await buy(user, [seatAt(house, n)]);
    await hasBuyers(house, 3);
    let calls = 0;
    for (let isDone = false; !isDone; calls++) {
      const crashing = crashingEnv(env, calls);
      const { ctx } = queued(crashing.env);
      isDone = await tellBuyers(ctx, movedOf(house)).then(
        () => true,
        () => false,
      );
    }
    expect(calls).toBeGreaterThan(5);
    for (const { user } of buyers) expect([await newsOf(user), await mailsTo(user)]).toEqual([[expect.any(String)], [expect.anything()]]);
  });
});
