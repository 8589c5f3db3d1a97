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
const histories = 2;
const commandsOfOne = 120;
const seatCount = 16;
const userCount = 8;

/** Which of those that there are, counted from the latest. */
const latest = <Value>(values: readonly Value[], nth: number): Value | undefined => values.at(-1 - (nth % Math.max(1, values.length)));

/** Something that clients, or fate, do to the desk, and how often. Without a model: what is right the invariants say, of the whole history. */
const step = <Input>(weight: number, name: string, input: fc.Arbitrary<Input>, run: (desk: Desk, input: Input) => Promise<unknown>) => ({
  weight,
  arbitrary: input.map(
    (given): fc.AsyncCommand<object, Desk> => ({
      check: () => true,
      run: async (_, desk) => {
        await run(desk, given);
      },
      toString: () => `${name}(${JSON.stringify(given)})`,
    }),
  ),
});

const house = fc.nat(1);
const user = fc.nat(userCount - 1);
const nth = fc.nat(5);
const seats = fc.uniqueArray(fc.nat(seatCount - 1), { minLength: 1, maxLength: 3 });
const at = ({ houses }: Desk, index: number): House => houses[index] ?? houses[0] ?? never();
const who = ({ users }: Desk, index: number): string => users[index] ?? never();

const steps = [
  step(4, "hold", fc.record({ house, user, seats, key: fc.option(fc.constantFrom("k1", "k2", "k3")) }), (desk, input) =>
    desk.hold(at(desk, input.house), who(desk, input.user), input.seats, input.key && `${input.key} ${input.house} ${input.seats}`),
  ),
  step(1, "rush", fc.record({ house, wishes: fc.array(seats, { minLength: 5, maxLength: 5 }) }), (desk, input) =>
    Promise.all(input.wishes.map((wish, index) => desk.hold(at(desk, input.house), who(desk, index), wish, null))),
  ),
  step(6, "buy", fc.record({ nth, times: fc.constantFrom(1, 1, 10), over: fc.constantFrom(0, 0, 0, 100) }), async (desk, input) => {
    const found = latest(desk.holds, input.nth);
    if (found) await desk.confirm(found, input);
  }),
  step(1, "buy and give back at once", nth, async (desk, input) => {
    const found = latest(desk.holds, input);
    if (found) await Promise.all([desk.release(found), desk.confirm(found, { times: 1, over: 0 })]);
  }),
  step(2, "order", fc.record({ nth, off: fc.constantFrom(0, 100, 1999), undone: fc.boolean() }), async (desk, input) => {
    const found = latest(desk.holds, input.nth);
    if (found) await order(desk, found, input);
  }),
  step(2, "money back", fc.record({ nth, paid: nth, amount: fc.integer({ min: 1, max: 7000 }) }), async (desk, input) => {
    const found = latest(desk.bookings, input.nth);
    const payment = latest(desk.payments, input.paid);
    if (found && payment) await desk.refund(found, payment.id, input.amount);
  }),
  step(3, "cancel", fc.record({ nth, whole: fc.boolean() }), async (desk, input) => {
    const found = latest(desk.bookings, input.nth);
    if (found) await desk.cancel(found, input.whole ? null : found.seats.slice(0, 1));
  }),
  step(
    6,
    "exchange",
    fc.record({ nth, house, wanted: fc.uniqueArray(fc.nat(seatCount - 1), { minLength: 2, maxLength: 4 }) }),
    async (desk, input) => {
      const found = latest(desk.bookings, input.nth);
      if (found) await desk.exchange(found, at(desk, input.house), input.wanted);
    },
  ),
  step(2, "wait", fc.record({ house, user, quantity: fc.integer({ min: 1, max: 3 }) }), (desk, input) =>
    desk.wait(at(desk, input.house), who(desk, input.user), input.quantity),
  ),
  step(1, "leave", nth, async (desk, input) => {
    const found = latest(desk.places, input);
    if (found) await desk.leave(found);
  }),
  step(1, "check in", nth, async (desk, input) => {
    const found = latest(desk.bookings, input);
    if (found) await desk.checkIn(found, found.seats.at(-1) ?? 0);
  }),
  step(1, "block", fc.record({ house, op: fc.constantFrom("block", "unblock", "unblock"), seats }), (desk, input) =>
    desk.block(at(desk, input.house), input.op, input.seats),
  ),
  step(2, "evict", house, async (desk, input) => {
    // Only an object that runs can be evicted.
    await ledgerOf(at(desk, input)).availability();
    await evictDurableObject(objectOf(at(desk, input)));
  }),
  step(1, "full disk", fc.record({ house, user, seats }), (desk, input) =>
    withFullDisk(at(desk, input.house), () => desk.hold(at(desk, input.house), who(desk, input.user), input.seats, null)),
  ),
];

