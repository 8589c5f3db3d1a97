import { and, asc, eq, gt } from "drizzle-orm";
import type { HeldSeat } from "../../../contracts/seats.ts";
import type { Entry } from "../../../contracts/tickets.ts";
import { requireManagedShowtime } from "../../catalog/managed.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { bookings } from "../tables.ts";
import { doorEntries } from "./door-entries.ts";
import { refundShares } from "./refund-shares.ts";

type BookingRow = typeof bookings.$inferSelect;
type Cell = string | number | null;

/** One table: a line for each seat of each booking, then a line for each tier with its totals. Amounts in minor units. */
export const reportColumns = [
  "record",
  "tier",
  "sold",
  "cancelled",
  "checkedIn",
  "price",
  "refunded",
  "currency",
  "section",
  "row",
  "seat",
  "bookingId",
  "status",
  "bookedAt",
  "checkedInAt",
  "gate",
] as const;

const pageRows = 500;

interface Total {
  sold: number;
  cancelled: number;
  checkedIn: number;
  price: number;
  refunded: number;
}

/**
 * What was sold of a showtime, given back and let in, page by page: for a file. `price` of a line that is no longer sold is what had been paid;
 * in the totals it is that of what is sold. SHOWTIME_NOT_FOUND, FORBIDDEN.
 */
export async function salesReport(ctx: TenantCtx, showtimeId: string): Promise<AsyncGenerator<Cell[][]>> {
  await requireManagedShowtime(ctx, showtimeId);
  return reportPages(ctx, showtimeId, await doorEntries(ctx, showtimeId));
}

async function* reportPages(ctx: TenantCtx, showtimeId: string, entries: Map<string, Entry>): AsyncGenerator<Cell[][]> {
  const totals = new Map<string, Total>();
  let currency = "";
  for (let last = ""; ; ) {
    const rows = await bookingsAfter(ctx, showtimeId, last);
    const lines = rows.flatMap((row) => linesOf(row, entries));
    for (const line of lines) add(totals, line);
    currency = rows[0]?.currency ?? currency;
    if (lines.length > 0) yield lines.map(cellsOf);
    if (rows.length < pageRows) break;
    last = rows.at(-1)?.id ?? last;
  }
  if (totals.size > 0) yield [...totals].map(([tier, total]) => totalCells(tier, total, currency));
}

const bookingsAfter = (ctx: TenantCtx, showtimeId: string, last: string): Promise<BookingRow[]> =>
  ctx.db
    .select()
    .from(bookings)
    .where(and(eq(bookings.appId, ctx.tenant.appId), eq(bookings.showtimeId, showtimeId), gt(bookings.id, last)))
    .orderBy(asc(bookings.id))
    .limit(pageRows);

interface Line {
  seat: HeldSeat;
  booking: BookingRow;
  sold: boolean;
  refunded: number;
  entry: Entry | null;
}

/** The lines of a booking: its seats, and those that were given back. */
function linesOf(booking: BookingRow, entries: Map<string, Entry>): Line[] {
  const kept = booking.seats.map((seat) => ({ seat, sold: booking.status === "CONFIRMED" }));
  const keptIds = new Set(booking.seats.map(({ id }) => id));
  const given = booking.cancelledSeats.filter(({ id }) => !keptIds.has(id)).map((seat) => ({ seat, sold: false }));
  const all = [...kept, ...given];
  const sharing = all.some(({ sold }) => !sold) ? all.filter(({ sold }) => !sold) : all;
  const shares = refundShares(
    sharing.map(({ seat }) => seat.price),
    booking.refundedAmount,
  );
  return all.map((line) => ({
    ...line,
    booking,
    refunded: shares[sharing.indexOf(line)] ?? 0,
    entry: line.sold ? (entries.get(`${booking.id} ${line.seat.id}`) ?? null) : null,
  }));
}

function add(totals: Map<string, Total>, { seat, sold, refunded, entry }: Line): void {
  const before = totals.get(seat.tier) ?? { sold: 0, cancelled: 0, checkedIn: 0, price: 0, refunded: 0 };
  totals.set(seat.tier, {
    sold: before.sold + Number(sold),
    cancelled: before.cancelled + Number(!sold),
    checkedIn: before.checkedIn + Number(entry !== null),
    price: before.price + (sold ? seat.price : 0),
    refunded: before.refunded + refunded,
  });
}

const cellsOf = ({ seat, booking, sold, refunded, entry }: Line): Cell[] => [
  "seat",
  seat.tier,
  Number(sold),
  Number(!sold),
  Number(entry !== null),
  seat.price,
  refunded,
  booking.currency,
  seat.section,
  seat.row,
  seat.seatNumber,
  booking.id,
  booking.status,
  new Date(booking.createdAt).toISOString(),
  entry?.at ?? null,
  entry?.gate ?? null,
];

const totalCells = (tier: string, { sold, cancelled, checkedIn, price, refunded }: Total, currency: string): Cell[] => [
  "tier",
  tier,
  sold,
  cancelled,
  checkedIn,
  price,
  refunded,
  currency,
  ...Array<null>(8).fill(null),
];
