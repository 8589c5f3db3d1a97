/** The zone where all of them live. */
export const zone = "Europe/Vienna";

const shows = 200;
const peopleAtOnce = 10_000;
const hourMs = 3_600_000;
const seat = (row: string, number: number) => ({
  id: `sea_${row}${number}`,
  seatNumber: `${row}${number}`,
  section: "Stalls",
  row,
  tier: "Standard",
  price: 4200,
});
const seats = JSON.stringify([seat("B", 12), seat("B", 13)]);

/**
 * One app, 200 shows within the week, and so many people who have each booked two seats of one of them, every tenth of two. None of them wishes to be told behind
 * the bell: each bell is an object with a database of its own, and it is mails that are measured. As statements with their values.
 */
export function peopleAndBookings(people: number): [sql: string, values: (string | number)[]][] {
  const now = Date.now();
  const statements: [string, (string | number)[]][] = [
    [
      "INSERT INTO apps (id, name, domain, web_publishable_key, created_at, updated_at) VALUES ('app_1', 'Bench', 'EVENT', 'mq_pk_live_1', 0, 0)",
      [],
    ],
    [
      "INSERT INTO venues (id, app_id, name, city, time_zone, created_at, updated_at) VALUES ('ven_1', 'app_1', 'Grand Theatre', 'Vienna', ?, 0, 0)",
      [zone],
    ],
    [
      "INSERT INTO listings (id, app_id, domain, title, status, created_at, updated_at) VALUES ('evt_1', 'app_1', 'EVENT', 'Hamlet', 'PUBLISHED', 0, 0)",
      [],
    ],
    [
      `INSERT INTO showtimes (id, app_id, listing_id, venue_id, starts_at, currency, tiers, price_from, price_to, sale_closes_at, hold_seconds,
         max_seats_per_user, status, created_at, updated_at)
       ${numbers} SELECT 'sho_' || i, 'app_1', 'evt_1', 'ven_1', ?3 + (24 + i % 120) * ${hourMs}, 'EUR', '[]', 4200, 4200, ?3, 120, 10, 'SCHEDULED', 0, 0 FROM n`,
      [0, shows, now],
    ],
  ];
  for (let from = 0; from < people; from += peopleAtOnce) {
    const range = [from, Math.min(people, from + peopleAtOnce)];
    statements.push(
      [
        `INSERT INTO users (id, email, username, name, password_hash, created_at, updated_at, time_zone)
         ${numbers} SELECT 'usr_' || i, 'person' || i || '@bench.test', 'person' || i, 'Person ' || i, 'none', 0, 0, ?3 FROM n`,
        [...range, zone],
      ],
      [
        `INSERT INTO notification_choices (user_id, topic, channel, wanted, updated_at) ${numbers} SELECT 'usr_' || i, 'reminders', 'inApp', 0, 0 FROM n`,
        range,
      ],
      [bookings("a", "i"), [...range, seats]],
      [`${bookings("b", "i + 1")} WHERE i % 10 = 0`, [...range, seats]],
    );
  }
  return statements;
}

/** The numbers from ?1 up to ?2. */
const numbers = "WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)";

const bookings = (mark: string, show: string): string =>
  `INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_status, created_at, updated_at, ledger_seq)
   ${numbers} SELECT 'BK-${mark}' || i, 'app_1', 'sho_' || ((${show}) % ${shows}), 'usr_' || i, 'rsv_${mark}' || i, 'CONFIRMED', ?3, 8400, 'EUR', 'SUCCESS', 0, 0, 1 FROM n`;
