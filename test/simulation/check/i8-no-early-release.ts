import type { History, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** I8: no hold ends before its time but by its owner, who asked for it, by the end of its order, or by the organizer, who cancelled the showtime. */
export function noEarlyRelease({ shows, operations }: History): Violation[] {
  const violations: Violation[] = [];
  const asked = new Set<string>();
  for (const { asked: wish, userId } of operations) {
    if (wish.op === "release" || wish.op === "undo") asked.add(`${userId} ${wish.token}`);
    if (wish.op === "leave") asked.add(`${wish.waitlistId}`);
    // Whoever gives up an exchange half way gives back what is held for it.
    if (wish.op === "exchange") asked.add(`${wish.bookingId}`);
  }
  const cancels = new Set(operations.flatMap(({ asked: wish }) => (wish.op === "cancel" ? [wish.bookingId] : [])));
  for (const show of shows) {
    walk(show, { invariant: "I8", into: violations }, (fact, before, say) => {
      if (fact.op === "EXPIRE") {
        const until = before.holds.get(fact.token)?.until;
        if (until !== undefined && fact.at < until) say(`${fact.token} runs out at ${until}, and ends at ${fact.at}`);
      }
      if (fact.op === "RELEASE" && fact.by !== undefined && !before.terms.cancelled)
        say(`${fact.by} ends ${fact.token} of a showtime that goes on`);
      if (fact.op === "RELEASE" && fact.by === undefined) {
        const hold = before.holds.get(fact.token);
        const words = [`${fact.userId} ${fact.token}`, hold?.waitlistId ?? "", hold?.exchange?.bookingId ?? ""];
        if (!words.some((word) => asked.has(word))) say(`nobody asked to give ${fact.token} back`);
        if (hold !== undefined && hold.userId !== fact.userId) say(`${fact.token} is ${hold.userId}'s, not ${fact.userId}'s`);
      }
      if (fact.op === "CANCEL" && fact.cause === "ORDER_FAILED") {
        if (!asked.has(`${fact.userId} ${fact.token}`)) say(`nobody asked to undo ${fact.token}`);
      } else if (fact.op === "CANCEL" && fact.cause !== "SHOWTIME_CANCELLED" && !cancels.has(fact.bookingId)) {
        say(`nobody asked to cancel ${fact.bookingId}`);
      }
    });
  }
  return violations;
}
