import { describe, expect, it } from "vitest";
import { Booking, Reservation } from "../../../contracts/bookings.ts";
import { BoxOfficePush } from "../../../contracts/pushes.ts";
import { WaitlistEntry } from "../../../contracts/waitlist.ts";
import { type PushedEvent, pushOf } from "./push-of.ts";

const booking = Booking.parse(Booking.meta()?.example);
const reservation = Reservation.parse(Reservation.meta()?.example);
const entry = WaitlistEntry.parse(WaitlistEntry.meta()?.example);
const { bookingId, showtimeId, userId } = booking;
const refunds = [1000, 500].map((amount, part) => ({
  id: `ref_${part}`,
  paymentId: "pay_1",
  amount,
  reason: "cancelled by the buyer",
  at: 1,
}));
const common = { id: `${showtimeId}:7`, appId: "app_1", at: Date.parse("2026-11-21T09:00:00Z"), source: { showtimeId, seq: 7 } };

const expected: [string, PushedEvent, BoxOfficePush["data"]][] = [
  [
    "a new booking",
    { ...common, type: "booking.confirmed", booking },
    { bookingId, showtimeId, seats: 1, amount: 6500, currency: "EUR", fromBookingId: null },
  ],
  [
    "a booking that another one was exchanged for",
    { ...common, type: "booking.confirmed", booking, from: { showtimeId: "sho_2", bookingId: "BK-2" } },
    { bookingId, showtimeId, seats: 1, amount: 6500, currency: "EUR", fromBookingId: "BK-2" },
  ],
  [
    "other seats",
    { ...common, type: "booking.updated", booking, refunds: [], cause: "EXCHANGED" },
    { bookingId, showtimeId, seats: 1, refund: null },
  ],
  [
    "money that goes back for seats that stay",
    { ...common, type: "booking.updated", booking, refunds, cause: "REFUNDED" },
    { bookingId, showtimeId, seats: 1, refund: { amount: 1500, currency: "EUR" } },
  ],
  [
    "a booking of an order that could not be completed",
    { ...common, type: "booking.cancelled", booking: { ...booking, seats: [] }, refunds, cause: "ORDER_FAILED" },
    { bookingId, showtimeId, seats: 0, cause: "ORDER_FAILED", refund: { amount: 1500, currency: "EUR" } },
  ],
  [
    "a cancellation, with all that goes back",
    { ...common, type: "booking.cancelled", booking: { ...booking, seats: [] }, refunds, cause: "BUYER" },
    { bookingId, showtimeId, seats: 0, cause: "BUYER", refund: { amount: 1500, currency: "EUR" } },
  ],
  [
    "an offer",
    { ...common, type: "waitlist.offered", entry, reservation },
    { waitlistId: entry.id, showtimeId, seats: 1, expiresAt: reservation.expiresAt },
  ],
];

describe("what a buyer is pushed", () => {
  for (const [name, event, data] of expected) {
    it(`of ${name} has its closed shape, goes to whom it concerns and carries the event's id`, () => {
      const { userId: to, push } = pushOf(event);
      expect(to).toBe(userId);
      expect(BoxOfficePush.parse(push)).toEqual({
        id: event.id,
        appId: "app_1",
        at: "2026-11-21T09:00:00.000Z",
        type: event.type,
        data,
      });
    });
  }

  it("never holds the token of a hold", () => {
    for (const [, event] of expected) expect(JSON.stringify(pushOf(event))).not.toContain("rsv_");
  });
});
