import { hasSlice } from "../../../durable-objects/seat-map/judge-show.ts";
import { sweep } from "./consume.ts";
import type { Scheduler } from "./scheduler.ts";
import type { World } from "./world.ts";

const roundsMax = 120;

/**
 * Faults stop, and everybody who looks after what was left behind has the time for it: until nothing is on its way. Returns how many steps it took.
 * Throws NeverAtRest if it does not come to that.
 */
export function rest(world: World, scheduler: Scheduler): number {
  let steps = 0;
  world.isCalm = true;
  for (let round = 0; round < roundsMax; round++) {
    for (const object of world.objects.values()) {
      scheduler.alarm(object);
      steps++;
    }
    world.start(sweep(world));
    steps += drain(world, scheduler);
    if (isQuiet(world, scheduler)) {
      world.isCalm = false;
      return steps;
    }
    world.now += 4 * 60_000;
  }
  throw new NeverAtRest(`something is left after ${roundsMax} rounds: ${whatIsLeft(world)}`);
}

/** Whoever should have looked after something did not. */
export class NeverAtRest extends Error {}

/** Everything that is under way ends, with nobody new. */
function drain(world: World, scheduler: Scheduler): number {
  let steps = 0;
  const { provider } = world;
  for (;;) {
    for (const process of [...world.processes]) {
      if (process.isWaiting) continue;
      scheduler.resume(process);
      steps++;
    }
    for (const object of world.objects.values()) {
      if (scheduler.commit(object)) steps++;
      if (scheduler.tell(object)) steps++;
    }
    while (scheduler.hasTellings) scheduler.hear();
    while (world.queue.length > 0) scheduler.deliver();
    for (const charge of [...provider.open.keys()]) provider.decide(charge, true, 1);
    while (provider.webhooks.length > 0) scheduler.speak();
    if (world.processes.length === 0) return steps;
  }
}

function isQuiet(world: World, scheduler: Scheduler): boolean {
  return (
    !scheduler.hasTellings &&
    world.queue.length === 0 &&
    world.processes.length === 0 &&
    leftIn(world) === 0 &&
    world.provider.open.size === 0
  );
}

/** What an object, or somebody who looks after money and mails, has still to do. */
function leftIn({ objects, books, now }: World): number {
  let left = 0;
  for (const { ledger, outbox, told, log, hasUndecided } of objects.values()) {
    left += outbox.size + ledger.pinned.size + (hasSlice(ledger) ? 1 : 0) + (told < log.length || hasUndecided ? 1 : 0);
    for (const { status } of ledger.holds.values()) if (status === "ACTIVE") left++;
    // Whoever waits for the sale is served when it opens.
    if (ledger.waiting.size > 0 && (ledger.terms.saleOpensAtMs ?? 0) > now) left++;
  }
  for (const { status, bookingId, token } of books.payments.values())
    if (status === "PENDING" || (status === "SUCCESS" && bookingId === null && token !== "")) left++;
  for (const { state } of books.orders.values()) if (state === "OPEN" || state === "UNDOING") left++;
  for (const { status } of books.refunds.values()) if (status === "PENDING") left++;
  for (const { state } of books.mails.values()) if (state === "PENDING") left++;
  return left;
}

function whatIsLeft({ objects, books }: World): string {
  const ofObjects = [...objects.values()].map(({ ledger, outbox, told, log }) => ({
    outbox: [...outbox.values()].map(({ event }) => event.type),
    pinned: [...ledger.pinned],
    slice: hasSlice(ledger),
    untold: log.length - told,
    holds: [...ledger.holds.values()].filter(({ status }) => status === "ACTIVE").map(({ token }) => token),
  }));
  const payments = [...books.payments.values()].filter(
    ({ status, bookingId, token }) => status === "PENDING" || (status === "SUCCESS" && !bookingId && token !== ""),
  );
  const refunds = [...books.refunds.values()].filter(({ status }) => status === "PENDING");
  const orders = [...books.orders.values()].filter(({ state }) => state === "OPEN" || state === "UNDOING");
  return JSON.stringify({ ofObjects, payments, refunds, orders });
}
