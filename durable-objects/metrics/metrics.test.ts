import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { TelemetryBatch } from "../../contracts/telemetry.ts";
import { openHouse } from "../../test/box-office.ts";
import { makeApp, makeUser, origin } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { dayOf } from "./counts.ts";
import { projectCounts } from "./project-counts.ts";

const newObject = () => env.METRICS.getByName(`test-${crypto.randomUUID()}`);
type Stub = ReturnType<typeof newObject>;

const batch = (parts: Partial<TelemetryBatch> = {}): TelemetryBatch => ({
  isolate: crypto.randomUUID(),
  seq: 1,
  counters: [],
  histograms: [],
  sockets: [],
  apps: [],
  keys: [],
  failures: [],
  ...parts,
});
const rows = <Row extends Record<string, SqlStorageValue>>(stub: Stub, query: string) =>
  runInDurableObject(stub, (_, state) => state.storage.sql.exec<Row>(query).toArray());
const today = () => dayOf(Date.now());
const dailyCounts = (appId: string) => env.DB.prepare("SELECT * FROM daily_app_counts WHERE app_id = ?").bind(appId).first();

describe("what isolates hand over", () => {
  it("is added up, each batch once, however often it is sent", async () => {
    const metrics = newObject();
    const one = batch({ counters: [["holds_total", "", 2]], histograms: [["hold_duration_seconds", "expired", edges(3), 4.5]] });
    await Promise.all([1, 2, 3].map(() => metrics.add(one)));
    await metrics.add({ ...one, seq: 2 });
    await metrics.add(batch({ counters: [["holds_total", "", 1]] }));
    const { counters, histograms } = await metrics.snapshot();
    expect(counters).toEqual([{ name: "holds_total", series: "", value: 5 }]);
    expect(histograms).toEqual([{ name: "hold_duration_seconds", series: "expired", buckets: edges(6), sum: 9 }]);
  });

  it("loses nothing in a stampede, and survives an eviction", async () => {
    const metrics = newObject();
    await Promise.all(Array.from({ length: 200 }, () => metrics.add(batch({ counters: [["confirms_total", "", 1]] }))));
    await evictDurableObject(metrics);
    expect((await metrics.snapshot()).counters).toEqual([{ name: "confirms_total", series: "", value: 200 }]);
  });

  it("is taken from newer and older code as far as it is known here", async () => {
    const metrics = newObject();
    await metrics.add(
      batch({
        counters: [
          ["of_tomorrow_total", "", 1],
          ["holds_total", "", 1],
        ],
        histograms: [["hold_duration_seconds", "expired", [1, 2], 3]],
        sockets: [["of_tomorrow", "x", 4]],
        apps: [["app_1", "ofTomorrow", 5]],
      }),
    );
    expect(await metrics.snapshot()).toMatchObject({ counters: [{ name: "holds_total", value: 1 }], histograms: [], sockets: [] });
    expect(await rows(metrics, "SELECT * FROM app_day")).toEqual([]);
  });

  it("tells the conflicts of the last five minutes", async () => {
    const metrics = newObject();
    expect((await metrics.snapshot()).conflictRatio).toBeNull();
    await metrics.add(
      batch({
        counters: [
          ["holds_total", "", 6],
          ["hold_refusals_total", "SEAT_ALREADY_LOCKED", 1],
          ["hold_refusals_total", "SEAT_ALREADY_BOOKED", 1],
          ["hold_refusals_total", "HOLD_LIMIT_REACHED", 2],
        ],
      }),
    );
    expect((await metrics.snapshot()).conflictRatio).toBe(0.2);
    await rows(metrics, "UPDATE recent_hold SET slot = slot - 31");
    expect((await metrics.snapshot()).conflictRatio).toBeNull();
  });
});

