import type { TermsChange } from "../../../contracts/ledger.ts";
import type { Scan } from "../../../durable-objects/seat-map/judge-check-in.ts";
import { scanResults } from "../../../durable-objects/seat-map/judge-check-in.ts";
import { seatIdAt } from "../../../durable-objects/seat-map/ledger.ts";
import { ticketIdOf } from "../../../durable-objects/seat-map/tickets-of.ts";
import type { Who } from "./sale-verbs.ts";
import { lost, type Steps, type World } from "./world.ts";

/** Joins the queue. */
export function* wait(
  world: World,
  who: Who,
  showtimeId: string,
  wish: { quantity: number; tier: string | null; adjacent: boolean | null },
): Steps {
  const operation = world.send(who, showtimeId, { op: "wait", quantity: wish.quantity });
  const waitlistId = world.id("wtl");
  const command = { type: "wait" as const, waitlistId, userId: who.userId, ...wish };
  const answer = yield* world.ask(who, showtimeId, command, { isRepeatable: false, describe: () => ({}) });
  if (answer !== lost) world.receive(operation, answer, { waitlistId });
}

/** Leaves the queue, or declines what was offered. */
export function* leave(world: World, who: { appId: string; userId: string | null }, showtimeId: string, waitlistId: string): Steps {
  const operation = world.send(who, showtimeId, { op: "leave", waitlistId });
  const command = { type: "leave" as const, waitlistId, userId: who.userId };
  const answer = yield* world.ask(who, showtimeId, command, { describe: () => ({}) });
  if (answer !== lost) world.receive(operation, answer);
}

export interface Shown {
  bookingId: string;
  seat: number;
  scannedAtMs: number | null;
}

/** Shows tickets at a gate, one or, from a gate that was offline, several at once. */
export function* checkIn(world: World, appId: string, showtimeId: string, tickets: readonly Shown[]): Steps {
  const operations = tickets.map(({ bookingId, seat }) =>
    world.send({ appId, userId: null }, showtimeId, { op: "checkIn", bookingId, seat }),
  );
  const scans: Scan[] = tickets.map(({ bookingId, seat, scannedAtMs }) => ({
    ticketId: ticketIdOf(showtimeId, bookingId, seat),
    by: "gate",
    gate: null,
    scannedAtMs,
  }));
  let before = 0;
  const command = (ledger: { seq: number }) => {
    before = ledger.seq;
    return { type: "checkIn" as const, scans };
  };
  const answer = yield* world.ask({ appId }, showtimeId, command, {
    isRepeatable: false,
    describe: (ledger) => ({ results: scanResults(ledger, scans, before) }),
  });
  if (answer === lost) return;
  yield;
  operations.forEach((operation, place) => {
    const result = answer.ok ? answer.results[place] : answer;
    if (result) world.receive(operation, { ...result, seq: answer.seq, at: answer.at });
  });
}

/** Keeps seats from sale, or puts them on sale again. */
export function* block(world: World, appId: string, showtimeId: string, op: "block" | "unblock", seats: number[]): Steps {
  const operation = world.send({ appId, userId: null }, showtimeId, { op, seats });
  const seatIds = seats.map((index) => seatIdAt(showtimeId, index));
  const command = op === "block" ? { type: op, seatIds, by: "manager", reason: null } : { type: op, seatIds, by: "manager" };
  const answer = yield* world.ask({ appId }, showtimeId, command, { describe: () => ({}) });
  if (answer !== lost) world.receive(operation, answer);
}

/** Changes under which conditions a showtime sells. */
export function* changeTerms(world: World, appId: string, showtimeId: string, change: TermsChange): Steps {
  const operation = world.send({ appId, userId: null }, showtimeId, { op: "terms" });
  const answer = yield* world.ask({ appId }, showtimeId, { type: "terms", change, by: "manager" }, { describe: () => ({}) });
  if (answer !== lost) world.receive(operation, answer);
}

/** Cancels a showtime; its alarm does the rest. */
export function* cancelShow(world: World, appId: string, showtimeId: string): Steps {
  const operation = world.send({ appId, userId: null }, showtimeId, { op: "cancelShow" });
  const answer = yield* world.ask({ appId }, showtimeId, { type: "cancelShow", by: "manager", reason: null }, { describe: () => ({}) });
  if (answer !== lost) world.receive(operation, answer);
}
