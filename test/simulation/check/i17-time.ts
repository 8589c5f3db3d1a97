import { limits } from "../../../contracts/limits.ts";
import type { History, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** I17: the log is dense and its clock never steps back; what has a time is within it by that clock: the sale, the length of a hold, the door. */
export function time({ shows }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    walk(show, { invariant: "I17", into: violations }, (fact, before, say) => {
      const { terms } = before;
      if (fact.seq !== before.seq + 1) say(`follows ${before.seq}`);
      if (fact.at < before.at) say(`is at ${fact.at}, after ${before.at}`);
      if (fact.op === "HOLD") {
        if (fact.at < (terms.saleOpensAtMs ?? 0) || fact.at >= terms.saleClosesAtMs) say(`the sale is closed at ${fact.at}`);
        const seconds = fact.waitlistId ? limits.waitlistOfferSeconds : terms.holdSeconds;
        if (fact.expiresAt !== fact.at + seconds * 1000)
          say(`${fact.token} lasts until ${fact.expiresAt}, not for ${seconds} s from ${fact.at}`);
      }
      if (fact.op === "EXTEND") {
        const until = before.holds.get(fact.token)?.until ?? 0;
        const most = 1000 * Math.min(terms.holdSeconds, limits.paymentExtensionSecondsMax);
        if (fact.expiresAt > until + most) say(`${fact.token} is extended by ${fact.expiresAt - until} ms`);
        if (fact.at >= until) say(`${fact.token} had run out at ${until}`);
      }
      if (fact.op === "CHECK_IN" && fact.at < (terms.checkInOpensAtMs ?? 0)) say(`the door opens at ${terms.checkInOpensAtMs}`);
    });
  }
  return violations;
}
