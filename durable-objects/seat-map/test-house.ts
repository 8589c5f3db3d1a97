import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { advance } from "./advance.ts";
import type { Command } from "./decide.ts";
import { emptyLedger } from "./ledger.ts";
import { newSeats } from "./seats.ts";

/** When every history of these tests begins, in milliseconds. */
export const start = Date.parse("2026-11-21T12:00:00Z");
/** The terms of those showtimes. */
export const terms: ShowtimeTerms = {
  appId: "app_1",
  showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  published: true,
  currency: "EUR",
  tiers: [
    { name: "Premium", price: 6500 },
    { name: "Standard", price: 4200 },
  ],
  holdSeconds: 120,
  maxSeatsPerUser: 4,
  saleOpensAtMs: null,
  saleClosesAtMs: start + 86_400_000,
};

/** A pure showtime with its own clock: the first two seats Premium, the others Standard. */
export function house(seatCount = 10, changed: Partial<ShowtimeTerms> = {}) {
  const ledger = emptyLedger({ ...terms, ...changed });
  let now = start;
  let tokens = 0;
  let offers = 0;
  const run = (command: Command) => advance(ledger, command, now, () => `offer-${offers++}`);
  run({
    type: "add",
    seats: newSeats(
      ledger,
      Array.from({ length: seatCount }, (_, n) => ({ seatNumber: `A${n + 1}`, tier: n < 2 ? "Premium" : "Standard" })),
    ),
  });
  return {
    ledger,
    run,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
    seat: (index: number) => ledger.seats[index]?.id ?? "none",
    hold: (userId: string, ...indexes: number[]) => {
      const token = `token-${tokens++}`;
      return { token, ...run({ type: "hold", userId, token, seatIds: indexes.map((index) => ledger.seats[index]?.id ?? "none") }) };
    },
  };
}

/** A small seeded generator (mulberry32), so that a failing history can be run again. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
