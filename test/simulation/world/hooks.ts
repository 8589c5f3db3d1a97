import type { LedgerEvent } from "../../../contracts/events.ts";
import type { Advance } from "../../../durable-objects/seat-map/advance.ts";
import type { Command } from "../../../durable-objects/seat-map/decide.ts";
import type { Fact, Ledger } from "../../../durable-objects/seat-map/ledger.ts";

/** A fact before it has its place in the log. */
export type Unplaced = Fact extends infer Each ? (Each extends Fact ? Omit<Each, "seq"> : never) : never;

/** What is known when a command is about to be decided. */
export interface Moment {
  command: Command;
  ledger: Ledger;
  now: number;
}

/**
 * Where a bug can be planted: each hook wraps one step of the simulator or of the core. Left out, the step is as it should be. What a hook gives back
 * takes the place of what it was given.
 */
export interface Hooks {
  /** What is decided, in place of what was asked. */
  command?: (moment: Moment) => Command;
  /** Around the decision: it may change the ledger before, and put it back after. */
  around?: (moment: Moment, advance: () => Advance) => Advance;
  /** What is written and evolved in place of a fact. */
  fact?: (fact: Fact, ledger: Ledger) => Unplaced[];
  /** After a fact has changed the ledger. */
  evolved?: (fact: Fact, ledger: Ledger) => void;
  /** The events that are put into the outbox in place of one. */
  outbox?: (event: LedgerEvent) => LedgerEvent[];
  /** Events leave, and rows are projected, and answers are given, before the commit. */
  early?: "events" | "projection" | "answers";
  /** An answer under a key is never looked for, or is forgotten with the memory. */
  forgetsKeys?: "always" | "after-crash";
  /** An older telling overwrites a newer one. */
  savesAnyway?: boolean;
  /** A payment is found, kept and used whosever and for whatever it is. */
  claims?: "any-app" | "again" | "any-amount" | "unpaid";
  /** A showtime is found by its id alone. */
  reachesAny?: boolean;
  /** Each delivery of an event has refunds, or mails, of its own. */
  consumesAnew?: "refunds" | "mails";
  /** Nobody looks for what was paid for a reservation that ended. */
  keepsLost?: boolean;
  /** A booking that was exchanged for another showtime's is let go in place of ended. */
  letsGoOfDeparted?: boolean;
  /** A payment that left with its booking is given back, too. */
  refundsDeparted?: boolean;
}
