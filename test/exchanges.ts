import { env } from "cloudflare:workers";
import type { Booking, ExchangedBooking } from "../contracts/bookings.ts";
import { seatMapOf } from "../workers/catalog/seat-map-of.ts";
import { buy, type House, openHouse, seatAt, seatsOf } from "./box-office.ts";
import { call, makeUser, type TestUser } from "./harness.ts";

/** What tests of the time after the sale share. */

/** How a difference is paid. */
export const card = (token = "tok_ok") => ({ method: "card", token });
export const exchange = (user: TestUser, bookingId: string, body: object) =>
  call<ExchangedBooking>("PATCH", `/api/v1/bookings/${bookingId}`, { user, body });
export const objectOf = (house: House) => seatMapOf(env, house.app.appId, house.showtimeId);
export const stubOf = (house: House) => env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
/** In the order of the seat map. */
export const statusesOf = async (house: House) => (await seatsOf(house.app, house.showtimeId)).map(({ status }) => status);
export const ids = ({ seats }: Booking) => seats.map(({ id }) => id);

/** A booking as its object has it. */
export async function bookingOf(house: House, { reservationToken }: Booking): Promise<Booking> {
  const found = await objectOf(house).bookingOf(reservationToken);
  if (!found.ok || found.booking === null) throw new Error("there is no such booking");
  return found.booking;
}

export async function booked(seats: number[], terms: Record<string, unknown> = {}) {
  const house = await openHouse(14, terms);
  const user = await makeUser(house.app);
  const booking = await buy(
    user,
    seats.map((seat) => seatAt(house, seat)),
  );
  return { house, user, booking };
}

/** The same with a second showtime of the app. */
export async function bookedWithAnother(seats: number[], terms: Record<string, unknown> = {}) {
  const first = await booked(seats);
  return { ...first, other: await openHouse(14, terms, first.house.app) };
}

/** An environment in which one method of the showtimes' objects fails, before it did anything or after. */
export function envWhere(method: string, fails: "before" | "after"): Env {
  const broken = (stub: object) =>
    new Proxy(stub, {
      get: (_, property) => {
        // A stub's method is called as it is: its own members, such as bind, would be calls of the object too.
        const remote = Reflect.get(stub, property) as (...input: unknown[]) => Promise<unknown>;
        if (property !== method) return remote;
        return async (...input: unknown[]) => {
          if (fails === "after") await remote(...input);
          throw new Error(`${method} was lost`);
        };
      },
    });
  const SEAT_MAP = {
    idFromName: (name: string) => env.SEAT_MAP.idFromName(name),
    get: (id: DurableObjectId) => broken(env.SEAT_MAP.get(id)),
  };
  return { ...env, SEAT_MAP: SEAT_MAP as unknown as Env["SEAT_MAP"] };
}
