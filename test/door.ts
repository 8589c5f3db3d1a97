import type { Page } from "../contracts/envelope.ts";
import type { CheckedIn, CheckedInBatch, CheckIn, GateCounts, Ticket } from "../contracts/tickets.ts";
import { type Call, call, type TestUser } from "./harness.ts";

/** The tickets of a booking, as its owner gets them. */
export async function ticketsOf(user: TestUser, bookingId: string): Promise<Ticket[]> {
  return (await call<Page<Ticket>>("GET", `/api/v1/bookings/${bookingId}/tickets`, { user })).body.data.items;
}

/** The first of them; a booking without one is a mistake of the test. */
export async function ticketOf(user: TestUser, bookingId: string): Promise<Ticket> {
  const [ticket] = await ticketsOf(user, bookingId);
  if (ticket === undefined) throw new Error("the booking has no ticket");
  return ticket;
}

export const scan = (as: Call, body: CheckIn) => call<CheckedIn>("POST", "/api/v1/check-in", { ...as, body });

export const scanAll = (as: Call, items: CheckIn[]) => call<CheckedInBatch>("POST", "/api/v1/check-in/batch", { ...as, body: { items } });

export const gateCounts = (as: Call, showtimeId: string) => call<GateCounts>("GET", `/api/v1/showtimes/${showtimeId}/gate-counts`, as);