describe("the counts of a day", () => {
  it("reach D1 by the alarm, whole each time: telling them twice changes nothing", async () => {
    const metrics = newObject();
    const { appId } = await makeApp();
    const keyId = await env.DB.prepare("SELECT id FROM api_keys WHERE app_id = ? LIMIT 1").bind(appId).first<string>("id");
    const counted = (seq: number): Partial<TelemetryBatch> => ({
      seq,
      apps: [
        [appId, "holds", 3],
        [appId, "requests", 5],
      ],
      keys: [[appId, keyId ?? "", 5, 1000 * seq]],
    });
    const isolate = crypto.randomUUID();
    await metrics.add(batch({ isolate, ...counted(1) }));
    await vi.waitUntil(async () => (await dailyCounts(appId)) !== null, { timeout: 8000 });
    expect(await dailyCounts(appId)).toMatchObject({ day: today(), holds: 3, requests: 5, confirms: 0 });
    await metrics.add(batch({ isolate, ...counted(2) }));
    await evictDurableObject(metrics);
    await metrics.add(batch());
    await runDurableObjectAlarm(metrics);
    await runDurableObjectAlarm(metrics);
    await vi.waitUntil(async () => (await dailyCounts(appId))?.holds === 6, { timeout: 8000 });
    await rows(metrics, "UPDATE app_day SET told = 0");
    await evictDurableObject(metrics);
    await metrics.add(batch());
    await vi.waitUntil(async () => (await rows(metrics, "SELECT 1 FROM app_day WHERE told < changes")).length === 0, { timeout: 8000 });
    expect(await dailyCounts(appId)).toMatchObject({ holds: 6, requests: 10 });
    expect(await env.DB.prepare("SELECT requests, last_used_at FROM daily_key_counts WHERE key_id = ?").bind(keyId).all()).toMatchObject({
      results: [{ requests: 10, last_used_at: 2000 }],
    });
    expect(await env.DB.prepare("SELECT last_used_at FROM api_keys WHERE id = ?").bind(keyId).first("last_used_at")).toBe(2000);
  });

  it("are told again when D1 did not take them", async () => {
    const metrics = newObject();
    const { appId } = await makeApp();
    await env.DB.exec(
      `CREATE TRIGGER away BEFORE INSERT ON daily_app_counts WHEN NEW.app_id = '${appId}' BEGIN SELECT RAISE (ABORT, 'away'); END`,
    );
    await metrics.add(batch({ apps: [[appId, "confirms", 1]] }));
    await runDurableObjectAlarm(metrics);
    expect(await rows(metrics, "SELECT told FROM app_day")).toEqual([{ told: 0 }]);
    const alarm = await runInDurableObject(metrics, (_, state) => state.storage.getAlarm());
    expect(alarm).toBeGreaterThan(Date.now() + 20_000);
    await env.DB.exec("DROP TRIGGER away");
    await evictDurableObject(metrics);
    await metrics.add(batch());
    await vi.waitUntil(async () => (await dailyCounts(appId))?.confirms === 1, { timeout: 8000 });
  });
});

describe("the projection", () => {
  it("reads no whole table of D1", async () => {
    const metrics = newObject();
    await metrics.add(batch({ apps: [["app_none", "holds", 1]], keys: [["app_none", "key_none", 1, 1]] }));
    const { db, plans } = recordingDatabase();
    await runInDurableObject(metrics, (_, state) => {
      state.storage.sql.exec("UPDATE app_day SET told = 0");
      state.storage.sql.exec("UPDATE key_day SET told = 0");
      return projectCounts(state.storage.sql, db.$client);
    });
    const steps = await plans();
    expect(steps.some((step) => /^SEARCH api_keys USING INDEX/.test(step))).toBe(true);
    expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL|used)/.test(step))).toEqual([]);
    await env.DB.batch(
      ["daily_app_counts", "daily_key_counts"].map((table) => env.DB.prepare(`DELETE FROM ${table} WHERE app_id = 'app_none'`)),
    );
  });
});

describe("the sockets of an object", () => {
  it("are its last word, until it has none", async () => {
    const metrics = newObject();
    const isolate = crypto.randomUUID();
    const say = (seq: number, object: string, open: number) => metrics.add(batch({ isolate, seq, sockets: [["seats", object, open]] }));
    await say(1, "app:one", 5);
    await say(2, "app:two", 2);
    await say(3, "app:one", 7);
    expect((await metrics.snapshot()).sockets).toEqual([{ channel: "seats", open: 9 }]);
    await say(4, "app:one", 0);
    expect((await metrics.snapshot()).sockets).toEqual([{ channel: "seats", open: 2 }]);
  });

  it("are asked for after ten minutes of silence: a crashed object's are gone", async () => {
    const metrics = newObject();
    await metrics.add(batch({ sockets: [["seats", "app_crashed:sho_crashed", 40]] }));
    await rows(metrics, "UPDATE socket SET at = at - 600001");
    const asked = async () => {
      await runDurableObjectAlarm(metrics);
      return (await metrics.snapshot()).sockets.length === 0;
    };
    await vi.waitUntil(asked, { timeout: 4000 });
  });

  it("are asked for at waiting rooms too, which say how many they have", async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const { app, showtimeId } = await openHouse(1, { saleOpensAt: soon, waitingRoom: { admitPerSecond: 1 } });
    const { headers } = await makeUser(app);
    const path = `/api/v1/waiting-room/${showtimeId}/live`;
    const { webSocket } = await exports.default.fetch(`${origin}${path}`, { headers: { ...headers, upgrade: "websocket" } });
    webSocket?.accept();
    const metrics = newObject();
    await metrics.add(batch({ sockets: [["queue", `${app.appId}:${showtimeId}`, 40]] }));
    await rows(metrics, "UPDATE socket SET at = at - 600001");
    const asked = async () => {
      await runDurableObjectAlarm(metrics);
      return JSON.stringify((await metrics.snapshot()).sockets) === '[{"channel":"queue","open":1}]';
    };
    await vi.waitUntil(asked, { timeout: 4000 });
    webSocket?.close(1000);
  });
});

/** The buckets of hold durations with `count` observations in the third. */
const edges = (count: number): number[] => Array.from({ length: 15 }, (_, bucket) => (bucket === 2 ? count : 0));
