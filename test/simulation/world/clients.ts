import type { BookingRow, HoldRow } from "../../../durable-objects/seat-map/ledger.ts";
import { cancel, exchange, refund } from "./after-sale-verbs.ts";
import { block, cancelShow, changeTerms, checkIn, leave, wait } from "./house-verbs.ts";
import { callOff, fillAndOrder, order, payTwice } from "./order-verbs.ts";
import { buy, confirm, hold, pay, release, type Who } from "./sale-verbs.ts";
import type { ShowObject } from "./show-object.ts";
import type { World } from "./world.ts";

/** What somebody begins: the weight says how often. */
const wishes: readonly [weight: number, begin: (world: World, object: ShowObject, who: Who) => boolean][] = [
  [30, beginHold],
  [5, beginRelease],
  [12, beginBuy],
  [5, beginOddConfirm],
  [9, beginMisuse],
  [3, beginOrder],
  [12, beginCart],
  [2, beginCallOff],
  [2, beginPayTwice],
  [7, beginCancel],
  [4, beginRefund],
  [14, beginExchange],
  [9, beginWait],
  [4, beginLeave],
  [9, beginCheckIn],
  [2, beginBlock],
  [1, beginTerms],
];
const weights = wishes.reduce((sum, [weight]) => sum + weight, 0);

/** Somebody begins something. */
export function beginAnything(world: World): boolean {
  const object = world.anyObject();
  // Now and then somebody names a thing of another app.
  const who = world.anyUser(world.pick(25) === 0 ? undefined : object.terms.appId);
  if (world.pick(300) === 0) return world.start(cancelShow(world, who.appId, object.terms.showtimeId));
  let luck = world.pick(weights);
  for (const [weight, begin] of wishes) {
    luck -= weight;
    if (luck < 0) return begin(world, object, who);
  }
  return false;
}

function beginHold(world: World, object: ShowObject, who: Who): boolean {
  return world.start(hold(world, who, object.terms.showtimeId, someSeats(world, object, who)));
}

/** Seats of the showtime by name, or as many as one wishes for. */
function someSeats(world: World, object: ShowObject, who: Who, most = 3) {
  const { terms, ledger } = object;
  const { showtimeId } = terms;
  const quantity = 1 + world.pick(most);
  const first = world.pick(ledger.seats.length);
  const isNamed = world.pick(3) > 0;
  const seats = isNamed ? Array.from({ length: quantity }, (_, n) => (first + n) % ledger.seats.length) : null;
  const pass = ledger.terms.admissionRequired && world.pick(8) > 0 ? passOf(world, who, showtimeId) : null;
  const wish = isNamed ? null : { ...wishOf(world), general: world.pick(3) === 0 };
  return { op: "hold" as const, seats, quantity, ...(wish && { wish }), ...(pass && { pass }) };
}

/** Something of every showtime of the app, of one of them maybe twice. */
function beginCart(world: World, object: ShowObject, who: Who): boolean {
  const others = [...world.objects.values()].filter((other) => other !== object && other.terms.appId === who.appId);
  const objects = [object, ...(world.pick(2) === 0 ? [object] : []), ...others].slice(0, 2 + world.pick(2));
  const wishes = objects.map((each) => ({ showtimeId: each.terms.showtimeId, asked: someSeats(world, each, who, 1) }));
  return world.start(fillAndOrder(world, who, wishes));
}

const wishOf = (world: World) => ({
  tier: world.among([null, null, "Premium", "Standard", "Floor"]) ?? null,
  adjacent: world.among([null, true, false]) ?? null,
});

/** A pass that one has, or a new one. */
function passOf(world: World, { userId }: Who, showtimeId: string): { id: string; untilMs: number } {
  const own = world.passes.filter((pass) => pass.userId === userId && pass.showtimeId === showtimeId);
  const known = world.pick(3) === 0 ? own.at(-1) : undefined;
  const pass = known ?? { id: world.id("adm"), userId, showtimeId, untilMs: world.now + 600_000 };
  if (known === undefined) world.passes.push(pass);
  return { id: pass.id, untilMs: pass.untilMs };
}

/** A reservation of the showtime, one of the last ones, and mostly its owner. */
function someHold(world: World, object: ShowObject, who: Who): { row: HoldRow; by: Who } | null {
  const holds = [...object.ledger.holds.values()].slice(-8);
  const row = world.among(holds);
  if (row === undefined) return null;
  return { row, by: world.pick(12) === 0 ? who : { appId: object.terms.appId, userId: row.userId } };
}

