import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { TelemetryBatch } from "../../contracts/telemetry.ts";
import { flushTelemetry } from "../../workers/platform/telemetry.ts";
import { Tally } from "./tally.ts";
import { house } from "./test-house.ts";

/** Takes in place of the real object what was counted, so that a test sees its own alone. */
async function counted(): Promise<TelemetryBatch[]> {
  const taken: TelemetryBatch[] = [];
  const add = async (batch: TelemetryBatch) => void taken.push(structuredClone(batch));
  await flushTelemetry({ ...env, METRICS: { getByName: () => ({ add }) } as unknown as Env["METRICS"] });
  return taken;
}
const newTally = () =>
  new Tally({ waitUntil: () => {}, id: { name: "app:sho" }, getWebSockets: () => [] } as unknown as DurableObjectState, env);

describe("what a showtime counts", () => {
  beforeEach(() => flushTelemetry(env));

  it("is every hold and how long it lived: one that ran out no longer than it could, however late somebody noticed", async () => {
    const show = house();
    const tally = newTally();
    const held = [show.hold("ada", 0), show.hold("bob", 1), show.hold("cyd", 2)];
    for (const { facts } of held) tally.committed(show.ledger, facts);
    show.wait(30);
    const confirmed = show.run({ type: "confirm", userId: "cyd", token: held[2]?.token ?? "", bookingId: "BK-1", payment: payment(4200) });
    tally.committed(show.ledger, confirmed.facts);
    show.wait(15);
    tally.committed(show.ledger, show.run({ type: "release", userId: "bob", token: held[1]?.token ?? "" }).facts);
    show.wait(5000);
    tally.committed(show.ledger, show.run({ type: "sweep" }).facts);

    const batches = await counted();
    const counters = new Map(batches.flatMap((batch) => batch.counters).map(([name, , by]) => [name, by]));
    expect(Object.fromEntries(counters)).toMatchObject({
      holds_total: 3,
      confirms_total: 1,
      hold_releases_total: 1,
      hold_expiries_total: 1,
    });
    const lived = batches.flatMap((batch) => batch.histograms).map(([, outcome, , sum]) => [outcome, sum]);
    expect(Object.fromEntries(lived)).toEqual({ confirmed: 30, released: 45, expired: 120 });
    expect(batches.flatMap((batch) => batch.apps)).toEqual([
      ["app_1", "holds", 3],
      ["app_1", "confirms", 1],
      ["app_1", "expiries", 1],
    ]);
  });

  it("is every refused hold, and those apart where somebody else had the seat", async () => {
    const tally = newTally();
    for (const code of ["SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED", "HOLD_LIMIT_REACHED"] as const) tally.holdRefused("app_1", code);
    const apps = (await counted()).flatMap((batch) => batch.apps);
    expect(apps).toEqual([
      ["app_1", "holdsRefused", 3],
      ["app_1", "conflicts", 2],
    ]);
  });
});

const payment = (amount: number) => ({ id: "pay_1", amount, currency: "EUR" });
