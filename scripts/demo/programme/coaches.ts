import { type DemoListing, tiers } from "./demo-listing.ts";

/** Cheap early, dearer when the coach fills or is about to leave. */
const coachTerms: DemoListing["terms"] = {
  pricingRules: [
    { when: { occupancyAtLeast: 0.6 }, percent: 20 },
    { when: { hoursToStartAtMost: 24 }, percent: 15 },
  ],
  priceCeiling: 3900,
  cancellationPolicy: { fullRefundUntilHours: 24, partialRefundUntilHours: 1, partialRefundPercent: 70 },
};

/** Where the coaches from Vienna go. Prices in cents. */
export const coaches: readonly DemoListing[] = [
  {
    poster: "vienna-to-salzburg",
    venue: "coach",
    listing: {
      title: "Vienna to Salzburg",
      description: "Through the Salzkammergut in three hours. Sit on the left for the lakes. Power at every seat, coffee on board.",
      type: "DAY",
      durationMinutes: 180,
      origin: "Vienna",
      destination: "Salzburg",
    },
    currency: "EUR",
    tiers: tiers({ Standard: 1990, Legroom: 2690 }),
    terms: coachTerms,
    week: { TUE: ["08:10"], THU: ["08:10"], FRI: ["16:40"], SAT: ["08:10"] },
    soldSeats: 22,
  },
  {
    poster: "vienna-to-prague",
    venue: "coach",
    listing: {
      title: "Vienna to Prague",
      description: "Over the border by breakfast: four hours, one stop in Brno, arrival beside the main station.",
      type: "DAY",
      durationMinutes: 245,
      origin: "Vienna",
      destination: "Prague",
    },
    currency: "EUR",
    tiers: tiers({ Standard: 2290, Legroom: 2990 }),
    terms: coachTerms,
    week: { MON: ["06:45"], WED: ["06:45"], SUN: ["14:20"] },
    soldSeats: 0,
  },
  {
    poster: "vienna-to-budapest",
    venue: "coach",
    listing: {
      title: "Vienna to Budapest, overnight",
      description:
        "Leave after the last act, wake up on the Danube. Lights out at half past midnight; blankets are free, silence is included.",
      type: "NIGHT",
      durationMinutes: 330,
      origin: "Vienna",
      destination: "Budapest",
    },
    currency: "EUR",
    tiers: tiers({ Standard: 2490, Legroom: 3290 }),
    terms: coachTerms,
    week: { WED: ["23:55"], FRI: ["23:55"], SAT: ["23:55"] },
    soldSeats: 0,
  },
];
