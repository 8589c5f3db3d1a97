import { z } from "zod";
import {
  BookingQuery,
  BookingWithShow,
  ConfirmBooking,
  ConfirmedBooking,
  Reservation,
  ReservationQuery,
} from "../../contracts/bookings.ts";
import { pageOf } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import {
  BlockSeats,
  ChangedSeats,
  CreatedSeats,
  CreateSeats,
  HeldSeats,
  ReservationToken,
  ReserveSeat,
  Seat,
  SeatMapLayout,
  SeatPage,
  SeatQuery,
  UnblockSeats,
} from "../../contracts/seats.ts";
import { Id } from "../../contracts/values.ts";
import { Answer, Endpoints, opensSocket } from "../gateway/endpoint.ts";
import { respond } from "../gateway/respond.ts";
import { addSeats } from "./add-seats.ts";
import { blockSeats } from "./block-seats.ts";
import { confirmBooking } from "./confirm-booking.ts";
import { ledgerHeaders } from "./ledger-reply.ts";
import { openLive } from "./open-live.ts";
import { getBooking, getReservation, listBookings, listReservations, listSeats, readAvailability, readSeatMap } from "./read.ts";
import { releaseSeat } from "./release-seat.ts";
import { reserveSeat } from "./reserve-seat.ts";
import { unblockSeats } from "./unblock-seats.ts";

export const bookingRoutes = new Endpoints("Seats, reservations, bookings", "bookings");

const ShowtimePath = z.strictObject({ id: Id });
const reservationErrors = ["RESERVATION_NOT_FOUND", "RESERVATION_NOT_YOURS", "RESERVATION_EXPIRED", "RESERVATION_CONFIRMED"] as const;

bookingRoutes.post(
  "/api/v1/seats",
  {
    operationId: "createSeats",
    summary: "Add seats to a showtime, at most 1,000 a call",
    access: "secret",
    body: CreateSeats,
    bodyBytesMax: limits.seatsBodyBytesMax,
    answer: CreatedSeats,
    status: 201,
    errors: ["SHOWTIME_NOT_FOUND", "SEAT_EXISTS", "SEAT_LIMIT_REACHED"],
  },
  (ctx, { body }) => addSeats(ctx, body),
);

const blockErrors = ["SEAT_NOT_FOUND", "SHOWTIME_NOT_FOUND", "FORBIDDEN"] as const;

bookingRoutes.post(
  "/api/v1/seats/block",
  {
    operationId: "blockSeats",
    summary: "Keep free seats of a showtime from sale, all or none",
    access: "organizer",
    body: BlockSeats,
    answer: ChangedSeats,
    errors: [...blockErrors, "SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED"],
  },
  (ctx, { body }) => blockSeats(ctx, body),
);

bookingRoutes.post(
  "/api/v1/seats/unblock",
  {
    operationId: "unblockSeats",
    summary: "Put blocked seats on sale again",
    access: "organizer",
    body: UnblockSeats,
    answer: ChangedSeats,
    errors: blockErrors,
  },
  (ctx, { body }) => unblockSeats(ctx, body),
);

bookingRoutes.get(
  "/api/v1/seats",
  {
    operationId: "listSeats",
    summary: "The seats of a showtime with their status",
    access: "app",
    query: SeatQuery,
    answer: SeatPage.meta({ example: { items: [Seat.meta()?.example], nextCursor: null, version: 1 } }),
    errors: ["SHOWTIME_NOT_FOUND"],
  },
  (ctx, { query }) => listSeats(ctx, query),
);

bookingRoutes.get(
  "/api/v1/showtimes/{id}/seat-map",
  {
    operationId: "getSeatMap",
    summary: "Sections, rows and seats, without status",
    description: "Immutable by version: `ETag` is the version, and If-None-Match answers 304.",
    access: "app",
    params: ShowtimePath,
    answer: SeatMapLayout,
    alsoAnswers: [304],
    errors: ["SHOWTIME_NOT_FOUND"],
  },
  async (ctx, { params }, c) => {
    // Proxies weaken tags, and whoever has several versions names them all.
    const known = [...(c.req.header("if-none-match") ?? "").matchAll(/"sm-(\d{1,15})"/g)].map(([, version]) => Number(version));
    const { json, version } = await readSeatMap(ctx, params.id, known.length === 0 ? null : Math.max(...known));
    const headers = { ETag: `"sm-${version}"`, "Cache-Control": "private, no-cache" };
    if (json === null) return respond(c, null, 304, headers);
    return respond(c, `{"success":true,"data":${json}}`, 200, { ...headers, "content-type": "application/json" });
  },
);

bookingRoutes.get(
  "/api/v1/showtimes/{id}/availability",
  {
    operationId: "getAvailability",
    summary: "The status of every seat in two bits",
    description:
      "Little-endian: version u32, count u32, then seat i in bits (i % 4) * 2 of byte 8 + floor(i / 4), in the order of the seat map: 0 free, 1 locked, 2 booked, 3 blocked.",
    access: "app",
    params: ShowtimePath,
    answer: { mediaType: "application/octet-stream", description: "The bitmap." },
    errors: ["SHOWTIME_NOT_FOUND"],
  },
  async (ctx, { params }, c) => {
    const bytes = await readAvailability(ctx, params.id);
    return respond(c, bytes.slice(), 200, { "content-type": "application/octet-stream", "Cache-Control": "no-store" });
  },
);

