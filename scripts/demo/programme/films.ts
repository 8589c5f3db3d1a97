import { type DemoListing, tiers } from "./demo-listing.ts";

const screen = tiers({ Standard: 1650, Recliner: 2250, Front: 1200 });

/** Weekends cost more and Tuesdays less; a film can be given back until two hours before it. */
const screenTerms: DemoListing["terms"] = {
  pricingRules: [
    { when: { days: ["FRI", "SAT"] }, percent: 15 },
    { when: { days: ["TUE"] }, percent: -25 },
  ],
  priceFloor: 700,
  cancellationPolicy: { fullRefundUntilHours: 2 },
};

/** What the cinema in New York shows. Prices in cents. */
export const films: readonly DemoListing[] = [
  {
    poster: "the-last-lighthouse",
    venue: "cinema",
    listing: {
      title: "The Last Lighthouse",
      description:
        "When the coastguard switches off the last manned light on the Atlantic, its keeper switches it back on. Maren Oyelaran's quiet, salt-bitten debut.",
      type: "DRAMA",
      language: "en",
      durationMinutes: 112,
    },
    currency: "USD",
    tiers: screen,
    terms: screenTerms,
    week: { MON: ["19:00"], WED: ["19:00"], SUN: ["13:30"] },
    soldSeats: 34,
  },
  {
    poster: "paper-satellites",
    venue: "cinema",
    listing: {
      title: "Paper Satellites",
      description:
        "A postwoman in a town without addresses discovers that somebody has been answering the letters nobody could deliver. From orbit.",
      type: "SCI_FI",
      language: "en",
      durationMinutes: 128,
    },
    currency: "USD",
    tiers: screen,
    terms: screenTerms,
    week: { TUE: ["19:00"], THU: ["19:00"], SAT: ["18:30"] },
    soldSeats: 0,
  },
  {
    poster: "midnight-tram",
    venue: "cinema",
    listing: {
      title: "Midnight Tram",
      description:
        "Line 0 is on no map. It runs once a night, it is always on time, and it does not stop where you live. A thriller in one carriage.",
      type: "THRILLER",
      language: "en",
      durationMinutes: 97,
    },
    currency: "USD",
    tiers: screen,
    terms: screenTerms,
    week: { WED: ["21:30"], FRI: ["21:45"], SAT: ["21:45"] },
    soldSeats: 48,
  },
  {
    poster: "salt-and-honey",
    venue: "cinema",
    listing: {
      title: "Salt & Honey",
      description:
        "Two kitchens share a wall, a bakery and, eventually, a menu. The film that sold out every night of the Brooklyn Spring Festival.",
      type: "ROMANCE",
      language: "en",
      durationMinutes: 104,
    },
    currency: "USD",
    tiers: screen,
    terms: screenTerms,
    week: { FRI: ["19:00"], SUN: ["18:30"] },
    soldSeats: 0,
  },
  {
    poster: "the-bear-who-borrowed-winter",
    venue: "cinema",
    listing: {
      title: "The Bear Who Borrowed Winter",
      description: "He only wanted one more week of snow. Hand-drawn, gently funny, and short enough for the smallest people in the house.",
      type: "ANIMATION",
      language: "en",
      durationMinutes: 76,
    },
    currency: "USD",
    tiers: tiers({ Standard: 1200, Recliner: 1600, Front: 900 }),
    terms: screenTerms,
    week: { SAT: ["11:00", "14:30"], SUN: ["11:00"] },
    soldSeats: 0,
  },
];
