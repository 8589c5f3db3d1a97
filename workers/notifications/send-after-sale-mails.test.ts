import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { buy, openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestUser } from "../../test/harness.ts";
import { openDatabase } from "../platform/database.ts";
import { listMailbox } from "./read-mailbox.ts";
import { sendAfterSaleMails } from "./send-after-sale-mails.ts";

const arrived = async ({ email }: TestUser, payments: boolean) =>
  (await listMailbox(openDatabase(env), { to: email, limit: 20 })).items.filter(({ kind }) => kind.startsWith("payment-") === payments);
const subjects = async (user: TestUser) => (await arrived(user, false)).map(({ subject }) => subject);
const mailsOf = async ({ email }: TestUser) =>
  (
    await env.DB.prepare("SELECT key, kind FROM mails WHERE recipient = ? ORDER BY created_at, key")
      .bind(email)
      .all<{ key: string; kind: string }>()
  ).results;

async function booked(seats: number[]) {
  const house = await openHouse(14, { cancellationPolicy: { fullRefundUntilHours: 1 } }, await makeApp({ webApp: true }));
  const user = await makeUser(house.app, { name: "Ada" });
  const booking = await buy(
    user,
    seats.map((seat) => seatAt(house, seat)),
  );
  return { house, user, booking };
}

describe("a buyer is mailed, once a change,", () => {
  it("about each part that was cancelled, and about an exchange", async () => {
    const { house, user, booking } = await booked([0, 1]);
    const path = `/api/v1/bookings/${booking.bookingId}`;
    await call("PATCH", path, { user, body: { seatIds: [seatAt(house, 0), seatAt(house, 2)] } });
    await call("POST", `${path}/cancel`, { user, body: { seatIds: [seatAt(house, 0)] } });
    await call("POST", `${path}/cancel`, { user });
    await vi.waitUntil(async () => (await subjects(user)).length === 4, { timeout: 15_000, interval: 100 });
    expect((await subjects(user)).sort()).toEqual([
      `Cancelled: Hamlet (${booking.bookingId})`,
      `Changed: Hamlet (${booking.bookingId})`,
      `Your new seats for Hamlet (${booking.bookingId})`,
      `Your seats for Hamlet (${booking.bookingId})`,
    ]);
    // Both seats and both of the exchange cost the same: nothing was paid but what the booking was made with, and what went back is told once a refund.
    await vi.waitUntil(async () => (await arrived(user, true)).length === 3, { timeout: 15_000, interval: 100 });
    const payments = await arrived(user, true);
    expect(payments.map(({ subject }) => subject).sort()).toEqual([
      `Receipt: €130.00 for Hamlet (${booking.bookingId})`,
      ...Array.from({ length: 2 }, () => `Refund: €65.00 for Hamlet (${booking.bookingId})`),
    ]);
    expect(payments.find(({ subject }) => subject.startsWith("Refund"))?.text).toContain("Reason: Cancelled by the buyer\n");
  });

  it("about the showtime that was cancelled, with what goes back", async () => {
    const { house, user, booking } = await booked([0]);
    await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app });
    await vi.waitUntil(async () => (await subjects(user)).length === 2, { timeout: 15_000, interval: 100 });
    const [mail] = (await listMailbox(openDatabase(env), { to: user.email, limit: 10 })).items.filter(
      ({ kind }) => kind === "showtime-cancelled",
    );
    expect(mail?.subject).toBe(`Hamlet does not take place (${booking.bookingId})`);
    expect(mail?.text).toContain("€65.00 goes back");
  });

  it("about the booking that takes the place of another one, and not as if it were a new one", async () => {
    const { house, user, booking } = await booked([0]);
    const other = await openHouse(2, {}, house.app);
    await call("PATCH", `/api/v1/bookings/${booking.bookingId}`, {
      user,
      body: { showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)] },
    });
    await vi.waitUntil(async () => (await subjects(user)).length === 2, { timeout: 15_000, interval: 100 });
    expect((await mailsOf(user)).map(({ kind }) => kind).sort()).toEqual(["booking-changed", "booking-confirmed", "payment-receipt"]);
    const changed = (await listMailbox(openDatabase(env), { to: user.email, limit: 10 })).items.find(
      ({ kind }) => kind === "booking-changed",
    );
    expect(changed?.text).toContain(`It takes the place of ${booking.bookingId}`);
  });
});

it("whoever waits is told of an offer once, with where to pay, however often its event comes", async () => {
  const { house, user } = await booked([5]);
  const now = new Date().toISOString();
  const [entryId, token] = [`wtl_${crypto.randomUUID()}`, `rsv_${crypto.randomUUID()}`];
  const entry = {
    id: entryId,
    showtimeId: house.showtimeId,
    userId: user.userId,
    quantity: 1,
    tier: null,
    adjacent: null,
    status: "OFFERED" as const,
    position: null,
    reservationToken: token,
    offerExpiresAt: now,
    createdAt: now,
    updatedAt: now,
  };
  const event: Extract<MarqueeEvent, { type: "waitlist.offered" }> = {
    id: crypto.randomUUID(),
    appId: house.app.appId,
    at: Date.now(),
    type: "waitlist.offered",
    source: { showtimeId: house.showtimeId, seq: 77 },
    entry,
    reservation: {
      reservationToken: token,
      status: "ACTIVE",
      userId: user.userId,
      showtimeId: house.showtimeId,
      seats: [{ id: seatAt(house, 0), seatNumber: "A1", section: "Stalls", row: "A", tier: "Premium", price: 6500 }],
      price: 6500,
      currency: "EUR",
      pricing: null,
      exchanges: null,
      waitlistId: entryId,
      expiresAt: now,
      bookingId: null,
      createdAt: now,
    },
  };
  const published = { ...env, PUBLIC_URL: "https://tickets.example.com" };
  for (const _ of [1, 2, 3]) await sendAfterSaleMails(published, [event]);
  expect((await mailsOf(user)).filter(({ kind }) => kind === "waitlist-offered")).toEqual([
    { key: `waitlist-offered:${entryId}:77`, kind: "waitlist-offered" },
  ]);
  const row = await env.DB.prepare("SELECT payload FROM mails WHERE key = ?")
    .bind(`waitlist-offered:${entryId}:77`)
    .first<{ payload: string }>();
  expect(JSON.parse(row?.payload ?? "{}")).toMatchObject({ link: `https://tickets.example.com/pay/${token}`, price: 6500 });
});

it("nobody is mailed whose account is gone, nor about a booking that was simply made", async () => {
  const { house, user, booking } = await booked([0]);
  const base = { id: "evt", appId: house.app.appId, at: Date.now(), source: { showtimeId: house.showtimeId, seq: 1 } };
  const gone = { ...booking, userId: "usr_gone", bookingId: `BK-${crypto.randomUUID()}` };
  await sendAfterSaleMails(env, [
    { ...base, type: "booking.cancelled", booking: gone, refunds: [], cause: "BUYER" },
    { ...base, type: "booking.confirmed", booking },
  ]);
  const { results } = await env.DB.prepare("SELECT key FROM mails WHERE key LIKE ?").bind(`%${gone.bookingId}%`).all();
  expect(results).toEqual([]);
  expect((await mailsOf(user)).filter(({ kind }) => kind !== "booking-confirmed" && kind !== "payment-receipt")).toEqual([]);
});
