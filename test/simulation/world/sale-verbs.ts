import { seatIdAt } from "../../../durable-objects/seat-map/ledger.ts";
import type { Asked, Told } from "../history.ts";
import type { PaymentRow } from "./books.ts";
import { confirmVerb, refundIfLost } from "./payments.ts";
import type { Answer } from "./show-object.ts";
import { lost, type Steps, showtimeOf, type World } from "./world.ts";

export interface Who {
  appId: string;
  userId: string;
}

/** Holds seats, and mostly buys them. */
export function* hold(world: World, who: Who, showtimeId: string, asked: Extract<Asked, { op: "hold" }>): Steps {
  const token = yield* take(world, who, showtimeId, asked);
  if (token === null || world.pick(5) === 0) return;
  if (world.pick(3) > 0) return yield* buy(world, who, token);
}

/** Holds seats by name, or as many as are wished for. With a key a client asks again until it knows. Null if it gets none, or never hears of it. */
export function* take(world: World, who: Who, showtimeId: string, asked: Extract<Asked, { op: "hold" }>): Steps<string | null> {
  const { wish } = asked;
  const key = world.pick(2) === 0 ? world.id("key") : null;
  for (let attempt = 1; attempt <= (key === null ? 1 : 3); attempt++) {
    const operation = world.send(who, showtimeId, asked, key);
    const token = world.token(showtimeId);
    const command = {
      type: "hold" as const,
      userId: who.userId,
      token,
      seatIds: (asked.seats ?? []).map((index) => seatIdAt(showtimeId, index)),
      ...(wish && { wish: { ...wish, quantity: asked.quantity, accessible: false }, general: wish.general }),
      ...(asked.pass && { admission: asked.pass }),
    };
    const answer: Answer<Told> | typeof lost = yield* world.ask(who, showtimeId, command, {
      isRepeatable: false,
      key,
      describe: ({ holds }) => {
        const made = holds.get(token);
        return { token, price: made?.price ?? 0, seats: made?.seats.map(({ index }) => index) ?? [] };
      },
    });
    if (answer === lost) continue;
    yield;
    const { token: told = token, price = 0, seats = [] } = answer.ok ? answer : {};
    world.receive(operation, answer, { token: told, price, seats });
    return answer.ok ? told : null;
  }
  return null;
}

/** Gives a hold back. */
export function* release(world: World, who: Who, token: string): Steps {
  const showtimeId = showtimeOf(token);
  const operation = world.send(who, showtimeId, { op: "release", token });
  const answer = yield* world.ask(who, showtimeId, { type: "release", userId: who.userId, token }, { describe: () => ({}) });
  if (answer !== lost) world.receive(operation, answer);
}

/** Pays for a hold and confirms it, maybe ten times at once. */
export function* buy(world: World, who: Who, token: string): Steps {
  const payment = yield* pay(world, who, token, false);
  if (payment === null) return;
  yield;
  const times = world.pick(6) === 0 ? 10 : 1;
  for (let time = 0; time < times; time++) world.start(confirm(world, who, token, payment.amount === 0 ? null : payment.id));
}

/** Starts a payment for a hold: it is extended, and money is asked for, unless it costs nothing. Null if it cannot be paid. */
export function* pay(
  world: World,
  who: Who,
  token: string,
  confirmsItself: boolean,
): Steps<Pick<PaymentRow, "id" | "amount" | "status"> | null> {
  const { books } = world;
  const started = yield* world.ask(
    who,
    showtimeOf(token),
    { type: "beginPayment", userId: who.userId, token },
    {
      describe: ({ holds, terms }) => ({ price: holds.get(token)?.price ?? 0, currency: terms.currency }),
    },
  );
  if (started === lost || !started.ok) return null;
  if (started.price === 0) return { id: "", amount: 0, status: "SUCCESS" };
  const payment: PaymentRow = {
    id: world.id("pay"),
    ...who,
    token,
    amount: started.price,
    currency: started.currency,
    status: "PENDING",
    usedBy: null,
    bookingId: null,
    confirmsItself,
    touchedAt: world.now,
  };
  books.payments.set(payment.id, payment);
  yield* charge(world, payment);
  return payment;
}

/** Asks the provider for the money of a payment that is in the books. */
export function* charge(world: World, payment: PaymentRow): Steps {
  yield;
  // A request that has not left by then is given up.
  if (world.now > payment.touchedAt + requestMsMax) return;
  const outcome = world.provider.charge(payment.id, payment.amount, world.random());
  yield;
  if (payment.status === "PENDING" && outcome !== "PENDING") payment.status = outcome;
}

const requestMsMax = 10_000;

/** Confirms a hold with a payment. */
export function* confirm(world: World, who: Who, token: string, paymentId: string | null): Steps {
  const showtimeId = showtimeOf(token);
  for (let attempt = 0; attempt < 3; attempt++) {
    const operation = world.send(who, showtimeId, { op: "confirm", token, paymentId });
    const answer = yield* confirmVerb(world, who, { showtimeId, token, paymentId });
    if (answer === lost) continue;
    yield;
    world.receive(operation, answer, answer.ok ? { bookingId: answer.bookingId } : {});
    return;
  }
}

/** After a payment succeeded, whoever told us: books by itself if it is to, or sees to it that it is not kept for nothing. */
export function* seeToSuccess(world: World, payment: PaymentRow): Steps {
  if (!payment.confirmsItself || payment.bookingId !== null) return yield* refundIfLost(world, payment);
  const { token, id: paymentId } = payment;
  const operation = world.send(payment, showtimeOf(token), { op: "confirm", token, paymentId });
  const answer = yield* confirmVerb(world, payment, { showtimeId: showtimeOf(token), token, paymentId });
  if (answer === lost) return;
  world.receive(operation, answer, answer.ok ? { bookingId: answer.bookingId } : {});
  if (!answer.ok && payment.usedBy === null) yield* refundIfLost(world, payment);
}
