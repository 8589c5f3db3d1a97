import { describe, expect, it } from "vitest";
import { buy, hold, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser } from "../../test/harness.ts";

describe("another tenant", () => {
  it("finds nothing behind any id of this one, exactly as behind an unknown id", async () => {
    const house = await openHouse();
    const owner = await makeUser(house.app);
    const stranger = await makeApp();
    const user = await makeUser(stranger);
    const booking = await buy(owner, [seatAt(house, 0)]);
    const { reservationToken } = (await hold(owner, [seatAt(house, 1)])).body.data;
    const expectations: [string, string, string, unknown?][] = [
      ["GET", `/api/v1/events/${house.listingId}`, "LISTING_NOT_FOUND"],
      ["GET", `/api/v1/showtimes/${house.showtimeId}`, "SHOWTIME_NOT_FOUND"],
      ["GET", `/api/v1/showtimes/${house.showtimeId}/seat-map`, "SHOWTIME_NOT_FOUND"],
      ["GET", `/api/v1/showtimes/${house.showtimeId}/availability`, "SHOWTIME_NOT_FOUND"],
      ["GET", `/api/v1/seats?entityId=${house.showtimeId}`, "SHOWTIME_NOT_FOUND"],
      ["POST", "/api/v1/reserve-seat", "SEAT_NOT_FOUND", { seatId: seatAt(house, 2) }],
      ["GET", `/api/v1/reservations/${reservationToken}`, "RESERVATION_NOT_FOUND"],
      ["POST", "/api/v1/release-seat", "RESERVATION_NOT_FOUND", { reservationToken }],
      ["POST", "/api/v1/payments/process", "RESERVATION_NOT_FOUND", { reservationToken, token: "tok_ok" }],
      ["POST", "/api/v1/confirm-booking", "RESERVATION_NOT_FOUND", { reservationToken }],
      ["GET", `/api/v1/bookings/${booking.bookingId}`, "BOOKING_NOT_FOUND"],
      ["GET", `/api/v1/payments/${booking.paymentId}`, "PAYMENT_NOT_FOUND"],
    ];
    for (const [method, path, code, body] of expectations) {
      const answer = await call(method, path, { user, body });
      expect([path, answer.status, answer.body.error?.code]).toEqual([path, 404, code]);
    }
    const seats = await call("POST", "/api/v1/seats", {
      server: stranger,
      body: { entityId: house.showtimeId, seats: [{ seatNumber: "Z1" }] },
    });
    expect(seats.body.error.code).toBe("SHOWTIME_NOT_FOUND");
    const lists = await Promise.all(
      ["bookings", "reservations", "payments/history"].map((list) =>
        call<{ items: unknown[] }>("GET", `/api/v1/${list}`, { server: stranger }),
      ),
    );
    expect(lists.map((list) => list.body.data.items)).toEqual([[], [], []]);
  });
});
