import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { LedgerRebuilding } from "../../contracts/ledger-rebuild.ts";
import { buy, type House, hold, openHouse, release, seatAt } from "../../test/box-office.ts";
import { crashingEnv } from "../../test/crashing-env.ts";
import { adminHeaders, call, makeUser, origin, testCtx } from "../../test/harness.ts";
import { deliverAll, heldJobs, runOf } from "../../test/job-runs.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { newId } from "../platform/ids.ts";
import { startJob } from "../platform/jobs/start-job.ts";
import { compareShowtimes, type ShowtimesPlace } from "./compare-showtimes.ts";
import type { Finding } from "./finding.ts";
import { reconciliation } from "./reconcile.ts";

const soonestMs = 7 * 365 * 86_400_000;
let houses = 0;

/** A house of a time when no other test has a showtime, with three bookings, one of them cancelled in part, a hold and one that was given back. */
async function soldHouse(seats = 12) {
  const startsAt = new Date(Date.now() + soonestMs + ++houses * 86_400_000).toISOString();
  const cancellationPolicy = { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 };
  const house = await openHouse(seats, { startsAt, cancellationPolicy });
  const user = await makeUser(house.app);
  const bookings = [
    await buy(user, [seatAt(house, 0), seatAt(house, 1)]),
    await buy(user, [seatAt(house, 2)]),
    await buy(user, [seatAt(house, 3)]),
  ];
  const held = await hold(user, [seatAt(house, 4)]);
  const released = await hold(user, [seatAt(house, 5)]);
  await release(user, released.body.data.reservationToken);
  const cancelled = await call("POST", `/api/v1/bookings/${bookings[0]?.bookingId}/cancel`, {
    server: house.app,
    body: { seatIds: [seatAt(house, 0)] },
  });
  expect(cancelled.status).toBe(200);
  return {
    house,
    user,
    bookings: bookings.map(({ bookingId }) => bookingId),
    held: held.body.data.reservationToken,
    released: released.body.data.reservationToken,
    startsAt: Date.parse(startsAt),
  };
}
type Sold = Awaited<ReturnType<typeof soldHouse>>;

async function compared({ startsAt }: Sold): Promise<Finding[]> {
  const found: Finding[] = [];
  let place: ShowtimesPlace | null = { startsAt: startsAt - 1, id: "", walk: null };
  while (place !== null) {
    const step = await compareShowtimes(testCtx(), 0, place);
    found.push(...step.findings);
    place = step.next;
  }
  return found;
}

const shown = (found: readonly Finding[]) =>
  found.map(({ kind, subject, healed }) => `${kind} ${subject} ${healed ? "healed" : "open"}`).sort();

/** All that D1 has of a showtime's sales. */
async function rowsOf({ showtimeId }: House): Promise<unknown[]> {
  const tables = ["bookings", "reservations", "booking_seats"].map((table) =>
    env.DB.prepare(`SELECT * FROM ${table} WHERE showtime_id = ? ORDER BY 1, 2, 3`).bind(showtimeId),
  );
  const show = env.DB.prepare("SELECT seats_total, seats_left, checked_in, ledger_seq FROM showtimes WHERE id = ?").bind(showtimeId);
  return (await env.DB.batch([...tables, show])).map(({ results }) => results);
}

const damage = (...statements: [sql: string, ...values: unknown[]][]) =>
  env.DB.batch(statements.map(([sql, ...values]) => env.DB.prepare(sql).bind(...values)));

