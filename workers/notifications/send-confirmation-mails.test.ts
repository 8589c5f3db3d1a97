import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import type { MarqueeEvent } from "../../contracts/events.ts";
import type { Listing } from "../../contracts/listings.ts";
import type { Showtime } from "../../contracts/showtimes.ts";
import type { Venue } from "../../contracts/venues.ts";
import { call, makeApp, makeUser, type TestUser } from "../../test/harness.ts";
import { openDatabase } from "../platform/database.ts";
import { randomBase32 } from "../platform/ids.ts";
import { listMailbox } from "./read-mailbox.ts";
import { sendConfirmationMails } from "./send-confirmation-mails.ts";

async function makeShowtime(user: TestUser): Promise<string> {
  const server = user.app;
  const post = async <Data>(path: string, body: object) => (await call<Data>("POST", `/api/v1${path}`, { server, body })).body.data;
  const { venue } = await post<{ venue: Venue }>("/venues", { name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna" });
  const { event } = await post<{ event: Listing }>("/events", { title: "<b>Hamlet</b>", status: "PUBLISHED" });
  const { showtime } = await post<{ showtime: Showtime }>(`/events/${event.id}/showtimes`, {
    venueId: venue.id,
    startsAt: "2099-01-15T18:30:00Z",
    currency: "EUR",
    tiers: [{ name: "Standard", price: 4200 }],
  });
  return showtime.id;
}

function confirmed(user: TestUser, showtimeId: string): Extract<MarqueeEvent, { type: "booking.confirmed" }> {
  const now = new Date().toISOString();
  return {
    id: crypto.randomUUID(),
    appId: user.app.appId,
    at: Date.now(),
    type: "booking.confirmed",
    source: { showtimeId, seq: 1 },
    booking: {
      bookingId: `BK-20261121-${randomBase32(10)}`,
      status: "CONFIRMED",
      userId: user.userId,
      appId: user.app.appId,
      showtimeId,
      reservationToken: "rsv_1",
      seats: [{ id: "sea_1", seatNumber: "A1", section: "Stalls", row: "A", tier: "Standard", price: 4200 }],
      amount: 4200,
      currency: "EUR",
      paymentId: "pay_1",
      paymentStatus: "SUCCESS",
      payments: [{ paymentId: "pay_1", amount: 4200, refundedAmount: 0 }],
      refundedAmount: 0,
      carriedAmount: 0,
      transferredAmount: 0,
      cancelledSeats: [],
      exchangedFrom: null,
      exchangedTo: null,
      bookingDate: now,
      createdAt: now,
      updatedAt: now,
    },
  };
}

const inbox = async (to: string) => (await listMailbox(openDatabase(env), { to, limit: 10 })).items;

it("a booking is mailed to whoever made it, once, however often its event comes", async () => {
  const user = await makeUser(await makeApp(), { name: "Ada" });
  const event = confirmed(user, await makeShowtime(user));
  for (const _ of [1, 2, 3]) await sendConfirmationMails(env, [event]);
  await vi.waitUntil(async () => (await inbox(user.email)).length > 0, { timeout: 10_000, interval: 50 });
  const { results } = await env.DB.prepare("SELECT key, kind, app_id, recipient FROM mails WHERE recipient = ?").bind(user.email).all();
  const { bookingId } = event.booking;
  expect(results).toEqual([
    { key: `booking-confirmed:${bookingId}:1`, kind: "booking-confirmed", app_id: user.app.appId, recipient: user.email },
  ]);
  const [mail, ...more] = await inbox(user.email);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe(`Your seats for <b>Hamlet</b> (${bookingId})`);
  expect(mail?.text).toContain("Thursday 15 January 2099, 19:30");
  expect(mail?.text).toContain("Stalls · Row A · Seat A1 · Standard: €42.00");
  expect(mail?.html).toContain("&lt;b&gt;Hamlet&lt;/b&gt;");
  expect(mail?.html).not.toContain("<b>Hamlet");
});

it("nobody is mailed whose account is gone", async () => {
  const user = await makeUser(await makeApp());
  const event = confirmed({ ...user, userId: "usr_gone" }, await makeShowtime(user));
  await sendConfirmationMails(env, [event]);
  const { bookingId } = event.booking;
  expect(await env.DB.prepare("SELECT 1 FROM mails WHERE key = ?").bind(`booking-confirmed:${bookingId}:1`).first()).toBeNull();
});

it("an event whose showtime the tenant does not have is not taken for done", async () => {
  const [user, other] = await Promise.all([makeUser(await makeApp()), makeUser(await makeApp())]);
  await expect(sendConfirmationMails(env, [confirmed(user, await makeShowtime(other))])).rejects.toThrow("unknown");
});
