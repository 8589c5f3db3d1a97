import { messageOf } from "../child.ts";
import type { BoxOffice } from "../marquee/box-office.ts";
import type { Outcome, Plan } from "./plan.ts";

/** A booking as a side's books have it. */
interface Booked {
  bookingId: string;
  seatIds: string[];
  amount: number;
}

interface Page<Item> {
  data: { items: Item[]; nextCursor: string | null };
}
const pagesMax = 2000;

/** Holds the platform's books, read through its API as the app's server, against what the buyers were told. One sentence a violation. */
export async function auditMarquee(office: BoxOffice, showtimeId: string, plan: Plan, outcome: Outcome): Promise<string[]> {
  type Listed = { bookingId: string; showtimeId: string; status: string; seats: { id: string }[]; amount: number };
  const bookings = await everyItem<Listed>(office, "/api/v1/bookings?status=CONFIRMED&limit=100");
  const seats = await everyItem<{ id: string; status: string }>(office, `/api/v1/seats?entityId=${showtimeId}&limit=1000`);
  const payments = await everyItem<{
    status: string;
    amount: number;
    refundedAmount: number;
    bookingId: string | null;
    reservationToken: string;
  }>(office, "/api/v1/payments/history?limit=100");
  const ours = payments.filter(({ reservationToken }) => reservationToken.startsWith(`rsv_${showtimeId.slice(4)}`));
  const captured = ours.filter(({ status }) => status === "SUCCESS" || status === "REFUNDED").reduce((sum, { amount }) => sum + amount, 0);
  return violationsIn({
    plan,
    outcome,
    booked: bookings
      .filter((booking) => booking.showtimeId === showtimeId)
      .map(({ bookingId, amount, ...booking }) => ({ bookingId, amount, seatIds: booking.seats.map(({ id }) => id) })),
    bookedSeats: seats.filter(({ status }) => status === "BOOKED").map(({ id }) => id),
    // A payment whose booking never came goes back by itself, but not within the minutes of this bench.
    kept: captured - ours.reduce((sum, { refundedAmount }) => sum + refundedAmount, 0),
    waiting: ours
      .filter(({ status, bookingId }) => status === "SUCCESS" && bookingId === null)
      .reduce((sum, { amount }) => sum + amount, 0),
  });
}

/** The same of the alternative's tables. */
export function auditExpress(select: (sql: string) => string[], showtimeId: string, plan: Plan, outcome: Outcome): string[] {
  const number = (sql: string): number => Number(select(sql)[0] ?? 0);
  const paidFor = `FROM payments JOIN reservations ON reservations.token = payments.reservation_token WHERE showtime_id = '${showtimeId}'`;
  return violationsIn({
    plan,
    outcome,
    booked: select(`SELECT id, array_to_string(seat_ids, ','), amount FROM bookings WHERE showtime_id = '${showtimeId}'`).map((row) => {
      const [bookingId = "", seatIds = "", amount = "0"] = row.split("\t");
      return { bookingId, seatIds: seatIds.split(","), amount: Number(amount) };
    }),
    bookedSeats: select(`SELECT id FROM seats WHERE showtime_id = '${showtimeId}' AND status = 'BOOKED'`),
    kept: number(`SELECT coalesce(sum(amount), 0) ${paidFor}`),
    waiting: number(`SELECT coalesce(sum(amount), 0) ${paidFor} AND NOT used`),
  });
}

interface Books {
  plan: Plan;
  outcome: Outcome;
  booked: Booked[];
  bookedSeats: string[];
  /** Captured and not refunded. */
  kept: number;
  /** Of that, what no booking has taken: payments that came too late and wait for their refund. */
  waiting: number;
}

function violationsIn({ plan, outcome, booked, bookedSeats, kept, waiting }: Books): string[] {
  const violations: string[] = [];
  const ownerOf = new Map<string, string>();
  for (const { bookingId, seatIds } of booked) {
    for (const seatId of seatIds) {
      const other = ownerOf.get(seatId);
      if (other !== undefined) violations.push(`seat ${seatId} is in ${other} and in ${bookingId}`);
      ownerOf.set(seatId, bookingId);
    }
  }
  const books = new Map(booked.map((booking) => [booking.bookingId, booking]));
  for (const { bookingId, seatIds, amount } of outcome.sold) {
    const booking = books.get(bookingId);
    if (booking === undefined) violations.push(`${bookingId} was confirmed to its buyer and is not in the books`);
    else if (booking.amount !== amount || booking.seatIds.toSorted().join() !== seatIds.toSorted().join())
      violations.push(`${bookingId} is another in the books than its buyer was told`);
  }
  const taken = new Set(bookedSeats);
  for (const seatId of ownerOf.keys()) if (!taken.has(seatId)) violations.push(`seat ${seatId} is booked and not marked so`);
  for (const seatId of taken) if (!ownerOf.has(seatId)) violations.push(`seat ${seatId} is marked as booked and nobody's`);
  if (ownerOf.size > plan.seats) violations.push(`${ownerOf.size} seats of ${plan.seats} are sold`);
  const value = booked.reduce((sum, { amount }) => sum + amount, 0);
  if (kept - waiting !== value) violations.push(`${kept - waiting} was paid for bookings worth ${value}`);
  return violations;
}

async function everyItem<Item>(office: BoxOffice, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let next = path;
  for (let page = 0; page < pagesMax; page++) {
    const { data } = await readPage<Item>(office, next);
    items.push(...data.items);
    if (data.nextCursor === null) return items;
    next = `${path}&cursor=${encodeURIComponent(data.nextCursor)}`;
  }
  throw new Error(`${path} has more than ${pagesMax} pages`);
}

async function readPage<Item>(office: BoxOffice, path: string): Promise<Page<Item>> {
  const response = await fetch(office.origin + path, { headers: office.headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${(await response.text()).slice(0, 300)}`);
  return messageOf(await response.json());
}