describe("the object itself, through its calls, with evictions and failing commits", () => {
  it(`keeps every invariant through ${histories} histories of ${commandsOfOne} commands each`, { timeout: 180_000 }, async () => {
    const told = new Set<string>();
    const commands = fc.array(fc.oneof(...steps), { minLength: commandsOfOne, maxLength: commandsOfOne, size: "max" });
    await fc.assert(
      fc.asyncProperty(commands, async (each) => {
        const desk = await openDesk();
        const opened = await Promise.all(desk.houses.map(termsOf));
        await oneOfEach(desk);
        await fc.asyncModelRun(() => ({ model: {}, real: desk }), each);
        await giveEverythingBack(desk);
        const history = await historyAtRest(desk, opened);
        expect(check(history)).toEqual([]);
        for (const { log } of history.shows) for (const { fact } of log) told.add(fact.op);
      }),
      { seed, numRuns: histories, endOnFailure: true },
    );
    expect(
      ["HOLD", "CONFIRM", "CANCEL", "REFUND", "EXCHANGE", "DEPART", "WAIT", "CHECK_IN", "BLOCK", "RELEASE"].filter((op) => !told.has(op)),
    ).toEqual([]);
  });
});

/** The buyer's latest reservations in both houses, as one order, which may come to nothing behind its confirmation. */
async function order(desk: Desk, latestOne: Desk["holds"][number], { off, undone }: { off: number; undone: boolean }): Promise<void> {
  const own = desk.holds.filter(({ userId }) => userId === latestOne.userId);
  const other = own.findLast(({ house }) => house !== latestOne.house);
  const holds = other ? [latestOne, other] : [latestOne];
  const placed = await desk.order(holds, off);
  if (placed && undone) await Promise.all(holds.map((hold) => desk.undo(hold, placed.orderId)));
}

async function openDesk(): Promise<Desk> {
  const app = await makeApp();
  const terms = { maxSeatsPerUser: 4, cancellationPolicy: { fullRefundUntilHours: 24 }, holdSeconds: 600 };
  const houses = [await openHouse(seatCount, terms, app), await openHouse(seatCount, terms, app)];
  return new Desk(
    houses,
    Array.from({ length: userCount }, (_, n) => `usr_desk${n}`),
  );
}

/** In the empty houses all of it works: what only chance would bring is no test. */
async function oneOfEach(desk: Desk): Promise<void> {
  const [here, there] = [at(desk, 0), at(desk, 1)];
  const once = { times: 1, over: 0 };
  const first = who(desk, 0);
  await desk.hold(here, first, [0, 1], null);
  await desk.confirm(latest(desk.holds, 0) ?? never(), once);
  await desk.exchange(latest(desk.bookings, 0) ?? never(), here, [1, 2]);
  await desk.exchange(latest(desk.bookings, 0) ?? never(), there, [12, 13]);
  await desk.checkIn(latest(desk.bookings, 0) ?? never(), 13);
  await desk.hold(here, first, [4, 5], null);
  await desk.confirm(latest(desk.holds, 0) ?? never(), once);
  await desk.cancel(latest(desk.bookings, 0) ?? never(), [4]);
  await desk.hold(here, first, [8], null);
  const [one] = desk.holds.slice(-1);
  await desk.hold(there, first, [2, 3], null);
  const [two] = desk.holds.slice(-1);
  const placed = await desk.order([one ?? never(), two ?? never()], 150);
  await desk.refund(latest(desk.bookings, 0) ?? never(), placed?.paymentId ?? "", 333);
  await desk.undo(one ?? never(), placed?.orderId ?? "");
  await desk.cancel(latest(desk.bookings, 0) ?? never(), null);
  await desk.hold(here, first, [6], null);
  await desk.release(latest(desk.holds, 0) ?? never());
  await desk.block(here, "block", [7]);
  await desk.wait(there, first, 1);
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
      orders: null,
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