describe("a showtime's ledger and D1", () => {
  it("agree about a house that sold, held, let go and cancelled", async () => {
    expect(await compared(await soldHouse())).toEqual([]);
  });

  it("agree again after rows were lost or spoilt, for the object tells them anew", async () => {
    const sold = await soldHouse();
    const { house, held, released } = sold;
    const [first, second, third] = sold.bookings;
    expect(await compared(sold)).toEqual([]);
    const before = await rowsOf(house);
    await damage(
      ["DELETE FROM booking_seats WHERE booking_id = ?", second],
      ["DELETE FROM bookings WHERE id = ?", second],
      ["UPDATE bookings SET amount = amount + 1, status = 'CANCELLED' WHERE id = ?", first],
      ["UPDATE booking_seats SET booking_id = ? WHERE booking_id = ?", first, third],
      ["DELETE FROM reservations WHERE token = ?", held],
      ["UPDATE reservations SET status = 'ACTIVE', price = 1 WHERE token = ?", released],
      ["UPDATE showtimes SET seats_left = 99 WHERE id = ?", house.showtimeId],
    );
    expect(shown(await compared(sold))).toEqual(
      [
        `MISSING_IN_D1 ${second} healed`,
        `MISSING_IN_D1 ${held} healed`,
        `SEATS_DIFFER ${first} healed`,
        `STALE_IN_D1 ${released} healed`,
        `SEATS_DIFFER ${third} healed`,
        `SEATS_DIFFER ${house.showtimeId} healed`,
      ].sort(),
    );
    expect(await rowsOf(house)).toEqual(before);
    expect(await compared(sold)).toEqual([]);
  });

  it("do not where D1 knows more: that is said, and nothing is deleted for it", async () => {
    const sold = await soldHouse();
    const [first, second] = sold.bookings;
    await compared(sold);
    await damage(
      ["UPDATE bookings SET ledger_seq = 1000 WHERE id = ?", first],
      [
        `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
         SELECT 'BK-' || showtime_id, app_id, showtime_id, user_id, 'rsv_' || id, 'CANCELLED', '[]', 0, currency, 'SUCCESS', created_at, updated_at, 7 FROM bookings WHERE id = ?`,
        second,
      ],
    );
    const before = await rowsOf(sold.house);
    const found = [`AHEAD_OF_OBJECT ${first} open`, `AHEAD_OF_OBJECT BK-${sold.house.showtimeId} open`].sort();
    expect(shown(await compared(sold))).toEqual(found);
    expect(shown(await compared(sold))).toEqual(found);
    expect(await rowsOf(sold.house)).toEqual(before);
  });

  it("are compared by a run that a crash cut off anywhere, and go on selling meanwhile", async () => {
    for (const callsMax of [3, 6]) {
      const sold = await soldHouse(6);
      await compared(sold);
      await damage(["UPDATE bookings SET amount = 1, refunded_amount = 0 WHERE id = ?", sold.bookings[1]]);
      const before = await rowsOf(sold.house);
      const period = `2026-01-0${callsMax}`;
      const { ctx, messages } = heldJobs();
      const runId = await startJob(ctx, reconciliation, period);
      const start = { part: "showtimes", place: { startsAt: sold.startsAt - 1, id: "", walk: null } };
      await env.DB.prepare("UPDATE job_runs SET position = ? WHERE id = ?").bind(JSON.stringify(start), runId).run();
      const crashing = heldJobs({ env: crashingEnv(env, callsMax).env });
      await deliverAll(crashing.ctx, [reconciliation], [...messages]).catch(() => {});
      await buy(sold.user, [seatAt(sold.house, 5)]);
      const later = heldJobs({ now: () => Date.now() + 120_000 });
      const { page } = (await env.DB.prepare("SELECT page FROM job_runs WHERE id = ?").bind(runId).first<{ page: number }>()) ?? {
        page: 0,
      };
      await deliverAll(later.ctx, [reconciliation], [{ runId: runId ?? "", page }, ...later.messages]);
      await deliverAll(later.ctx, [reconciliation], later.messages);
      expect(await runOf(reconciliation, period), `after call ${callsMax}`).toMatchObject({ status: "DONE" });
      expect(await compared(sold), `after call ${callsMax}`).toEqual([]);
      expect(await rowsOf(sold.house)).not.toEqual(before);
    }
  });
});

