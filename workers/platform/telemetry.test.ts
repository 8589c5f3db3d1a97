import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import type { TelemetryBatch } from "../../contracts/telemetry.ts";
import { count, countForApp, flushAfterBatch, flushSoon, flushTelemetry, noteKeyUse, observe, reportSockets } from "./telemetry.ts";

/** A METRICS binding that keeps what it is sent, and fails as long as it is told to. */
function receiver() {
  const taken: TelemetryBatch[] = [];
  const state = { away: false, taken };
  const add = async (batch: TelemetryBatch) => {
    if (state.away) throw new Error("Network connection lost");
    taken.push(structuredClone(batch));
  };
  return { state, to: { ...env, LOG_LEVEL: "error", METRICS: { getByName: () => ({ add }) } as unknown as Env["METRICS"] } };
}
const total = (batches: TelemetryBatch[], name: string) =>
  batches.flatMap(({ counters }) => counters).reduce((sum, [known, , by]) => (known === name ? sum + by : sum), 0);

describe("what an isolate counts", () => {
  beforeEach(() => flushTelemetry(receiver().to));

  it("leaves it in one batch: counts, observations in their buckets, sockets, apps and keys", async () => {
    const { to, state } = receiver();
    count("holds_total");
    count("holds_total", {}, 2);
    count("hold_refusals_total", { code: "SEAT_BLOCKED" });
    for (const seconds of [0.5, 1, 1.5, 9999]) observe("hold_duration_seconds", seconds, { outcome: "expired" });
    reportSockets("seats", "app:sho", 3);
    reportSockets("seats", "app:sho", 4);
    countForApp("app_1", "holds");
    noteKeyUse("app_1", "key_1", 1000);
    noteKeyUse("app_1", "key_1", 2000);
    await flushTelemetry(to);
    expect(state.taken).toHaveLength(1);
    const [batch] = state.taken;
    expect(batch?.counters).toEqual([
      ["holds_total", "", 3],
      ["hold_refusals_total", "SEAT_BLOCKED", 1],
    ]);
    const [histogram] = batch?.histograms ?? [];
    expect(histogram?.[2].slice(0, 2)).toEqual([2, 1]);
    expect(histogram?.[2].at(-1)).toBe(1);
    expect(histogram?.[3]).toBe(10_002);
    expect(batch?.sockets).toEqual([["seats", "app:sho", 4]]);
    expect(batch?.apps).toEqual([
      ["app_1", "holds", 1],
      ["app_1", "requests", 2],
    ]);
    expect(batch?.keys).toEqual([["app_1", "key_1", 2, 2000]]);
    await flushTelemetry(to);
    expect(state.taken).toHaveLength(1);
  });

  it("is kept when it cannot be handed over, and sent under its number with what came since", async () => {
    const { to, state } = receiver();
    state.away = true;
    count("confirms_total");
    await flushTelemetry(to);
    count("confirms_total");
    await flushTelemetry(to);
    state.away = false;
    await flushTelemetry(to);
    expect(total(state.taken, "confirms_total")).toBe(2);
    const [first, second] = state.taken.map(({ seq }) => seq);
    expect(second).toBe((first ?? 0) + 1);
    expect(new Set(state.taken.map(({ isolate }) => isolate)).size).toBe(1);
  });

  it("is bounded: beyond the named maximum only the loss is counted", async () => {
    const { to, state } = receiver();
    for (let each = 0; each < limits.telemetryEntriesMax + 10; each++) countForApp(`app_${each}`, "holds");
    await flushTelemetry(to);
    expect(state.taken[0]?.apps).toHaveLength(limits.telemetryEntriesMax);
    expect(total(state.taken, "telemetry_dropped_total")).toBe(10);
  });

  it("leaves within some seconds, carried by one request of a burst, the last one's counts too", async () => {
    // One that nothing else counts while the suite runs.
    const { to, state } = receiver();
    const carried: Promise<unknown>[] = [];
    // What another test promised to carry takes ours along, to the real object.
    const elsewhere = async () =>
      (await env.METRICS.getByName("platform").snapshot()).counters.find(({ name }) => name === "telemetry_dropped_total")?.value ?? 0;
    const before = await elsewhere();
    const arrived = async () => total(state.taken, "telemetry_dropped_total") + (await elsewhere()) - before;
    // Later than whatever another test has promised to carry.
    const now = Date.now() + 60_000;
    for (let each = 0; each < 100; each++) {
      count("telemetry_dropped_total");
      flushSoon(to, (promise) => carried.push(promise), now);
    }
    expect(carried).toHaveLength(1);
    await Promise.all(carried);
    expect(await arrived()).toBe(100);
    count("telemetry_dropped_total");
    flushSoon(to, (promise) => carried.push(promise), now + 2000);
    expect(carried).toHaveLength(2);
    await Promise.all(carried);
    expect(await arrived()).toBe(101);
  });

  it("leaves at once after a batch of messages, unless somebody carries it already", async () => {
    const { to, state } = receiver();
    const now = Date.now() + 120_000;
    count("telemetry_dropped_total");
    await flushAfterBatch(to, now);
    expect(total(state.taken, "telemetry_dropped_total")).toBe(1);
    const carried: Promise<unknown>[] = [];
    flushSoon(to, (promise) => carried.push(promise), now);
    count("telemetry_dropped_total");
    await flushAfterBatch(to, now);
    expect(total(state.taken, "telemetry_dropped_total")).toBe(1);
    await Promise.all(carried);
  });

  it("costs a request far less than ten microseconds", async () => {
    const each = 20_000;
    const startedAt = performance.now();
    for (let request = 0; request < each; request++) {
      observe("http_server_requests_seconds", 0.012, { method: "GET", uri: "/api/v1/showtimes/{id}/availability", status: "200" });
      noteKeyUse("app_1", "key_1", request);
    }
    await scheduler.wait(1);
    const microseconds = ((performance.now() - startedAt) * 1000) / each;
    expect(microseconds).toBeLessThan(10);
    await flushTelemetry(receiver().to);
  });
});
