import { seatCodes } from "../../../contracts/seats.ts";
import { ExpiryHeap } from "../../../durable-objects/seat-map/expiry-heap.ts";
import type { Ledger } from "../../../durable-objects/seat-map/ledger.ts";
import type { Moment } from "../world/hooks.ts";
import { mutant } from "./mutant.ts";

/** Bugs of holding, releasing and confirming. */
export const mutantsOfHolds = [
  mutant("release without the token's owner", ["I8"], () => ({
    command: ({ command, ledger }) =>
      command.type === "release" ? { ...command, userId: ledger.holds.get(command.token)?.userId ?? command.userId } : command,
  })),

  mutant("confirm after the hold ran out", ["I3"], () => ({
    around: ({ command, ledger, now }, advance) => {
      const hold = command.type === "confirm" ? ledger.holds.get(command.token) : undefined;
      if (hold?.status === "ACTIVE" && hold.expiresAt <= now) hold.expiresAt = now + 1;
      return advance();
    },
  })),

  mutant("confirm without a payment", ["I3"], () => ({
    command: ({ command, ledger }) => {
      const hold = command.type === "confirm" && command.payment === null ? ledger.holds.get(command.token) : undefined;
      if (command.type !== "confirm" || hold === undefined || hold.price === 0) return command;
      return { ...command, payment: { id: `none_${command.token}`, amount: hold.price, currency: "EUR" } };
    },
  })),

  mutant("confirm with a payment of another amount", ["I3"], () => ({ claims: "any-amount" })),

  mutant("confirm with a payment that was not taken", ["I3"], () => ({ claims: "unpaid" })),

  mutant("a payment used twice", ["I3", "I10"], () => ({
    claims: "again",
    around: (_, advance) => advance(),
    command: ({ command, ledger }) => {
      if (command.type === "confirm") ledger.usedPayments.clear();
      return command;
    },
  })),

  mutant("the price computed again at the confirmation", ["I3", "I5"], () => ({
    fact: (fact) => {
      if (fact.op !== "CONFIRM") return [fact];
      return [{ ...fact, seats: fact.seats.map((seat, place) => (place === 0 ? { ...seat, price: seat.price + 100 } : seat)) }];
    },
  })),

  mutant("read, then write: a seat that was free when the wish was sent is taken from whoever got it since", ["I1"], () => ({
    around: ({ command, ledger, now }, advance) => {
      if (command.type !== "hold") return advance();
      const since = now - 1500;
      const taken = lately(ledger, since);
      const before = taken.map((index) => ledger.owner[index] ?? null);
      for (const index of taken) free(ledger, index);
      const done = advance();
      taken.forEach((index, place) => {
        if (ledger.status[index] === seatCodes.AVAILABLE) hold(ledger, index, before[place] ?? null);
      });
      return done;
    },
  })),

  mutant("a group that is held only in part", ["I5"], () => ({
    fact: (fact) => {
      if (fact.op !== "HOLD" || fact.waitlistId || fact.exchange || fact.seats.length < 2) return [fact];
      const seats = fact.seats.slice(1);
      return [{ ...fact, seats, price: seats.reduce((sum, { price }) => sum + price, 0) }];
    },
  })),

  mutant("a hold that ran out is never swept", ["I7"], () => ({
    around: ({ ledger }, advance) => {
      ledger.expiries = new ExpiryHeap();
      return advance();
    },
  })),

  mutant("a hold swept a minute early", ["I8"], () => ({
    around: ({ command, ledger, now }, advance) => {
      if (command.type !== "sweep") return advance();
      for (const hold of ledger.holds.values()) {
        if (hold.status !== "ACTIVE" || hold.expiresAt > now + 60_000) continue;
        hold.expiresAt = Math.min(hold.expiresAt, Math.max(now, ledger.clock));
        ledger.expiries.push(hold.token, hold.expiresAt);
      }
      return advance();
    },
  })),

  mutant("a clock that steps back", ["I17"], () => ({
    around: ({ ledger }, advance) => {
      ledger.clock = 0;
      return advance();
    },
  })),

  mutant("a hold without the showtime's cap", ["I15"], () => ({ around: withCap(20) })),

  mutant("a hold that costs the base price whatever the rules say", ["PRICE"], () => ({
    around: ({ ledger }, advance) => {
      const { terms } = ledger;
      ledger.terms = { ...terms, pricing: null };
      const done = advance();
      ledger.terms = { ...ledger.terms, pricing: terms.pricing ?? null };
      return done;
    },
  })),

  mutant("a block that takes seats from whoever holds them", ["I1"], () => ({
    around: ({ command, ledger }, advance) => {
      if (command.type !== "block") return advance();
      for (const [index, status] of ledger.status.entries()) if (status === seatCodes.LOCKED) free(ledger, index);
      return advance();
    },
  })),

  mutant("places without numbers are sold beyond the capacity", ["I15"], () => ({
    fact: (fact, ledger) => {
      const last = fact.op === "ADD" ? fact.added.at(-1) : undefined;
      if (fact.op !== "ADD" || !last?.general) return [fact];
      const place = ledger.seats.length + fact.added.length;
      return [
        { ...fact, added: [...fact.added, { ...last, id: last.id.replace(/_[^_]+$/, `_${place.toString(36)}`), seatNumber: "over" }] },
      ];
    },
  })),

  mutant("a pass that lets in twice", ["I15"], () => ({
    command: ({ command, ledger }) => {
      ledger.spentAdmissions.clear();
      return command;
    },
  })),
];

/** As if nobody might have fewer seats than this. */
export const withCap =
  (seats: number) =>
  ({ ledger }: Moment, advance: () => ReturnType<NonNullable<import("../world/hooks.ts").Hooks["around"]>>) => {
    const { maxSeatsPerUser } = ledger.terms;
    ledger.terms = { ...ledger.terms, maxSeatsPerUser: seats };
    const done = advance();
    if (ledger.terms.maxSeatsPerUser === seats) ledger.terms = { ...ledger.terms, maxSeatsPerUser };
    return done;
  };

const lately = (ledger: Ledger, since: number): number[] =>
  ledger.owner.flatMap((owner, index) => {
    const hold = ledger.holds.get(owner ?? "");
    return hold?.status === "ACTIVE" && hold.createdAt >= since ? [index] : [];
  });

function free(ledger: Ledger, index: number): void {
  ledger.status[index] = seatCodes.AVAILABLE;
  ledger.owner[index] = null;
  ledger.freeSeats++;
}

function hold(ledger: Ledger, index: number, owner: string | null): void {
  ledger.status[index] = seatCodes.LOCKED;
  ledger.owner[index] = owner;
  ledger.freeSeats--;
}
