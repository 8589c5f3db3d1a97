import { evictDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type House, openHouse } from "../box-office.ts";
import { makeApp } from "../harness.ts";
import { check } from "./check/check.ts";
import { Desk } from "./desk.ts";
import type { History } from "./history.ts";
import { historyOf, ledgerOf, objectOf, projectionOf, termsOf, withFullDisk } from "./real-object.ts";

const seed = 20_261_121;
const histories = 4;
const commandsOfOne = 120;
const seatCount = 8;

/** Which of those that there are, counted from the latest. */
const latest = <Value>(values: readonly Value[], nth: number): Value | undefined => values.at(-1 - (nth % Math.max(1, values.length)));

/** Something that clients, or fate, do to the desk. Without a model: what is right the invariants say, of the whole history. */
const step = <Input>(name: string, input: fc.Arbitrary<Input>, run: (desk: Desk, input: Input) => Promise<unknown>) =>
  input.map(
    (given): fc.AsyncCommand<object, Desk> => ({
      check: () => true,
      run: async (_, desk) => {
        await run(desk, given);
      },
      toString: () => `${name}(${JSON.stringify(given)})`,
    }),
  );

const house = fc.nat(1);
const user = fc.nat(4);
const nth = fc.nat(5);
const seats = fc.uniqueArray(fc.nat(seatCount - 1), { minLength: 1, maxLength: 3 });
const at = ({ houses }: Desk, index: number): House => houses[index] ?? houses[0] ?? never();
const who = ({ users }: Desk, index: number): string => users[index] ?? never();

const steps = [
  step("hold", fc.record({ house, user, seats, key: fc.option(fc.constantFrom("k1", "k2", "k3")) }), (desk, input) =>
    desk.hold(at(desk, input.house), who(desk, input.user), input.seats, input.key && `${input.key} ${input.house} ${input.seats}`),
  ),
  step("rush", fc.record({ house, wishes: fc.array(seats, { minLength: 5, maxLength: 5 }) }), (desk, input) =>
    Promise.all(input.wishes.map((wish, index) => desk.hold(at(desk, input.house), who(desk, index), wish, null))),
  ),
  step("buy", fc.record({ nth, times: fc.constantFrom(1, 1, 10), over: fc.constantFrom(0, 0, 0, 100) }), async (desk, input) => {
    const found = latest(desk.holds, input.nth);
    if (found) await desk.confirm(found, input);
  }),
  step("buy and give back at once", nth, async (desk, input) => {
    const found = latest(desk.holds, input);
    if (found) await Promise.all([desk.release(found), desk.confirm(found, { times: 1, over: 0 })]);
  }),
  step("cancel", fc.record({ nth, whole: fc.boolean() }), async (desk, input) => {
    const found = latest(desk.bookings, input.nth);
    if (found) await desk.cancel(found, input.whole ? null : found.seats.slice(0, 1));
  }),
  step("exchange", fc.record({ nth, house, seats }), async (desk, input) => {
    const found = latest(desk.bookings, input.nth);
    if (found) await desk.exchange(found, at(desk, input.house), input.seats);
  }),
  step("wait", fc.record({ house, user, quantity: fc.integer({ min: 1, max: 3 }) }), (desk, input) =>
    desk.wait(at(desk, input.house), who(desk, input.user), input.quantity),
  ),
  step("leave", nth, async (desk, input) => {
    const found = latest(desk.places, input);
    if (found) await desk.leave(found);
  }),
  step("check in", nth, async (desk, input) => {
    const found = latest(desk.bookings, input);
    if (found) await desk.checkIn(found, found.seats[0] ?? 0);
  }),
  step("block", fc.record({ house, op: fc.constantFrom("block", "unblock", "unblock"), seats }), (desk, input) =>
    desk.block(at(desk, input.house), input.op, input.seats),
  ),
  step("evict", house, async (desk, input) => {
    // Only an object that runs can be evicted.
    await ledgerOf(at(desk, input)).availability();
    await evictDurableObject(objectOf(at(desk, input)));
  }),
  step("full disk", fc.record({ house, user, seats }), (desk, input) =>
    withFullDisk(at(desk, input.house), () => desk.hold(at(desk, input.house), who(desk, input.user), input.seats, null)),
  ),
];

describe("the object itself, through its calls, with evictions and failing commits", () => {
  it(`keeps every invariant through ${histories} histories of ${commandsOfOne} commands each`, { timeout: 180_000 }, async () => {
    const all: string[] = []; const told = new Set<string>();
    const commands = fc.array(fc.oneof(...steps), { minLength: commandsOfOne, maxLength: commandsOfOne, size: "max" });
    await fc.assert(
      fc.asyncProperty(commands, async (each) => {
        const t0 = Date.now(); const desk = await openDesk();
        const opened = await Promise.all(desk.houses.map(termsOf));
        await fc.asyncModelRun(() => ({ model: {}, real: desk }), each);
        const t1 = Date.now() - t0; await giveEverythingBack(desk); const t2 = Date.now() - t0;
        const history = await historyAtRest(desk, opened);
        const c: Record<string, number> = {}; for (const o of history.operations) { const k = `${o.asked.op} ${o.outcome}`; c[k] = (c[k] ?? 0) + 1; }
          all.push("OPS " + JSON.stringify(c) + " " + (Date.now() - t0) + " " + t1 + " " + t2 + " " + desk.bookings.length + JSON.stringify(check(history)).slice(0,1500));
          
        for (const { log } of history.shows) for (const { fact } of log) told.add(fact.op);
      }),
      { seed, numRuns: histories, endOnFailure: true },
    );
    throw new Error(all.join(" ")); expect(
      ["HOLD", "CONFIRM", "CANCEL", "EXCHANGE", "DEPART", "WAIT", "CHECK_IN", "BLOCK", "RELEASE"].filter((op) => !told.has(op)),
    ).toEqual([]);
  });
});

async function openDesk(): Promise<Desk> {
  const app = await makeApp();
  const terms = { maxSeatsPerUser: 4, cancellationPolicy: { fullRefundUntilHours: 24 }, holdSeconds: 600 };
  const houses = [await openHouse(seatCount, terms, app), await openHouse(seatCount, terms, app)];
  return new Desk(
    houses,
    Array.from({ length: 5 }, (_, n) => `usr_desk${n}`),
  );
}

/** Nothing is left that would have to run out: whoever holds or waits gives it up. */
async function giveEverythingBack(desk: Desk): Promise<void> {
  for (const place of desk.places) await desk.leave(place);
  for (const hold of desk.holds) await desk.release(hold);
  for (const place of desk.places) await desk.leave(place);
}

/** The history once D1 has heard of everything. Payments are the desk's own, so what D1 says of money is not judged. */
async function historyAtRest(desk: Desk, opened: readonly Awaited<ReturnType<typeof termsOf>>[]): Promise<History> {
  const read = async (): Promise<History> => {
    const shows = await Promise.all(desk.houses.map((each, place) => historyOf(each, opened[place] ?? never())));
    const projections = await Promise.all(desk.houses.map(projectionOf));
    return {
      shows,
      operations: desk.operations,
      payments: desk.payments,
      refunds: null,
      projection: projections.flatMap(({ rows }) => rows),
      bookedSeats: new Map(projections.flatMap(({ bookedSeats }) => [...bookedSeats])),
      mails: null,
      atRest: true,
    };
  };
  await vi
    .waitUntil(async () => check(await read()).every(({ invariant }) => invariant !== "I12"), { timeout: 10_000, interval: 200 })
    .catch(() => {});
  return read();
}

function never(): never {
  throw new Error("the desk has no such thing");
}
