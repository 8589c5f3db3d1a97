import type { CreateListing, CreateVenue, Tier } from "../../contracts/catalog.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { arena } from "./layouts/arena.ts";
import { cinema } from "./layouts/cinema.ts";
import { coach } from "./layouts/coach.ts";
import { theatre } from "./layouts/theatre.ts";
import type { Week } from "./timetable.ts";
import type { PosterName } from "./write-posters.ts";

type VenueKey = "theatre" | "arena" | "cinema" | "coach";

export interface DemoListing {
  poster: PosterName;
  venue: VenueKey;
  listing: Pick<Required<CreateListing>, "title" | "description" | "type" | "durationMinutes"> & {
    language?: string;
    origin?: string;
    destination?: string;
  };
  currency: string;
  tiers: Tier[];
  week: Week;
  /** How many seats of the next showtime are sold when the demo data is loaded. */
  soldSeats: number;
}

/** The demo apps, one a domain. */
export const demoApps: readonly { domain: Domain; name: string }[] = [
  { domain: "EVENT", name: "Kaisergarten & Blackwall" },
  { domain: "MOVIE", name: "Starling Cinema" },
  { domain: "BUS", name: "Nightjar Coaches" },
];

export const demoVenues: Record<VenueKey, { domain: Domain; venue: () => CreateVenue }> = {
  theatre: {
    domain: "EVENT",
    venue: () => ({ name: "Kaisergarten Theatre", city: "Vienna", timeZone: "Europe/Vienna", layout: theatre() }),
  },
  arena: { domain: "EVENT", venue: () => ({ name: "Blackwall Arena", city: "London", timeZone: "Europe/London", layout: arena() }) },
  cinema: { domain: "MOVIE", venue: () => ({ name: "Starling Cinema", city: "New York", timeZone: "America/New_York", layout: cinema() }) },
  coach: { domain: "BUS", venue: () => ({ name: "Vienna Coach Station", city: "Vienna", timeZone: "Europe/Vienna", layout: coach() }) },
};

const tiers = (prices: Record<string, number>): Tier[] => Object.entries(prices).map(([name, price]) => ({ name, price }));
const screen = tiers({ Standard: 1650, Recliner: 2250, Front: 1200 });

/** Everything that the demo sells. Prices in cents. */
export const demoListings: readonly DemoListing[] = [
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
    week: { FRI: ["23:15"], SUN: ["21:00"] },
    soldSeats: 0,
  },
  {
    poster: "low-ceilings",
    venue: "theatre",
    listing: {
      title: "Low Ceilings",
      description:
        "Five comedians, ten minutes each, one house rule: nothing you have ever said on television. The line-up is drawn from a hat on the night.",
      type: "COMEDY",
      language: "en",
      durationMinutes: 90,
    },
    currency: "EUR",
    tiers: tiers({ Standard: 2200, Premium: 2800, Balcony: 1600, Box: 3200 }),
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
    tiers: tiers({ Floor: 7200, "Front floor": 11_500, "Lower bowl": 6400, "Upper bowl": 3900 }),
    week: { SAT: ["20:00"] },
    soldSeats: 60,
  },
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
    week: { SAT: ["11:00", "14:30"], SUN: ["11:00"] },
    soldSeats: 0,
  },
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
    week: { WED: ["23:55"], FRI: ["23:55"], SAT: ["23:55"] },
    soldSeats: 0,
  },
];

/** The one who logs in to look around, and those who bought before. */
export const demoUser = { email: "demo@marquee.test", password: "marquee-demo", name: "Dana Demo", username: "demo" };
export const earlierBuyers = [
  "Amara Osei",
  "Ben Kowalski",
  "Chiara Lodi",
  "Davor Petrov",
  "Elif Aydin",
  "Finn Larsen",
  "Greta Moser",
  "Hugo Brandt",
  "Iris Novak",
  "Jonas Weber",
];
