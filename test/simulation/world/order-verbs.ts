import { allocate } from "../../../contracts/allocate.ts";
import type { Asked } from "../history.ts";
import type { OrderRow, PaymentRow } from "./books.ts";
import { payBack } from "./payments.ts";
import { charge, take, type Who } from "./sale-verbs.ts";
import type { Answer } from "./show-object.ts";
import { lost, type Steps, showtimeOf, type World } from "./world.ts";

/** Holds seats of several showtimes, or of one several times, and orders them together. */
export function* fillAndOrder(
  world: World,
  who: Who,
  wishes: readonly { showtimeId: string; asked: Extract<Asked, { op: "hold" }> }[],
): Steps {
  const tokens: string[] = [];
  for (const { showtimeId, asked } of wishes) {
    const token = yield* take(world, who, showtimeId, asked);
    if (token !== null) tokens.push(token);
  }
  yield* order(world, who, tokens);
}

/** Orders several of one's reservations with one payment, some for less than they cost, some for nothing. */
export function* order(world: World, who: Who, tokens: readonly string[]): Steps {
  const { books } = world;
  const found: { token: string; price: number }[] = [];
  let currency = "";
  for (const token of tokens) {
    const started = yield* world.ask(
      who,
      showtimeOf(token),
      { type: "beginPayment", userId: who.userId, token },
      { describe: ({ holds, terms }) => ({ price: holds.get(token)?.price ?? 0, currency: terms.currency }) },
    );
    if (started === lost || !started.ok) continue;
    currency = started.currency;
    // Now and then whoever sells remembers another price than the reservation has.
    found.push({ token, price: started.price + (world.pick(25) === 0 ? 1 : 0) });
  }
  if (found.length === 0) return;
  const total = found.reduce((sum, { price }) => sum + price, 0);
  const off = [0, 0, 0, world.pick(total + 1), world.pick(total + 1), total][world.pick(6)] ?? 0;
  const shares = allocate(
    off,
    found.map(({ price }) => price),
  );
  const id = world.id("ord");
  const parts = found.map((part, place) => ({ ...part, discount: shares[place] ?? 0 }));
  const placed: OrderRow = { id, ...who, paymentId: null, currency, state: "OPEN", parts, touchedAt: world.now };
  const payment = off === total ? null : paymentFor(world, placed, total - off);
  books.orders.set(id, placed);
  if (payment !== null) yield* charge(world, payment);
  yield* seeToOrder(world, id);
}

function paymentFor(world: World, order: OrderRow, amount: number): PaymentRow {
  const { id: usedBy, appId, userId, currency } = order;
  const common = { id: world.id("pay"), appId, userId, amount, currency, status: "PENDING" as const };
  const payment: PaymentRow = { ...common, token: "", usedBy, bookingId: null, confirmsItself: false, touchedAt: world.now };
  world.books.payments.set(payment.id, payment);
  order.paymentId = payment.id;
  return payment;
}

/** Goes on with an order from where it stands, whoever asks for it: a client, the provider's word, the sweep. */
export function* seeToOrder(world: World, orderId: string): Steps {
  const order = world.books.orders.get(orderId);
  if (order === undefined) return;
  const payment = world.books.payments.get(order.paymentId ?? "");
  if (order.state === "OPEN" && payment?.status === "PENDING") return;
  if (order.state === "OPEN" && payment?.status === "FAILED") order.state = "UNDOING";
  if (order.state === "OPEN") yield* carryOut(world, order);
  if (order.state === "UNDOING") yield* undoAll(world, order);
}

/** Confirms one reservation after the other; at the first that is refused the order comes to nothing. */
function* carryOut(world: World, order: OrderRow): Steps {
  for (const part of order.parts) {
    const answer = yield* confirmPart(world, order, part);
    if (answer === lost) return;
    yield;
    if (!answer.ok && order.state === "OPEN") order.state = "UNDOING";
    if (order.state !== "OPEN") return;
  }
  order.state = "BOOKED";
}

