import type { Domain } from "../../contracts/tenants.ts";
import type { CreateVenue } from "../../contracts/venues.ts";
import { arena } from "./layouts/arena.ts";
import { cinema } from "./layouts/cinema.ts";
import { coach } from "./layouts/coach.ts";
import { theatre } from "./layouts/theatre.ts";
import { coaches } from "./programme/coaches.ts";
import type { DemoListing, VenueKey } from "./programme/demo-listing.ts";
import { films } from "./programme/films.ts";
import { stage } from "./programme/stage.ts";

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
  cellar: { domain: "EVENT", venue: () => ({ name: "Kaisergarten Cellar", city: "Vienna", timeZone: "Europe/Vienna" }) },
  arena: { domain: "EVENT", venue: () => ({ name: "Blackwall Arena", city: "London", timeZone: "Europe/London", layout: arena() }) },
  cinema: { domain: "MOVIE", venue: () => ({ name: "Starling Cinema", city: "New York", timeZone: "America/New_York", layout: cinema() }) },
  coach: { domain: "BUS", venue: () => ({ name: "Vienna Coach Station", city: "Vienna", timeZone: "Europe/Vienna", layout: coach() }) },
};

/** Everything that the demo sells. */
export const demoListings: readonly DemoListing[] = [...stage, ...films, ...coaches];

/** The one who logs in to look around, and those who bought before. */
export const demoUser = { email: "demo@marquee.test", password: "marquee-demo", name: "Dana Demo", username: "demo" };
/** The one who makes listings of their own, and the one that they are at work on. */
export const demoOrganizer = { email: "organizer@marquee.test", password: "marquee-demo", name: "Orla Organizer", username: "organizer" };
export const demoDraft = { title: "A Midsummer Night's Dream, open air", type: "THEATRE", language: "en", durationMinutes: 150 };
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
