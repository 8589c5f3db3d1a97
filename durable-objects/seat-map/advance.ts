import { type Command, type Decision, decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { freedBy } from "./evolve-queue.ts";
import type { Fact, Ledger } from "./ledger.ts";
import { offers } from "./offers.ts";

/** `facts`: all, those of the queue included. `seq`: the last one that the command itself made. */
export type Advance = Decision & { seq: number };

/**
 * The way of a command into the ledger: decided, and its facts followed by what the queue is given because of them, all of which belongs into one
 * commit. While somebody waits, what has run out goes to the queue before anybody else may ask for it. `apply` brings the ledger to the state after
 * a fact; it is told of each in its order.
 */
export function advance(
  ledger: Ledger,
  command: Command,
  now: number,
  mint: () => string,
  apply: (fact: Fact) => void = (fact) => evolve(ledger, fact),
): Advance {
  const facts = ledger.waiting.size > 0 && command.type !== "sweep" ? settle(ledger, { type: "sweep" }, now, mint, apply).facts : [];
  const { seq, ...advance } = settle(ledger, command, now, mint, apply);
  return { ...advance, facts: facts.length === 0 ? advance.facts : [...facts, ...advance.facts], seq };
}

function settle(ledger: Ledger, command: Command, now: number, mint: () => string, apply: (fact: Fact) => void): Advance {
  const decision = decide(ledger, command, now);
  let freed = 0;
  let joined: string | null = null;
  for (const fact of decision.facts) {
    apply(fact);
    freed += freedBy(fact);
    if (fact.op === "WAIT") joined = fact.waitlistId;
  }
  const { seq } = ledger;
  if (ledger.waiting.size === 0) return { ...decision, seq };
  const at = Math.max(now, ledger.clock);
  const given: Fact[] = [];
  for (const proposal of offers(ledger, at, mint, { freed, joined })) {
    const fact: Fact = { ...proposal, seq: ledger.seq + 1, at };
    apply(fact);
    given.push(fact);
  }
  return { ...decision, facts: [...decision.facts, ...given], seq };
}