function someBooking(world: World, object: ShowObject, who: Who): { row: BookingRow; by: Who } | null {
  const live = [...object.ledger.bookings.values()].slice(-8);
  const row = world.among(live);
  if (row === undefined) return null;
  return { row, by: world.pick(12) === 0 ? who : { appId: object.terms.appId, userId: row.userId } };
}

function beginRelease(world: World, object: ShowObject, who: Who): boolean {
  const found = someHold(world, object, who);
  return found !== null && world.start(release(world, found.by, found.row.token));
}

function beginBuy(world: World, object: ShowObject, who: Who): boolean {
  const found = someHold(world, object, who);
  return found?.row.exchange === null && world.start(buy(world, found.by, found.row.token));
}

/** With no payment, or with one of one's own that was for something else. */
function beginOddConfirm(world: World, object: ShowObject, who: Who): boolean {
  const found = someHold(world, object, who);
  if (!found) return false;
  const own = [...world.books.payments.values()].filter(({ userId }) => userId === found.by.userId);
  const payment = world.pick(4) === 0 ? undefined : world.among(own.slice(-10));
  world.start(confirm(world, found.by, found.row.token, payment?.id ?? null));
  if (world.pick(2) === 0) world.start(payOnly(world, found.by, found.row.token));
  return true;
}

/** A payment that nobody used yet is tried for another hold: of its payer, or of anybody's that costs as much, also in another app. */
function beginMisuse(world: World): boolean {
  const payment = world.among([...world.books.payments.values()].filter(({ usedBy, status }) => usedBy === null && status === "SUCCESS"));
  if (payment === undefined) return false;
  const targets = [...world.objects.values()].flatMap(({ terms, ledger }) =>
    [...ledger.holds.values()]
      .filter(({ status, token, userId, price }) => {
        return status === "ACTIVE" && token !== payment.token && (userId === payment.userId || price === payment.amount);
      })
      .map(({ token, userId }) => ({ token, who: { appId: terms.appId, userId } })),
  );
  const target = world.among(targets.filter(({ who }) => who.appId !== payment.appId)) ?? world.among(targets);
  return target !== undefined && world.start(confirm(world, target.who, target.token, payment.id));
}

/** Pays, and never comes back. */
function* payOnly(world: World, who: Who, token: string) {
  yield* pay(world, who, token, false);
}

/** As many of one's reservations, in all of the app's showtimes, as come to hand. */
function beginOrder(world: World, object: ShowObject, who: Who): boolean {
  const found = someHold(world, object, who);
  if (found?.row.status !== "ACTIVE") return false;
  const { by } = found;
  const own = [...world.objects.values()]
    .filter(({ terms }) => terms.appId === by.appId)
    .flatMap(({ ledger }) => [...ledger.holds.values()])
    .filter(({ status, userId, exchange }) => status === "ACTIVE" && userId === by.userId && exchange === null);
  const first = world.pick(own.length);
  const tokens = [...own.slice(first), ...own.slice(0, first)].slice(0, 1 + world.pick(3)).map(({ token }) => token);
  return tokens.length > 0 && world.start(order(world, by, tokens));
}

function beginCallOff(world: World): boolean {
  const open = world.among([...world.books.orders.values()].filter(({ state }) => state === "OPEN"));
  return open !== undefined && world.start(callOff(world, open));
}

function beginPayTwice(world: World): boolean {
  const paid = world.among([...world.books.orders.values()].filter(({ paymentId }) => paymentId !== null).slice(-8));
  if (paid === undefined) return false;
  const targets = [...world.objects.values()].flatMap(({ ledger }) =>
    [...ledger.holds.values()].filter(
      ({ status, userId, exchange }) =>
        status === "ACTIVE" && userId === paid.userId && exchange === null && ledger.usedPayments.has(paid.paymentId ?? ""),
    ),
  );
  const target = world.among(targets);
  return target !== undefined && world.start(payTwice(world, paid, target.token));
}

/** By whoever manages the showtime; also more than is left. */
function beginRefund(world: World, object: ShowObject, who: Who): boolean {
  const found = someBooking(world, object, who);
  const payment = world.among(found?.row.payments ?? []);
  if (!found || payment === undefined) return false;
  const amount = 1 + world.pick(payment.amount - payment.refundedAmount + (world.pick(2) === 0 ? 3000 : 0));
  const { appId, showtimeId } = object.terms;
  return world.start(refund(world, appId, showtimeId, { bookingId: found.row.id, paymentId: payment.paymentId, amount }));
}