bookingRoutes.get(
  "/api/v1/showtimes/{id}/live",
  {
    operationId: "watchSeats",
    summary: "The seats of a showtime as they change (WebSocket)",
    description:
      "A snapshot, then numbered deltas. `?format=compact` sends bitmaps and index pairs. See the frames in docs/live-channel.md.",
    access: "socket",
    params: ShowtimePath,
    query: z.strictObject({ ticket: z.string().max(2048).optional(), format: z.enum(["json", "compact"]).optional() }),
    answer: opensSocket,
    status: 101,
    errors: ["SHOWTIME_NOT_FOUND", "UPGRADE_REQUIRED", "OVERLOADED", "TOKEN_INVALID"],
  },
  (ctx, { params }, c) => openLive(ctx, params.id, c.req.raw),
);

bookingRoutes.post(
  "/api/v1/reserve-seat",
  {
    operationId: "reserveSeat",
    attempt: "reserve",
    summary: "Hold one seat or several, all or none",
    access: "user",
    body: ReserveSeat,
    answer: HeldSeats,
    status: 201,
    rate: "reservation",
    idempotency: "object",
    errors: [
      "SEAT_ALREADY_LOCKED",
      "SEAT_ALREADY_BOOKED",
      "SEAT_BLOCKED",
      "SHOWTIME_NOT_FOUND",
      "NOT_ENOUGH_SEATS",
      "LONELY_SEAT",
      "HOLD_LIMIT_REACHED",
      "SALE_NOT_OPEN",
      "ADMISSION_REQUIRED",
      "SEAT_NOT_FOUND",
      "OVERLOADED",
    ],
  },
  async (ctx, { body }, c) => {
    const { data, reply } = await reserveSeat(ctx, body, { admission: c.req.header("x-admission") });
    return new Answer(data, { headers: ledgerHeaders(reply) });
  },
);

bookingRoutes.post(
  "/api/v1/release-seat",
  {
    operationId: "releaseSeat",
    attempt: "release",
    summary: "Give a hold back",
    access: "user",
    body: ReservationToken,
    answer: z.object({ reservation: Reservation }).meta({ example: { reservation: Reservation.meta()?.example } }),
    rate: "reservation",
    idempotency: "object",
    errors: [...reservationErrors, "OVERLOADED"],
  },
  async (ctx, { body }) => {
    const { data, reply } = await releaseSeat(ctx, body);
    return new Answer({ reservation: data }, { headers: ledgerHeaders(reply) });
  },
);

bookingRoutes.get(
  "/api/v1/reservations",
  {
    operationId: "listReservations",
    summary: "One's own reservations, or all of the app's with the secret key",
    access: "userOrServer",
    query: ReservationQuery,
    answer: pageOf(Reservation).meta({ example: { items: [Reservation.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listReservations(ctx, query),
);

bookingRoutes.get(
  "/api/v1/reservations/{token}",
  {
    operationId: "getReservation",
    summary: "A reservation as it stands: recovers a checkout after a reload",
    access: "userOrServer",
    params: z.strictObject({ token: Id }),
    answer: z.object({ reservation: Reservation }).meta({ example: { reservation: Reservation.meta()?.example } }),
    errors: ["RESERVATION_NOT_FOUND", "RESERVATION_NOT_YOURS"],
  },
  async (ctx, { params }) => ({ reservation: await getReservation(ctx, params.token) }),
);

bookingRoutes.post(
  "/api/v1/confirm-booking",
  {
    operationId: "confirmBooking",
    attempt: "confirm",
    summary: "Turn a paid reservation into a booking",
    description:
      "201, or 200 with the same booking for the same pair again. A payment that comes too late is refunded: `details.refundId`.",
    access: "user",
    body: ConfirmBooking,
    answer: ConfirmedBooking,
    status: 201,
    alsoAnswers: [200],
    errors: [
      ...reservationErrors,
      "PAYMENT_NOT_FOUND",
      "PAYMENT_NOT_SUCCESSFUL",
      "PAYMENT_ALREADY_USED",
      "PAYMENT_AMOUNT_MISMATCH",
      "OVERLOADED",
    ],
  },
  async (ctx, { body }) => {
    const { booking, created } = await confirmBooking(ctx, body);
    return new Answer({ bookingId: booking.bookingId, booking }, { status: created ? 201 : 200 });
  },
);

bookingRoutes.get(
  "/api/v1/bookings",
  {
    operationId: "listBookings",
    summary: "One's own bookings, or all of the app's with the secret key",
    access: "userOrServer",
    query: BookingQuery,
    answer: pageOf(BookingWithShow).meta({ example: { items: [BookingWithShow.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listBookings(ctx, query),
);

bookingRoutes.get(
  "/api/v1/bookings/{bookingId}",
  {
    operationId: "getBooking",
    summary: "A booking",
    access: "userOrServer",
    params: z.strictObject({ bookingId: Id }),
    answer: z.object({ booking: BookingWithShow }).meta({ example: { booking: BookingWithShow.meta()?.example } }),
    errors: ["BOOKING_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ booking: await getBooking(ctx, params.bookingId) }),
);
