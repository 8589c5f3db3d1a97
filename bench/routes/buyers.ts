import { type Particular, personOf } from "./asks.ts";
import { addressOf, type Person, type World } from "./world.ts";

// People of the world who hold, pay, book, order and wait, as what a route is asked about needs it.

/** The tenant's server, for whoever is at this address. */
export const server = ({ office }: World, turn: number) => ({ ...office.headers, "x-end-user-ip": addressOf(turn) });
/** Somebody who is signed in. */
export const by = (world: World, turn: number, person: Person) => ({ ...server(world, turn), authorization: person.authorization });

let seatsTaken = 0;
/** A seat of the house that nobody was given yet. Throws when there is none. */
export function nextSeat({ house }: World): string {
  const seatId = house.seatIds[seatsTaken++];
  if (seatId === undefined) throw new Error("the house is full");
  return seatId;
}

/** Somebody with a seat that they hold. */
export async function heldBy(world: World, turn: number): Promise<{ person: Person; reservationToken: string }> {
  const person = personOf(world, turn);
  const body = { seatId: nextSeat(world) };
  return { person, ...(await world.ask<{ reservationToken: string }>("POST", "/api/v1/reserve-seat", by(world, turn, person), body)) };
}

/** The same, paid for. */
export async function paidBy(world: World, turn: number): Promise<{ person: Person; reservationToken: string; paymentId: string }> {
  const held = await heldBy(world, turn);
  const { payment } = await world.ask<{ payment: { id: string } }>("POST", "/api/v1/payments/process", by(world, turn, held.person), {
    reservationToken: held.reservationToken,
    method: "card",
    token: "tok_ok",
  });
  return { person: held.person, reservationToken: held.reservationToken, paymentId: payment.id };
}

/** The same, booked. */
export async function bookedBy(
  world: World,
  turn: number,
): Promise<{ person: Person; paymentId: string; bookingId: string; ticketId: string }> {
  const { person, reservationToken, paymentId } = await paidBy(world, turn);
  const as = by(world, turn, person);
  const { bookingId } = await world.ask<{ bookingId: string }>("POST", "/api/v1/confirm-booking", as, { reservationToken, paymentId });
  const { items } = await world.ask<{ items: { id: string }[] }>("GET", `/api/v1/bookings/${bookingId}/tickets`, as);
  return { person, paymentId, bookingId, ticketId: items[0]?.id ?? "" };
}

/** People who wait for a seat of a house that is held, each in a house where they do not wait yet. */
export async function soldOutFor(world: World, count: number): Promise<{ person: Person; showtimeId: string }[]> {
  const waiting: { person: Person; showtimeId: string }[] = [];
  while (waiting.length < count) {
    const { showtimeId, seatIds } = await world.office.newShow(50);
    await world.ask("POST", "/api/v1/reserve-seat", by(world, waiting.length, personOf(world, 0)), { seatIds });
    waiting.push(...world.people.map((person) => ({ person, showtimeId })));
  }
  return waiting.slice(0, count);
}

/** Joins the waitlist, to be asked about the entry. */
export async function waitsFor(
  world: World,
  turn: number,
  { person, showtimeId }: { person: Person; showtimeId: string },
): Promise<Particular> {
  const body = { entityId: showtimeId, quantity: 1 };
  const { entry } = await world.ask<{ entry: { id: string } }>("POST", "/api/v1/waitlist", by(world, turn, person), body);
  return { as: person, path: `/api/v1/waitlist/${entry.id}` };
}

/** Somebody with an order of one ticket. */
export async function orderedBy(world: World, turn: number): Promise<{ person: Person; path: string }> {
  const person = personOf(world, turn);
  const body = { eventId: world.office.eventId, seatIds: [nextSeat(world)] };
  const { order } = await world.ask<{ order: { id: string } }>("POST", "/api/v1/tickets/book", by(world, turn, person), body);
  return { person, path: `/api/v1/tickets/orders/${order.id}` };
}