function beginCancel(world: World, object: ShowObject, who: Who): boolean {
  const found = someBooking(world, object, who);
  if (!found) return false;
  const { row, by } = found;
  const seats = world.pick(2) === 0 ? null : row.seats.slice(0, 1).map(({ index }) => index);
  const isManager = world.pick(4) === 0;
  const canceller = isManager ? { appId: by.appId, userId: null } : by;
  if (seats?.length === 0) return false;
  return world.start(
    cancel(world, canceller, object.terms.showtimeId, { bookingId: row.id, seats, inFull: isManager && world.pick(2) === 0 }),
  );
}

function beginExchange(world: World, object: ShowObject, who: Who): boolean {
  const found = someBooking(world, object, who);
  if (!found) return false;
  const { row, by } = found;
  const from = object.terms.showtimeId;
  const other = [...world.objects.values()].find(({ terms }) => terms.appId === by.appId && terms.showtimeId !== from);
  const target = world.pick(2) === 0 && other ? other : object;
  const kept = target === object ? row.seats.map(({ index }) => index).slice(0, world.pick(row.seats.length + 1)) : [];
  const free = target.ledger.status.flatMap((status, index) => (status === 0 || world.pick(20) === 0 ? [index] : []));
  const start = world.pick(free.length + 1);
  const wanted = [...free.slice(start), ...free.slice(0, start)].filter((index) => !kept.includes(index));
  const seats = [...kept, ...wanted.slice(0, Math.max(0, row.seats.length - kept.length) + world.pick(2))];
  const to = target.terms.showtimeId;
  const pass = target !== object && target.ledger.terms.admissionRequired ? passOf(world, by, to) : null;
  return world.start(exchange(world, by, { bookingId: row.id, from, to, seats, pass }));
}

function beginWait(world: World, object: ShowObject, who: Who): boolean {
  return world.start(wait(world, who, object.terms.showtimeId, { quantity: 1 + world.pick(4), ...wishOf(world) }));
}

function beginLeave(world: World, object: ShowObject, { appId }: Who): boolean {
  const place = world.among([...object.ledger.waitlist.values()].slice(-6));
  if (place === undefined) return false;
  const userId = world.pick(6) === 0 ? null : place.userId;
  return world.start(leave(world, { appId, userId }, object.terms.showtimeId, place.id));
}

/** At two gates at once, or at one that is offline and tells later. */
function beginCheckIn(world: World, object: ShowObject, { appId }: Who): boolean {
  const found = someBooking(world, object, { appId, userId: "" });
  const { showtimeId } = object.terms;
  const kept = world.offline.filter((ticket) => ticket.showtimeId === showtimeId);
  if (kept.length > 0 && world.pick(4) === 0) {
    world.offline.splice(0, world.offline.length, ...world.offline.filter((ticket) => ticket.showtimeId !== showtimeId));
    return world.start(checkIn(world, appId, showtimeId, kept));
  }
  const seat = found && (world.among(found.row.seats)?.index ?? world.pick(object.ledger.seats.length));
  if (!found || seat === null) return false;
  const shown = { bookingId: found.row.id, seat, scannedAtMs: null };
  if (world.pick(3) === 0) world.offline.push({ ...shown, showtimeId, scannedAtMs: world.now });
  else for (let gate = 0; gate <= world.pick(2); gate++) world.start(checkIn(world, appId, showtimeId, [shown]));
  return true;
}

function beginBlock(world: World, object: ShowObject, { appId }: Who): boolean {
  const first = world.pick(object.ledger.seats.length);
  const seats = [...new Set([first, (first + 1) % object.ledger.seats.length])];
  return world.start(block(world, appId, object.terms.showtimeId, world.pick(3) === 0 ? "block" : "unblock", seats));
}

function beginTerms(world: World, object: ShowObject, { appId }: Who): boolean {
  const { ledger } = object;
  const tiers = ledger.terms.tiers.map((tier) => ({ ...tier, price: tier.price + world.pick(3) * 50 }));
  const change = world.among([
    { tiers },
    { maxSeatsPerUser: 2 + world.pick(4) },
    { holdSeconds: 30 + world.pick(200) },
    { cancellation: null },
    { cancellation: { fullRefundUntilHours: 10, partialRefundUntilHours: 2, partialRefundPercent: 33 } },
    { saleOpensAtMs: null },
  ]);
  return change !== undefined && world.start(changeTerms(world, appId, object.terms.showtimeId, change));
}