it("a run names in its report what nobody mended, and the metrics tell how much that is", async () => {
  const sold = await soldHouse(6);
  await compared(sold);
  await damage(["UPDATE bookings SET ledger_seq = 1000 WHERE id = ?", sold.bookings[0]]);
  const { ctx, messages } = heldJobs();
  const runId = await startJob(ctx, reconciliation, "2026-01-02");
  const start = { part: "showtimes", place: { startsAt: sold.startsAt - 1, id: "", walk: null } };
  await env.DB.prepare("UPDATE job_runs SET position = ? WHERE id = ?").bind(JSON.stringify(start), runId).run();
  await deliverAll(ctx, [reconciliation], messages);
  const { status, report } = await runOf(reconciliation, "2026-01-02");
  expect(status).toBe("DONE");
  expect(report.showtimes).toBeGreaterThan(0);
  expect(report.findings).toContainEqual(
    expect.objectContaining({
      kind: "AHEAD_OF_OBJECT",
      subject: sold.bookings[0],
      healed: false,
      detail: expect.stringContaining("D1: entry 1000"),
    }),
  );
  const metrics = await exports.default.fetch(new Request(`${origin}/actuator/prometheus`, { headers: await adminHeaders() }));
  expect(await metrics.text()).toContain(`\nreconciliation_unhealed ${report.unhealed}\n`);
});

describe("what D1 has of showtimes", () => {
  it("is made anew from their objects when all of it is lost, while the house goes on selling, and after an eviction", async () => {
    const sold = await soldHouse(540);
    const { house } = sold;
    const { appId } = house.app;
    const holds = house.seats
      .slice(10, 530)
      .map(({ id }, buyer) => seatMapOf(env, appId, house.showtimeId).hold({ userId: `usr_${buyer}`, seatIds: [id] }));
    expect((await Promise.all(holds)).every(({ ok }) => ok)).toBe(true);
    expect(await compared(sold)).toEqual([]);
    const before = await rowsOf(house);
    await damage(
      ...["booking_seats", "bookings", "reservations"].map((table): [string, string] => [
        `DELETE FROM ${table} WHERE showtime_id = ?`,
        house.showtimeId,
      ]),
      ["UPDATE showtimes SET seats_left = 0, seats_total = 0, ledger_seq = 0 WHERE id = ?", house.showtimeId],
    );
    const rebuild = (body: object) => call<LedgerRebuilding>("POST", "/api/v1/admin/ledger/rebuild", { admin: true, body });
    const [first] = await Promise.all([rebuild({ showtimeId: house.showtimeId }), rebuild({ appId })]);
    expect(first).toMatchObject({ status: 200, body: { data: { rebuild: { showtimes: 1, next: null } } } });
    const id = env.SEAT_MAP.idFromName(`${appId}:${house.showtimeId}`);
    await evictDurableObject(env.SEAT_MAP.get(id));
    await vi.waitUntil(async () => JSON.stringify(await rowsOf(house)) === JSON.stringify(before), { timeout: 15_000, interval: 100 });
    const more = await buy(sold.user, [seatAt(house, 6)]);
    expect(await compared(sold)).toEqual([]);
    expect(await env.DB.prepare("SELECT status FROM bookings WHERE id = ?").bind(more.bookingId).first("status")).toBe("CONFIRMED");
  });

  it("is not made anew for a showtime that nobody knows", async () => {
    const unknown = await call("POST", "/api/v1/admin/ledger/rebuild", { admin: true, body: { showtimeId: newId("showtime") } });
    expect([unknown.status, unknown.body.error.code]).toEqual([404, "SHOWTIME_NOT_FOUND"]);
    const named = await call("POST", "/api/v1/admin/ledger/rebuild", {
      admin: true,
      body: { appId: "app_x", showtimeId: newId("showtime") },
    });
    expect([named.status, named.body.error.code]).toEqual([404, "SHOWTIME_NOT_FOUND"]);
  });
});
