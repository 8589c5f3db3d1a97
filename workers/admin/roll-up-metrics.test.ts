import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Analytics } from "../../contracts/analytics.ts";
import { call, makeApp, testCtx } from "../../test/harness.ts";
import { runJob } from "../../test/job-runs.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { metricsRollUp } from "./roll-up-metrics.ts";

const sale = (appId: string, day: string, bookings: number, currency = "EUR") =>
  env.DB.prepare("INSERT INTO daily_sales (app_id, day, currency, bookings, seats, revenue, refunds) VALUES (?, ?, ?, ?, ?, ?, 0)").bind(
    appId,
    day,
    currency,
    bookings,
    bookings * 2,
    bookings * 6500,
  );
const counts = (appId: string, day: string, holds: number) =>
  env.DB.prepare(
    "INSERT INTO daily_app_counts (app_id, day, holds, holds_refused, conflicts, expiries, confirms, booking_failures, requests) VALUES (?, ?, ?, 1, 1, 0, ?, 0, 9)",
  ).bind(appId, day, holds, holds - 1);

async function figuresOf(appId: string): Promise<Record<string, number>> {
  const { results } = await env.DB.prepare(
    "SELECT month, name, currency, value FROM monthly_figures WHERE app_id = ? AND value > 0 ORDER BY 1, 2, 3",
  )
    .bind(appId)
    .all<{ month: string; name: string; currency: string; value: number }>();
  return Object.fromEntries(results.map(({ month, name, currency, value }) => [`${month} ${name} ${currency}`.trim(), value]));
}
const daysOf = async (appId: string) =>
  (await env.DB.prepare("SELECT day FROM daily_sales WHERE app_id = ? ORDER BY day").bind(appId).all<{ day: string }>()).results.map(
    ({ day }) => day,
  );
const totals = async (appId: string, from: string, to: string) =>
  (await call<Analytics>("GET", `/api/v1/admin/analytics?appId=${appId}&from=${from}&to=${to}`, { admin: true })).body.data.totals;

const run = (period: string) => {
  const now = Date.parse(`${period.slice(0, 10)}T23:00:00Z`) + 86_400_000;
  return env.DB.prepare("DELETE FROM job_runs WHERE name = 'metrics-roll-up'")
    .run()
    .then(() => runJob(metricsRollUp, period, { now: () => now }));
};

describe("the figures of a month", () => {
  it("are what its days come to, also when one comes late, and however often they are added up", async () => {
    const { appId } = await makeApp();
    await env.DB.batch([
      sale(appId, "2026-10-31", 1),
      sale(appId, "2026-11-01", 2),
      sale(appId, "2026-11-01", 3, "CHF"),
      counts(appId, "2026-11-02", 7),
    ]);
    const expected = {
      "2026-10 bookings EUR": 1,
      "2026-10 seats EUR": 2,
      "2026-10 revenue EUR": 6500,
      "2026-11 bookings EUR": 2,
      "2026-11 bookings CHF": 3,
      "2026-11 holds": 7,
      "2026-11 confirms": 6,
      "2026-11 holdsRefused": 1,
    };
    await run("2026-11-02");
    expect(await figuresOf(appId)).toMatchObject(expected);
    await run("2026-11-02");
    expect(await figuresOf(appId)).toMatchObject(expected);
    await sale(appId, "2026-10-30", 5).run();
    expect(await run("2026-11-03")).toMatchObject({ status: "DONE" });
    expect(await figuresOf(appId)).toMatchObject({
      ...expected,
      "2026-10 bookings EUR": 6,
      "2026-10 seats EUR": 12,
      "2026-10 revenue EUR": 6 * 6500,
    });
    expect(await daysOf(appId)).toEqual(["2026-10-30", "2026-10-31", "2026-11-01", "2026-11-01"]);
  });

  it("stay when its days are old and become one, and the analytics of the whole month say the same", async () => {
    const { appId } = await makeApp();
    await env.DB.batch([
      sale(appId, "2023-05-02", 2),
      sale(appId, "2023-05-30", 4),
      sale(appId, "2023-06-07", 1),
      counts(appId, "2023-05-02", 10),
      counts(appId, "2023-05-03", 5),
    ]);
    const before = await totals(appId, "2023-05-01", "2023-05-31");
    expect(before).toMatchObject({ bookings: 6, holds: 15, confirms: 13 });
    await run("2026-11-02 all");
    expect(await daysOf(appId)).toEqual(["2023-05-01", "2023-06-01"]);
    expect(await totals(appId, "2023-05-01", "2023-05-31")).toEqual(before);
    expect(await figuresOf(appId)).toMatchObject({ "2023-05 bookings EUR": 6, "2023-05 holds": 15, "2023-06 bookings EUR": 1 });
    await sale(appId, "2023-05-17", 1).run();
    await run("2026-11-03 all");
    expect(await figuresOf(appId)).toMatchObject({ "2023-05 bookings EUR": 7 });
    expect(await daysOf(appId)).toEqual(["2023-05-01", "2023-06-01"]);
  });
});

describe("the roll-up", () => {
  it("is due once a day, when the day before is over, and takes nothing else for a day", async () => {
    const at = (time: string) => testCtx({ now: () => Date.parse(time) });
    expect(await metricsRollUp.due(at("2026-11-21T00:59:00Z"))).toEqual(["2026-11-19"]);
    expect(await metricsRollUp.due(at("2026-11-21T01:00:00Z"))).toEqual(["2026-11-20"]);
    expect(metricsRollUp.period(at("2026-11-21T01:00:00Z"), undefined)).toBe("2026-11-20");
    expect(metricsRollUp.period(at("2026-11-21T01:00:00Z"), "2026-11-01 all")).toBe("2026-11-01 all");
    for (const wrong of ["2026-11", "2026-11-22", "all"])
      expect(() => metricsRollUp.period(at("2026-11-21T01:00:00Z"), wrong)).toThrow("not valid");
  });

  it("finds the days of a month by an index", async () => {
    const { db, plans } = recordingDatabase();
    const state = { runId: "job_x", period: "2026-11-20", position: "2023-05", done: 0, total: null, report: {}, lastAttempt: false };
    await metricsRollUp.page(testCtx({ db, env: { ...env, DB: db.$client } }), state);
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThanOrEqual(14);
    expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  });
});
