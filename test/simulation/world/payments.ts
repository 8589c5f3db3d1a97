import type { PaymentRow, RefundRow } from "./books.ts";
import type { Answer } from "./show-object.ts";
import { becameOf, lost, type Steps, showtimeOf, type World } from "./world.ts";

/** What looks after money, as the Worker's verbs do: each `yield` is a place where the Worker may die. */

/** What became of a payment: the booking, or why there is none. */
export type Confirmed = Answer<{ bookingId: string }> | typeof lost;

/** Confirms a reservation with a payment of the caller's, or none. `paymentId`: whichever the caller says. */
export function* confirmVerb(
  world: World,
  who: { appId: string; userId: string },
  { showtimeId, token, paymentId }: { showtimeId: string; token: string; paymentId: string | null },
): Steps<Confirmed> {
  const { books, hooks } = world;
  let payment: { id: string; amount: number; currency: string } | null = null;
  if (paymentId !== null) {
    const claimed = books.claim({ ...who, paymentId, token });
    if (typeof claimed === "string") return { ok: false, code: claimed, seq: 0, at: 0 };
    payment = { id: claimed.id, amount: claimed.amount, currency: claimed.currency };
    yield;
  }
  const bookingId = world.bookingId();
  const answer = yield* world.ask(
    who,
    showtimeId,
    (ledger) => {
      const amount = hooks.claims === "any-amount" ? (ledger.holds.get(token)?.price ?? 0) : (payment?.amount ?? 0);
      return { type: "confirm", userId: who.userId, token, bookingId, payment: payment && { ...payment, amount } };
    },
    { describe: (ledger) => ({ bookingId: ledger.holds.get(token)?.bookingId ?? "" }) },
  );
  if (answer === lost || payment === null) return answer;
  yield;
  if (answer.ok) books.markBooked(payment.id, answer.bookingId);
  else if (answer.code === "RESERVATION_EXPIRED") yield* payBack(world, books.giveBackLost(payment.id, token, world.now));
  else {
    books.unclaim(payment.id, token);
    const row = books.payments.get(payment.id);
    if (row !== undefined) yield* refundIfLost(world, row, true);
  }
  return answer;
}

/** Asks what became of the reservation that a payment was for; over without it, or if there never was such a one, the payment goes back. */
export function* refundIfLost(world: World, payment: PaymentRow, unclaimed = false): Steps {
  const { books, hooks } = world;
  if (payment.bookingId !== null || hooks.keepsLost) return;
  const token = unclaimed ? payment.token : (payment.usedBy ?? payment.token);
  const found = yield* world.ask(
    payment,
    showtimeOf(token),
    { type: "sweep" },
    {
      describe: (ledger) => ({
        ...becameOf(ledger, token),
        paid: ledger.bookings.get(becameOf(ledger, token).bookingId ?? "")?.payments ?? [],
      }),
      recalls: token,
    },
  );
  if (found === lost || !found.ok) return;
  yield;
  if (found.bookingId !== null && found.paid.some(({ paymentId }) => paymentId === payment.id))
    books.markBooked(payment.id, found.bookingId);
  else if (found.status !== "ACTIVE") yield* payBack(world, books.giveBackLost(payment.id, token, world.now));
}

/** Has the provider give a refund back; it may not answer, and then the sweep asks again. */
export function* payBack(world: World, refund: RefundRow | null): Steps {
  if (refund === null || refund.status === "SUCCEEDED") return;
  yield;
  if (world.oneIn(8)) return;
  world.provider.refund(refund.id, refund.amount);
  yield;
  refund.status = "SUCCEEDED";
}
