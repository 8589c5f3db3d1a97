import { env } from "cloudflare:workers";
import { newId, randomBase32 } from "../workers/platform/ids.ts";
import { makeUser, type TestApp, type TestUser } from "./harness.ts";

const dayMs = 86_400_000;

export interface BilledShow {
  appId: string;
  showtimeId: string;
  listingId: string;
  startsAtMs: number;
}

interface Billing {
  startsAt: string;
  timeZone?: string;
  city?: string;
  seatsLeft?: number;
  title?: string;
  status?: "DRAFT" | "PUBLISHED";
}

/** A show as D1 has it when its object has told of it: at any time, also one that is long past. */
export async function billShow(app: TestApp, billing: Billing): Promise<BilledShow> {
  const { startsAt, timeZone = "Europe/Vienna", city = "Vienna", seatsLeft = 100, title = "Hamlet", status = "PUBLISHED" } = billing;
  const { appId } = app;
  const startsAtMs = Date.parse(startsAt);
  const [venueId, listingId, showtimeId] = [newId("venue"), newId("event"), newId("showtime")];
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO venues (id, app_id, name, city, time_zone, created_at, updated_at) VALUES (?, ?, 'Grand Theatre', ?, ?, 0, 0)",
    ).bind(venueId, appId, city, timeZone),
    env.DB.prepare(
      "INSERT INTO listings (id, app_id, domain, title, status, created_at, updated_at) VALUES (?, ?, 'EVENT', ?, ?, 0, 0)",
    ).bind(listingId, appId, title, status),
    env.DB.prepare(
      `INSERT INTO showtimes (id, app_id, listing_id, venue_id, starts_at, currency, tiers, price_from, price_to, sale_closes_at, hold_seconds,
         max_seats_per_user, status, seats_total, seats_left, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?5, 'EUR', '[]', 4200, 6500, ?5, 120, 10, 'SCHEDULED', 100, ?6, 0, 0)`,
    ).bind(showtimeId, appId, listingId, venueId, startsAtMs, seatsLeft),
  ]);
  return { appId, showtimeId, listingId, startsAtMs };
}

/** A booking as its object has told of it; by default made long before. */
export async function noteBooking(
  user: TestUser,
  show: BilledShow,
  { status = "CONFIRMED", madeAt = show.startsAtMs - 30 * dayMs }: { status?: string; madeAt?: number } = {},
): Promise<string> {
  const id = `BK-20260901-${randomBase32(10)}`;
  const seats = [{ id: "sea_1", seatNumber: "B12", section: "Stalls", row: "B", tier: "Standard", price: 4200 }];
  await env.DB.prepare(
    `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
     VALUES (?1, ?2, ?3, ?4, ?1, ?5, ?6, 4200, 'EUR', 'SUCCESS', ?7, ?7, 1)`,
  )
    .bind(id, show.appId, show.showtimeId, user.userId, status, JSON.stringify(seats), madeAt)
    .run();
  return id;
}

/** Somebody who lives in a zone, or of whom nobody knows where. */
export async function livingIn(app: TestApp, timeZone: string | null, name?: string): Promise<TestUser> {
  const user = await makeUser(app, name === undefined ? {} : { name });
  await moveTo(user, timeZone);
  return user;
}

export const moveTo = async (user: TestUser, timeZone: string | null): Promise<void> => {
  await env.DB.prepare("UPDATE users SET time_zone = ? WHERE id = ?").bind(timeZone, user.userId).run();
};

export const choose = async (user: TestUser, topic: string, channel: "mail" | "inApp", wanted: boolean): Promise<void> => {
  await env.DB.prepare("INSERT INTO notification_choices (user_id, topic, channel, wanted, updated_at) VALUES (?, ?, ?, ?, 0)")
    .bind(user.userId, topic, channel, wanted ? 1 : 0)
    .run();
};

/** Somebody's mails of a kind: what each is made from. */
export async function mailsTo<Payload>(user: TestUser, kind: string): Promise<{ key: string; appId: string | null; payload: Payload }[]> {
  const { results } = await env.DB.prepare(
    "SELECT key, app_id AS appId, payload FROM mails WHERE recipient = ? AND kind = ? ORDER BY created_at, key",
  )
    .bind(user.email, kind)
    .all<{ key: string; appId: string | null; payload: string }>();
  return results.map(({ payload, ...mail }) => ({ ...mail, payload: JSON.parse(payload) }));
}
