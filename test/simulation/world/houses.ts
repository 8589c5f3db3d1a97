import type { ShowtimeTerms } from "../../../contracts/ledger.ts";
import type { NewSeat } from "../../../contracts/seats.ts";

const hour = 3_600_000;

/** The apps of every world. */
export const apps = ["app_a", "app_a", "app_b"] as const;

/** The people of an app. */
export const usersOf = (appId: string): string[] =>
  Array.from({ length: appId === "app_a" ? 6 : 3 }, (_, n) => `usr_${appId.slice(-1)}${n}`);

interface Dice {
  now: number;
  pick: (count: number) => number;
}

/** The showtimes of a world: two of one app, of which one also has places without numbers, and one of another app that may have nothing else. */
export function housesOf(dice: Dice): { terms: ShowtimeTerms; rows: NewSeat[] }[] {
  const { now, pick } = dice;
  const tiers = [
    { name: "Premium", price: 6500 },
    { name: "Standard", price: 4150 },
  ];
  const common = (n: number): ShowtimeTerms => ({
    appId: "app_a",
    showtimeId: `sho_01K9Z3V6T8W2Y4A6C8E0G2J4M${n}`,
    published: true,
    currency: "EUR",
    tiers,
    holdSeconds: [20, 60, 120, 300][pick(4)] ?? 60,
    maxSeatsPerUser: 4,
    saleOpensAtMs: pick(4) === 0 ? now + pick(600) * 1000 : null,
    ...dates(dice),
    timeZone: "UTC",
    lonelySeats: (["OFF", "LENIENT", "STRICT"] as const)[pick(3)] ?? "OFF",
    admissionRequired: false,
    cancellation:
      pick(4) === 0 ? null : { fullRefundUntilHours: 48, ...(pick(2) === 0 && { partialRefundUntilHours: 24, partialRefundPercent: 55 }) },
  });
  const places = (count: number) => ({ capacity: { places: count, tier: "Floor" }, tiers: [...tiers, { name: "Floor", price: 1999 }] });
  return [
    { terms: { ...common(1), pricing: pricingOf(pick) }, rows: rowsOf(5, 5) },
    { terms: { ...common(2), ...places(3), admissionRequired: pick(5) === 0 }, rows: rowsOf(4, 3) },
    {
      terms: {
        ...common(3),
        ...places(4),
        appId: "app_b",
        admissionRequired: pick(2) === 0,
        pricing: pick(2) === 0 ? null : pricingOf(pick),
      },
      rows: pick(2) === 0 ? [] : rowsOf(2, 3),
    },
  ];
}

/** Some shows begin while their history goes on. */
function dates({ now, pick }: Dice): Pick<ShowtimeTerms, "saleClosesAtMs" | "startsAtMs" | "checkInOpensAtMs"> {
  const startsAtMs = now + ([20, 60, 400, 4000][pick(4)] ?? 60) * hour + pick(3600) * 1000;
  return {
    saleClosesAtMs: startsAtMs + ([-hour, 0, hour][pick(3)] ?? 0),
    startsAtMs,
    checkInOpensAtMs: [null, startsAtMs - 30 * hour, startsAtMs - 2 * hour][pick(3)] ?? null,
  };
}

function pricingOf(pick: (count: number) => number): NonNullable<ShowtimeTerms["pricing"]> {
  return {
    rules: [
      { when: { occupancyAtLeast: 0.5 }, percent: 17 },
      { when: { occupancyAtLeast: 0.2, days: ["FRI", "SAT", "SUN"] }, percent: 5 },
      { when: { hoursToStartAtMost: 48 }, percent: -33 },
    ],
    floor: [null, 4000][pick(2)] ?? null,
    ceiling: [null, 7000][pick(2)] ?? null,
  };
}

const rowsOf = (...lengths: number[]): NewSeat[] =>
  lengths.flatMap((length, y) =>
    Array.from({ length }, (_, x) => ({
      seatNumber: String(x + 1),
      row: "ABC"[y] ?? "Z",
      section: "Stalls",
      tier: y === 0 ? "Premium" : "Standard",
      x,
      y,
      accessible: y === 1 && x === 0,
    })),
  );
