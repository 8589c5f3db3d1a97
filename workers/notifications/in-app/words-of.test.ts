import { describe, expect, it } from "vitest";
import { type KeptNotification, type KeptPush, topicOfPush } from "../../../contracts/notifications.ts";
import { type Known, wordsOf } from "./words-of.ts";

const at = Date.parse("2027-01-10T09:00:00.000Z");
const show = { title: "Hamlet", venue: "Grand Theatre", city: "Vienna", startsAt: "2027-01-15T18:30:00.000Z", timeZone: "Europe/Vienna" };
const unknown: Known = { show: null, room: null, person: null, isTakenBack: false };
const bookingId = "BK-20261121-7F3K9QX2MD";
const booking = { bookingId, showtimeId: "sho_1", seats: 2 };

const kept = (type: KeptPush["type"], data: KeptPush["data"]): KeptNotification => ({
  id: "sho_1:12",
  appId: "app_1",
  type,
  topic: topicOfPush(type) ?? "account",
  data,
  at,
  readAt: null,
});
const words = (item: KeptNotification, known: Partial<Known> = { show }) => {
  const { title, body, path } = wordsOf(item, { ...unknown, ...known });
  return [title, body, path];
};
const page = `/bookings/${bookingId}`;
const friday = "Friday 15 January 2027, 19:30";

describe("a notification of a booking", () => {
  const confirmed = { ...booking, amount: 8400, currency: "EUR", fromBookingId: null };

  it("names show, seats and the venue's own time, and leads to the booking", () => {
    expect(words(kept("booking.confirmed", confirmed))).toEqual(["Booked: Hamlet", `2 seats, ${friday}, Grand Theatre, Vienna`, page]);
    expect(
      words(kept("booking.confirmed", { ...confirmed, seats: 1, fromBookingId: "BK-1" }), { show: { ...show, timeZone: "Asia/Tokyo" } }),
    ).toEqual(["Exchanged: Hamlet", "1 seat, Saturday 16 January 2027, 03:30, Grand Theatre, Vienna", page]);
  });

  it("says what is left and what goes back, in each currency's own digits", () => {
    const cancelled = { ...booking, seats: 0, cause: "BUYER" as const, refund: { amount: 8400, currency: "JPY" } };
    expect(words(kept("booking.cancelled", cancelled))).toEqual([
      "Cancelled: Hamlet",
      "Your booking has ended, ¥8,400 goes back to you",
      page,
    ]);
    expect(words(kept("booking.cancelled", { ...cancelled, seats: 1, refund: null }))).toEqual(["Changed: Hamlet", "1 seat left", page]);
    expect(words(kept("booking.cancelled", { ...cancelled, cause: "SHOWTIME_CANCELLED" }))).toEqual([
      "Does not take place: Hamlet",
      "The show is off, ¥8,400 goes back to you",
      page,
    ]);
    expect(words(kept("booking.updated", { ...booking, refund: { amount: 50, currency: "EUR" } }))).toEqual([
      "Changed: Hamlet",
      `2 seats now, ${friday}, Grand Theatre, Vienna, €0.50 goes back to you`,
      page,
    ]);
  });

  it("of a new time has both, and of the day before the show as it is", () => {
    const moved = { showtimeId: "sho_1", bookingId, startsAt: show.startsAt, before: "2027-01-14T18:30:00.000Z" };
    expect(words(kept("showtime.rescheduled", moved))).toEqual([
      "New time: Hamlet",
      `${friday}, instead of Thursday 14 January 2027, 19:30. Your tickets stay good`,
      page,
    ]);
    expect(words(kept("reminder.day-before", { showtimeId: "sho_1", bookingId }))).toEqual([
      "Soon: Hamlet",
      `${friday}, Grand Theatre, Vienna`,
      page,
    ]);
  });
});

describe("a notification of what is no more", () => {
  it("still says what it can", () => {
    expect(words(kept("booking.confirmed", { ...booking, amount: 1, currency: "EUR", fromBookingId: null }), {})).toEqual([
      "Booked",
      "2 seats",
      page,
    ]);
    const moved = { showtimeId: "sho_1", bookingId, startsAt: show.startsAt, before: show.startsAt };
    expect(words(kept("showtime.rescheduled", moved), {})[1]).toContain("Friday 15 January 2027, 18:30 UTC");
    expect(words(kept("chat.invited", { roomId: "room_1", by: "usr_1", inviteId: "inv_1" }), {})).toEqual([
      "Somebody invites you to the chat",
      "",
      "/chat/room_1",
    ]);
    expect(words(kept("waitlist.offered", { waitlistId: "wtl_1", showtimeId: "sho_1", seats: 1, expiresAt: show.startsAt }), {})).toEqual([
      "Your turn",
      "1 seat is held for you",
      "/waitlist",
    ]);
  });

  it("or was kept by another version of the platform, has words of its topic", () => {
    expect(words({ ...kept("order.paid", { orderId: "ord_1", status: "PAID", currency: "EUR" }), data: { shape: "of tomorrow" } })).toEqual(
      ["News of an order", "", null],
    );
  });
});

describe("a notification of an order, a waitlist or a week", () => {
  it("names the order and the money, and where to go", () => {
    expect(words(kept("order.paid", { orderId: "ord_1", status: "PAID", amount: 1300, currency: "EUR" }))).toEqual([
      "Your order is paid",
      "Order ord_1: €13.00 paid",
      "/orders/ord_1",
    ]);
    expect(words(kept("order.shipped", { orderId: "ord_1", status: "SHIPPED", currency: "EUR" }))[1]).toBe("Order ord_1");
    expect(words(kept("waitlist.offered", { waitlistId: "wtl_1", showtimeId: "sho_1", seats: 2, expiresAt: show.startsAt }))).toEqual([
      "Your turn: Hamlet",
      "2 seats are held for you until 19:30, Friday 15 January 2027",
      "/waitlist",
    ]);
    expect(words(kept("reminder.friday", { week: "2027-W02", visits: 1 }))[1]).toBe("You have booked a show for it");
  });
});

describe("a notification of the chat", () => {
  const mention = { roomId: "room_1", messageId: "7", seq: 3, senderId: "usr_1", excerpt: "@bob, are you there?" };

  it("names people and rooms as they are called now, and says no more what was taken back", () => {
    const known = { person: "Ada", room: { name: "Row B", isDirect: false } };
    expect(words(kept("chat.mention", mention), known)).toEqual(["Ada mentioned you in Row B", "@bob, are you there?", "/chat/room_1"]);
    expect(words(kept("chat.mention", mention), { ...known, isTakenBack: true })[1]).toBe("The message was deleted");
    expect(words(kept("chat.added", { roomId: "room_1", by: "usr_1" }), { person: "Ada", room: { name: "", isDirect: true } })[0]).toBe(
      "Ada has opened a chat with you",
    );
  });

  it("names nobody where the tenant's server has done it", () => {
    const known = { room: { name: "Row B", isDirect: false } };
    expect(words(kept("chat.added", { roomId: "room_1", by: null }), known)).toEqual(["You were added to Row B", "", "/chat/room_1"]);
    expect(words(kept("chat.invited", { roomId: "room_1", by: null, inviteId: "inv_1" }), known)[0]).toBe("You are invited to Row B");
  });
});