function* confirmPart(world: World, order: OrderRow, part: OrderRow["parts"][number]): Steps<Answer | typeof lost> {
  const { id: orderId, userId, paymentId, currency } = order;
  const { token, price, discount } = part;
  const amount = price - discount;
  const payment = amount === 0 || paymentId === null ? null : { id: paymentId, amount, currency, order: orderId };
  const asked = { op: "confirm" as const, token, paymentId: payment?.id ?? null, part: { orderId, price, discount } };
  const operation = world.send(order, showtimeOf(token), asked);
  const off = discount > 0 && { discount: { amount: discount, code: "OFF" } };
  const answer = yield* world.ask(
    order,
    showtimeOf(token),
    { type: "confirm", userId, token, bookingId: world.bookingId(), payment, order: orderId, ...off },
    { describe: (ledger) => ({ bookingId: ledger.holds.get(token)?.bookingId ?? "" }), recalls: token },
  );
  if (answer !== lost) world.receive(operation, answer, answer.ok ? { bookingId: answer.bookingId } : {});
  return answer;
}

/** Takes back whatever came of an order, and gives back what no booking has; over when its payment is. */
function* undoAll(world: World, order: OrderRow): Steps {
  const { books } = world;
  const { id: orderId, userId, paymentId } = order;
  let booked = 0;
  for (const { token, price, discount } of order.parts) {
    const operation = world.send(order, showtimeOf(token), { op: "undo", token, orderId });
    const refundId = `ref_undo_${orderId}_${token}`;
    const answer = yield* world.ask(
      order,
      showtimeOf(token),
      { type: "undo", userId, token, refundId, order: orderId },
      { describe: ({ holds, bookings }) => ({ booking: bookings.get(holds.get(token)?.bookingId ?? "") }), recalls: token },
    );
    if (answer === lost) return;
    yield;
    world.receive(operation, answer);
    if (!answer.ok) return;
    const { booking } = answer;
    if (booking === undefined || !booking.payments.some((payment) => payment.paymentId === paymentId)) continue;
    booked += price - discount;
    const own = booking.refunds.filter(({ id }) => id === refundId || id.startsWith(`${refundId}_`));
    books.noteRefunds(order.appId, booking.id, own, world.now);
    for (const { id } of own) yield* payBack(world, books.refunds.get(id) ?? null);
  }
  const payment = books.payments.get(paymentId ?? "");
  if (payment?.status === "PENDING") return;
  yield* payBack(world, books.giveBackRest(order, (payment?.amount ?? 0) - booked, world.now));
  order.state = "UNDONE";
}

/** Somebody calls an order off that is not booked yet. */
export function* callOff(world: World, order: OrderRow): Steps {
  yield;
  if (order.state === "OPEN") order.state = "UNDOING";
  yield* seeToOrder(world, order.id);
}

/** A payment that paid for something here is tried for a reservation of another order. */
export function* payTwice(world: World, { appId, userId, paymentId }: OrderRow, token: string): Steps {
  const showtimeId = showtimeOf(token);
  const part = { orderId: world.id("ord"), price: 0, discount: 0 };
  const operation = world.send({ appId, userId }, showtimeId, { op: "confirm", token, paymentId, part });
  const bookingId = world.bookingId();
  const answer = yield* world.ask(
    { appId },
    showtimeId,
    ({ holds, usedPayments, terms: { currency } }) => {
      const price = holds.get(token)?.price ?? 0;
      if (paymentId === null || price === 0 || !usedPayments.has(paymentId)) return { type: "sweep" };
      return { type: "confirm", userId, token, bookingId, payment: { id: paymentId, amount: price, currency, order: part.orderId } };
    },
    { isRepeatable: false, describe: () => ({ bookingId }) },
  );
  if (answer !== lost && !answer.ok) world.receive(operation, answer);
}
