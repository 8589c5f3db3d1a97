import type { WaitlistStatus } from "../../contracts/waitlist.ts";
import type { Fact, HoldRow, Ledger, WaitlistRow } from "./ledger.ts";

/** Brings the queue to the state after somebody joined or left it. Throws if the fact cannot follow. */
export function evolveQueue(ledger: Ledger, fact: Extract<Fact, { op: "WAIT" | "LEAVE" }>): void {
  if (fact.op === "WAIT") {
    if (ledger.waitsOf.has(fact.userId)) throw new Error(`${fact.userId} waits already`);
    const { waitlistId, userId, quantity, tier, adjacent, at, seq } = fact;
    restoreEntry(ledger, {
      id: waitlistId,
      userId,
      quantity,
      tier,
      adjacent,
      status: "WAITING",
      token: null,
      offerExpiresAt: null,
      createdAt: at,
      updatedAt: at,
      seq,
    });
    return;
  }
  const entry = entryOf(ledger, fact.waitlistId, "WAITING");
  change(ledger, entry, fact.becomes, fact);
}

/** What a fact about a hold means for the place in the queue that its seats were offered to. To be called once the hold has changed. */
export function evolveOffer(ledger: Ledger, hold: HoldRow, fact: Fact): void {
  if (hold.waitlistId === null) return;
  if (fact.op === "HOLD") {
    const entry = entryOf(ledger, hold.waitlistId, "WAITING");
    entry.token = hold.token;
    entry.offerExpiresAt = hold.expiresAt;
    change(ledger, entry, "OFFERED", fact);
    return;
  }
  const entry = entryOf(ledger, hold.waitlistId, "OFFERED");
  if (fact.op === "EXTEND") {
    entry.offerExpiresAt = hold.expiresAt;
    change(ledger, entry, "OFFERED", fact);
    return;
  }
  change(ledger, entry, endingOf(fact), fact);
}

/** How the end of an offered hold ends the place in the queue. An organizer who cancels the showtime ends what nobody declined. */
export function endingOf(fact: Fact): WaitlistStatus {
  if (fact.op === "RELEASE") return fact.by === undefined ? "DECLINED" : "CLOSED";
  return fact.op === "EXPIRE" ? "LAPSED" : "FULFILLED";
}

function change(ledger: Ledger, entry: WaitlistRow, status: WaitlistStatus, { at, seq }: Fact): void {
  entry.status = status;
  entry.updatedAt = at;
  entry.seq = seq;
  if (status !== "WAITING") ledger.waiting.delete(entry.id);
  if (status !== "WAITING" && status !== "OFFERED") ledger.waitsOf.delete(entry.userId);
}

/** Puts an entry behind those that there are: a new one, or one that storage remembers. */
export function restoreEntry(ledger: Ledger, entry: WaitlistRow): void {
  ledger.waitlist.set(entry.id, entry);
  if (entry.status === "WAITING") ledger.waiting.add(entry.id);
  if (entry.status === "WAITING" || entry.status === "OFFERED") ledger.waitsOf.set(entry.userId, entry.id);
}

function entryOf(ledger: Ledger, waitlistId: string, status: WaitlistStatus): WaitlistRow {
  const entry = ledger.waitlist.get(waitlistId);
  if (entry?.status !== status) throw new Error(`the place ${waitlistId} is ${entry?.status}, not ${status}`);
  return entry;
}

/** How many seats a fact makes free. */
export function freedBy(fact: Fact): number {
  switch (fact.op) {
    case "RELEASE":
    case "EXPIRE":
    case "CANCEL":
    case "DEPART":
    case "UNBLOCK":
      return fact.seats.length;
    case "EXCHANGE":
      return fact.freed.length;
    case "ADD":
      return fact.added.length;
    default:
      return 0;
  }
}

/** Notes what may make a wish in the queue possible that was not before: freed seats, other terms. */
export function noteForQueue(ledger: Ledger, fact: Fact): void {
  if (fact.op === "TERMS" || freedBy(fact) > 0) ledger.freedSeq = fact.seq;
}

/** Forgets places in the queue that have ended, the oldest first, when there are many: storage has them. */
export function forgetEndedEntries({ waitlist, waitsOf }: Ledger, endedMax: number): void {
  if (waitlist.size <= waitsOf.size + 2 * endedMax) return;
  let tooMany = waitlist.size - waitsOf.size - endedMax;
  for (const [id, { userId }] of waitlist) {
    if (tooMany <= 0) return;
    if (waitsOf.get(userId) === id) continue;
    waitlist.delete(id);
    tooMany--;
  }
}
