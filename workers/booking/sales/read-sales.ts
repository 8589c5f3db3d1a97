import { and, desc, eq, sql } from "drizzle-orm";
import type { Page, PageQuery } from "../../../contracts/envelope.ts";
import { limits } from "../../../contracts/limits.ts";
import type { ListingSales, ShowtimeSales } from "../../../contracts/sales.ts";
import { managedBy, requireManagedShowtime } from "../../catalog/managed.ts";
import { listings, showtimes } from "../../catalog/tables.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { bookings } from "../tables.ts";

const hourMs = 3_600_000;
const steps = { HOUR: hourMs, DAY: 24 * hourMs } as const;
/** Up to here a sale is told by the hour. */
const hourlyMs = 14 * 24 * hourMs;

const stands = sql`${bookings.status} = 'CONFIRMED'`;
const count = sql<number>`sum(${stands})`;
const seats = sql<number>`sum(CASE WHEN ${stands} THEN json_array_length(${bookings.seats}) ELSE 0 END)`;
const revenue = sql<number>`sum(${bookings.amount} - ${bookings.transferredAmount})`;
const refunded = sql<number>`sum(${bookings.refundedAmount})`;

/** What a showtime has sold and when, as far as D1 has heard of it. SHOWTIME_NOT_FOUND, FORBIDDEN. Amounts in minor units. */
export async function readSales(ctx: TenantCtx, showtimeId: string): Promise<ShowtimeSales> {
  await requireManagedShowtime(ctx, showtimeId);
  const ofShowtime = and(eq(bookings.appId, ctx.tenant.appId), eq(bookings.showtimeId, showtimeId));
  const [show, sums] = await Promise.all([
    ctx.db.select({ currency: showtimes.currency }).from(showtimes).where(eq(showtimes.id, showtimeId)).get(),
    ctx.db
      .select({
        count,
        seats,
        revenue,
        refunded,
        first: sql<number | null>`min(${bookings.createdAt})`,
        last: sql<number | null>`max(${bookings.createdAt})`,
      })
      .from(bookings)
      .where(ofShowtime)
      .get(),
  ]);
  const step = (sums?.last ?? 0) - (sums?.first ?? 0) > hourlyMs ? "DAY" : "HOUR";
  const place = sql<number>`${bookings.createdAt} / ${sql.raw(String(steps[step]))}`;
  const points = await ctx.db
    .select({
      place,
      bookings: sql<number>`count(*)`,
      seats: sql<number>`sum(json_array_length(${bookings.seats}) + json_array_length(${bookings.cancelledSeats}))`,
      revenue,
    })
    .from(bookings)
    .where(ofShowtime)
    .groupBy(place)
    .orderBy(desc(place))
    .limit(limits.salesPointsMax);
  return {
    showtimeId,
    currency: show?.currency ?? "EUR",
    bookings: sums?.count ?? 0,
    seats: sums?.seats ?? 0,
    revenue: sums?.revenue ?? 0,
    refunded: sums?.refunded ?? 0,
    step,
    points: points.reverse().map(({ place: at, ...point }) => ({ at: new Date(at * steps[step]).toISOString(), ...point })),
  };
}

/** What each listing has sold that the caller manages, the newest listing first. Amounts in minor units. */
export async function listSales(ctx: TenantCtx, { limit, cursor }: PageQuery): Promise<Page<ListingSales>> {
  const rows = await ctx.db
    .select({
      id: listings.id,
      seatsTotal: sql<number>`ifnull((SELECT sum(s.seats_total) FROM showtimes AS s WHERE s.listing_id = listings.id AND s.status = 'SCHEDULED'), 0)`,
    })
    .from(listings)
    .where(
      and(
        eq(listings.appId, ctx.tenant.appId),
        managedBy(ctx),
        cursor === undefined ? undefined : sql`${listings.id} < ${decodeCursor(cursor, "string").id}`,
      ),
    )
    .orderBy(desc(listings.id))
    .limit(limit + 1);
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const sums = await ctx.db
    .select({ listingId: showtimes.listingId, currency: bookings.currency, count, seats, revenue, refunded })
    .from(showtimes)
    .innerJoin(bookings, and(eq(bookings.appId, ctx.tenant.appId), eq(bookings.showtimeId, showtimes.id)))
    .where(sql`${showtimes.listingId} IN (SELECT value FROM json_each(${ids}))`)
    .groupBy(showtimes.listingId, bookings.currency);
  return toPage(
    rows,
    limit,
    (row) => encodeCursor(row.id, row.id),
    ({ id, seatsTotal }) => {
      const own = sums.filter(({ listingId }) => listingId === id);
      const total = (pick: (sum: (typeof own)[number]) => number) => own.reduce((all, sum) => all + pick(sum), 0);
      return {
        listingId: id,
        seatsTotal,
        seatsSold: total((sum) => sum.seats),
        bookings: total((sum) => sum.count),
        money: own.map((sum) => ({ currency: sum.currency, revenue: sum.revenue, refunded: sum.refunded })),
      };
    },
  );
}
