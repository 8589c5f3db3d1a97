import type { Listing } from "../../contracts/listings.ts";
import type { ListingWithShowtimes, Showtime } from "../../contracts/showtimes.ts";
import type { Domain } from "../../contracts/tenants.ts";
import type { Venue } from "../../contracts/venues.ts";
import type { Api } from "./api.ts";
import type { DemoApp } from "./demo-state.ts";
import type { DemoListing, VenueKey } from "./programme/demo-listing.ts";
import { demoListings, demoVenues } from "./programme.ts";
import { sideBySide } from "./side-by-side.ts";
import { startsWithin } from "./timetable.ts";

const weeksAhead = 3;

/** Under which path a domain's listings are served, and under which noun one is answered. */
const words = { EVENT: ["events", "event"], MOVIE: ["movies", "movie"], BUS: ["buses", "bus"] } as const satisfies Record<
  Domain,
  readonly [string, string]
>;

export interface NewShowtime {
  demo: DemoListing;
  showtime: Showtime;
}

/** Whose plays are the organizer's own: what they open is not empty, and what the app itself sells is beside it. */
const organized: readonly VenueKey[] = ["theatre", "cellar"];

/**
 * Brings one app's venues, listings and showtimes to what the programme says and writes nothing that is there. `organizer`: the token of
 * whoever puts on what is new in the organized houses. Answers the new showtimes.
 */
export async function ensureCatalogue(
  api: Api,
  domain: Domain,
  app: DemoApp,
  { nowMs, organizer }: { nowMs: number; organizer?: string | undefined },
): Promise<NewShowtime[]> {
  const own = { appId: app.appId, key: app.secretKey };
  const venues = await ensureVenues(api, domain, own);
  const [path] = words[domain];
  const { items } = await api.call<{ items: Listing[] }>("GET", `/${path}?limit=100`, own);
  const added: NewShowtime[] = [];
  await sideBySide(
    demoListings.filter((demo) => demoVenues[demo.venue].domain === domain),
    4,
    async (demo) => {
      const venue = venues.get(demo.venue);
      if (venue === undefined) throw new Error(`The demo has no venue ${demo.venue}`);
      const by = organizer !== undefined && organized.includes(demo.venue) ? { ...own, token: organizer } : own;
      const listing = items.find(({ title }) => title === demo.listing.title) ?? (await createListing(api, domain, by, demo));
      added.push(...(await topUp(api, domain, own, { demo, listing, venue, nowMs })));
    },
  );
  return added;
}

type Own = { appId: string; key: string };

async function ensureVenues(api: Api, domain: Domain, own: Own): Promise<Map<string, Pick<Venue, "id" | "timeZone">>> {
  const { items } = await api.call<{ items: Venue[] }>("GET", "/venues?limit=100", own);
  const venues = new Map<string, Pick<Venue, "id" | "timeZone">>();
  for (const [key, demo] of Object.entries(demoVenues)) {
    if (demo.domain !== domain) continue;
    const body = demo.venue();
    const known = items.find(({ name }) => name === body.name);
    venues.set(key, known ?? (await api.call<{ venue: Venue }>("POST", "/venues", { ...own, body })).venue);
  }
  return venues;
}

async function createListing(api: Api, domain: Domain, own: Own & { token?: string }, demo: DemoListing): Promise<Listing> {
  const [path, noun] = words[domain];
  const body = { ...demo.listing, posterUrl: `/posters/${demo.poster}.svg`, status: "PUBLISHED" };
  const data = await api.call<Record<string, Listing>>("POST", `/${path}`, { ...own, body });
  const listing = data[noun];
  if (listing === undefined) throw new Error(`POST /${path} answered no ${noun}`);
  return listing;
}

/** Adds the showtimes of the coming weeks when fewer than half of them are left. */
async function topUp(
  api: Api,
  domain: Domain,
  own: Own,
  { demo, listing, venue, nowMs }: { demo: DemoListing; listing: Listing; venue: Pick<Venue, "id" | "timeZone">; nowMs: number },
): Promise<NewShowtime[]> {
  const wanted = startsWithin(weeksAhead * 7, demo.week, venue.timeZone, nowMs);
  const [path, noun] = words[domain];
  const known = listing.showtimeCount === 0 ? [] : await startsOf(api, `/${path}/${listing.id}`, noun, own);
  const missing = wanted.filter((startsAt) => !known.includes(startsAt));
  if (missing.length * 2 <= wanted.length) return [];
  const added: NewShowtime[] = [];
  for (const startsAt of missing) {
    const body = { venueId: venue.id, startsAt, currency: demo.currency, tiers: demo.tiers, ...demo.terms };
    const { showtime } = await api.call<{ showtime: Showtime }>("POST", `/${path}/${listing.id}/showtimes`, { ...own, body });
    added.push({ demo, showtime });
  }
  return added;
}

async function startsOf(api: Api, path: string, noun: string, own: Own): Promise<string[]> {
  const data = await api.call<Record<string, ListingWithShowtimes>>("GET", path, own);
  return (data[noun]?.showtimes ?? []).map(({ startsAt }) => startsAt);
}
