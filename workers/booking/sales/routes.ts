import { z } from "zod";
import { BlockedSeat, BlockedSeatQuery } from "../../../contracts/blocked-seats.ts";
import { PageQuery, pageOf } from "../../../contracts/envelope.ts";
import { ListingSales, ShowtimeSales } from "../../../contracts/sales.ts";
import { Id } from "../../../contracts/values.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { listBlockedSeats } from "../list-blocked-seats.ts";
import { listSales, readSales } from "./read-sales.ts";

export const salesRoutes = new Endpoints("Seats, reservations, bookings", "bookings");

salesRoutes.get(
  "/api/v1/sales",
  {
    operationId: "listSales",
    summary: "What each listing has sold that the caller manages",
    description: "An organizer's own listings, the newest first; with the secret key all of the app's.",
    access: "organizer",
    query: PageQuery,
    answer: pageOf(ListingSales).meta({ example: { items: [ListingSales.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listSales(ctx, query),
);

salesRoutes.get(
  "/api/v1/showtimes/{id}/sales",
  {
    operationId: "getShowtimeSales",
    summary: "What a showtime has sold, and when",
    description: "By the hour for a sale of up to two weeks, else by the day.",
    access: "organizer",
    params: z.strictObject({ id: Id }),
    answer: z.object({ sales: ShowtimeSales }).meta({ example: { sales: ShowtimeSales.meta()?.example } }),
    errors: ["SHOWTIME_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ sales: await readSales(ctx, params.id) }),
);

salesRoutes.get(
  "/api/v1/showtimes/{id}/blocked-seats",
  {
    operationId: "listBlockedSeats",
    summary: "The seats that are kept from sale, and why",
    description: "`reason` is what POST /api/v1/seats/block said last; `by` the user who said it, or `server`.",
    access: "organizer",
    params: z.strictObject({ id: Id }),
    query: BlockedSeatQuery,
    answer: pageOf(BlockedSeat).meta({ example: { items: [BlockedSeat.meta()?.example], nextCursor: null } }),
    errors: ["SHOWTIME_NOT_FOUND", "FORBIDDEN"],
  },
  (ctx, { params, query }) => listBlockedSeats(ctx, { showtimeId: params.id, ...query }),
);
