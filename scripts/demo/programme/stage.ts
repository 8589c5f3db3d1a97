import { type DemoListing, tiers } from "./demo-listing.ts";

/** Everything back until two days before, half until the day before. */
const theatreTerms = { cancellationPolicy: { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 } };

/** What is on at the theatre in Vienna and the arena in London. Prices in cents. */
export const stage: readonly DemoListing[] = [
  {
    poster: "twelfth-night",
    venue: "theatre",
    listing: {
      title: "Twelfth Night",
      description:
        "A storm, a shipwreck, a pair of twins who each believe the other drowned. Shakespeare's most musical comedy, played in the round of a winter ballroom, with a band that never leaves the stage.",
      type: "COMEDY",
      language: "en",
      durationMinutes: 155,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 4200, Premium: 6800, Balcony: 2600, Box: 8400 }),
    terms: theatreTerms,
    week: { WED: ["19:30"], SAT: ["14:30"] },
    soldSeats: 72,
  },
  {
    poster: "the-cherry-orchard",
    venue: "theatre",
    listing: {
      title: "The Cherry Orchard",
      description:
        "The trees are in bloom, the house is for sale, and nobody in it can bear to look at the bill. Chekhov called it a comedy; we have taken him at his word.",
      type: "THEATRE",
      language: "de",
      durationMinutes: 150,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 3900, Premium: 6200, Balcony: 2400, Box: 7800 }),
    terms: theatreTerms,
    week: { TUE: ["19:30"], SUN: ["15:00"] },
    soldSeats: 54,
  },
  {
    poster: "a-short-history-of-rain",
    venue: "theatre",
    listing: {
      title: "A Short History of Rain",
      description:
        "Four generations of one family, one leaking roof, and the weather report for every day they remember. A new play by Ines Karolyi, winner of last year's Danube Prize.",
      type: "THEATRE",
      language: "en",
      durationMinutes: 105,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 3600, Premium: 5400, Balcony: 2200, Box: 6800 }),
    terms: { ...theatreTerms, lonelySeats: "LENIENT" },
    week: { WED: ["15:00"], THU: ["19:30"] },
    soldSeats: 0,
  },
  {
    poster: "the-magic-flute",
    venue: "theatre",
    listing: {
      title: "The Magic Flute",
      description:
        "Mozart's fairy tale for seven players, four voices and one very patient puppeteer. Sung in German with English surtitles; children from six are welcome.",
      type: "OPERA",
      language: "de",
      durationMinutes: 165,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 5600, Premium: 9200, Balcony: 3400, Box: 11_000 }),
    terms: theatreTerms,
    week: { FRI: ["19:00"], SAT: ["19:00"] },
    soldSeats: 88,
  },
  {
    poster: "goldberg-at-midnight",
    venue: "theatre",
    listing: {
      title: "Goldberg at Midnight",
      description:
        "Written, they say, for a count who could not sleep. Thirty variations on one piano, no interval, and a cup of something hot on the way in.",
      type: "CONCERT",
      durationMinutes: 80,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 2900, Premium: 4400, Balcony: 1900, Box: 5200 }),
    terms: theatreTerms,
    week: { FRI: ["23:15"], SUN: ["21:00"] },
    soldSeats: 0,
  },
  {
    poster: "low-ceilings",
    venue: "cellar",
    listing: {
      title: "Low Ceilings",
      description:
        "Five comedians, ten minutes each, one house rule: nothing you have ever said on television. The line-up is drawn from a hat on the night.",
      type: "COMEDY",
      language: "en",
      durationMinutes: 90,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 2200 }),
    terms: { ...theatreTerms, capacity: 120 },
    week: { MON: ["20:00"] },
    soldSeats: 0,
  },
  {
    poster: "the-planets",
    venue: "arena",
    listing: {
      title: "The Planets",
      description:
        "Holst's seven worlds with a hundred and four musicians, a choir you hear but never see, and a ceiling that turns with them. Earth is where you sit.",
      type: "CONCERT",
      durationMinutes: 95,
    },
    currency: "GBP",
    tiers: tiers({ Floor: 6500, "Front floor": 9500, "Lower bowl": 5500, "Upper bowl": 3200 }),
    week: { FRI: ["19:30"] },
    soldSeats: 0,
  },
  {
    poster: "velvet-static",
    venue: "arena",
    listing: {
      title: "Velvet Static: The Slow Signal Tour",
      description: "Three albums, two drummers and a wall of four hundred old television sets. Doors at six; support from Kite Season.",
      type: "CONCERT",
      language: "en",
      durationMinutes: 140,
    },
    currency: "GBP",
    tiers: tiers({ Floor: 7200, "Front floor": 11_500, "Lower bowl": 6400, "Upper bowl": 3900, Standing: 4800 }),
    // The one that everybody wants: a queue in front, places to stand beside the seats, and dearer as it fills.
    terms: {
      capacity: 300,
      capacityTier: "Standing",
      waitingRoom: { admitPerSecond: 25 },
      pricingRules: [{ when: { occupancyAtLeast: 0.8 }, percent: 10 }],
    },
    week: { SAT: ["20:00"] },
    soldSeats: 0,
  },
];
