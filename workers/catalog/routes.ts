import { z } from "zod";
import { pageOf } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import { BusQuery, CreateBus, CreateListing, Listing, ListingQuery, UpdateBus, UpdateListing } from "../../contracts/listings.ts";
import { CreateShowtime, ListingWithShowtimes, Showtime } from "../../contracts/showtimes.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { Id } from "../../contracts/values.ts";
import { CreateVenue, Venue, VenueQuery, VenueWithLayout } from "../../contracts/venues.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { createListing } from "./create-listing.ts";
import { createShowtime } from "./create-showtime.ts";
import { createVenue } from "./create-venue.ts";
import { deleteListing } from "./delete-listing.ts";
import { listListings, listOwnListings } from "./list-listings.ts";
import { named } from "./named.ts";
import { getListing } from "./read.ts";
import { getVenue, listVenues } from "./read-venues.ts";
import { requireDomain } from "./require-domain.ts";
import { updateListing } from "./update-listing.ts";

export const catalogRoutes = new Endpoints("Catalogue", "catalogue");

const params = z.strictObject({ id: Id });

serveListings({
  domain: "EVENT",
  noun: "event",
  names: { one: "Event", many: "Events" },
  all: "/api/v1/events",
  mine: "/api/v1/events/my/events",
  one: "/api/v1/events/{id}",
  showtimes: "/api/v1/events/{id}/showtimes",
  query: ListingQuery,
  create: CreateListing,
  update: UpdateListing,
});

serveListings({
  domain: "MOVIE",
  noun: "movie",
  names: { one: "Movie", many: "Movies" },
  all: "/api/v1/movies",
  mine: "/api/v1/movies/my/movies",
  one: "/api/v1/movies/{id}",
  showtimes: "/api/v1/movies/{id}/showtimes",
  query: ListingQuery,
  create: CreateListing,
  update: UpdateListing,
});

serveListings({
  domain: "BUS",
  noun: "bus",
  names: { one: "Bus", many: "Buses" },
  all: "/api/v1/buses",
  mine: "/api/v1/buses/my/buses",
  one: "/api/v1/buses/{id}",
  showtimes: "/api/v1/buses/{id}/showtimes",
  query: BusQuery,
  create: CreateBus,
  update: UpdateBus,
});

interface ListingRoutes {
  domain: Domain;
  /** Under which a listing of this domain is answered. */
  noun: string;
  names: { one: string; many: string };
  all: string;
  /** What the caller manages. */
  mine: string;
  one: string;
  showtimes: string;
  query: typeof ListingQuery | typeof BusQuery;
  create: typeof CreateListing | typeof CreateBus;
  update: typeof UpdateListing | typeof UpdateBus;
}

/** The same eight routes for each domain. */
function serveListings({ domain, noun, names, all, mine, one, showtimes, query, create, update }: ListingRoutes): void {
  const { one: name, many } = names;
  const guard = requireDomain(domain);
  const answer = named(noun, Listing);

  catalogRoutes.get(
    all,
    {
      operationId: `list${many}`,
      summary: `${many} by what is on soonest, newest or title`,
      description: "Drafts are listed for the secret key alone. `next` is the next showtime that can still be bought and fits the query.",
      access: "app",
      guard,
      query,
      answer: pageOf(Listing).meta({ example: { items: [Listing.meta()?.example], nextCursor: null } }),
      errors: ["DOMAIN_NOT_ALLOWED"],
      style: "etag",
    },
    (ctx, input) => listListings(ctx, { domain, query: input.query }),
  );

  catalogRoutes.get(
    mine,
    {
      operationId: `listMy${many}`,
      summary: `The ${many.toLowerCase()} that the caller manages, drafts too`,
      description: "An organizer's own; with the secret key all of the app's.",
      access: "organizer",
      guard,
      query,
      answer: pageOf(Listing).meta({ example: { items: [Listing.meta()?.example], nextCursor: null } }),
      errors: ["DOMAIN_NOT_ALLOWED"],
    },
    (ctx, input) => listOwnListings(ctx, { domain, query: input.query }),
  );

  catalogRoutes.get(
    one,
    {
      operationId: `get${name}`,
      summary: `One ${noun} with its showtimes`,
      description:
        "A visitor sees the showtimes that are not over, the secret key all of them. A draft is there for the secret key and its organizer.",
      access: "visitor",
      guard,
      params,
      answer: named(noun, ListingWithShowtimes),
      errors: ["DOMAIN_NOT_ALLOWED", "LISTING_NOT_FOUND"],
      style: "etag",
    },
    async (ctx, input) => ({ [noun]: await getListing(ctx, { domain, id: input.params.id }) }),
  );

  catalogRoutes.post(
    all,
    {
      operationId: `create${name}`,
      summary: `Make a ${noun}: a draft, unless it says PUBLISHED`,
      access: "organizer",
      guard,
      body: create,
      answer,
      status: 201,
      errors: ["DOMAIN_NOT_ALLOWED"],
    },
    async (ctx, input) => ({ [noun]: await createListing(ctx, { domain, listing: input.body }) }),
  );

  const change = {
    description:
      "Changes the fields that are sent and leaves the others as they are. A 503 is completed by sending the same request again. An organizer changes their own listings.",
    access: "organizer",
    guard,
    params,
    body: update,
    answer,
    errors: ["DOMAIN_NOT_ALLOWED", "LISTING_NOT_FOUND"],
  } as const;
  catalogRoutes.put(one, { ...change, operationId: `put${name}`, summary: `Change a ${noun}, as PATCH does` }, async (ctx, input) => ({
    [noun]: await updateListing(ctx, { domain, id: input.params.id, changes: input.body }),
  }));
  catalogRoutes.patch(one, { ...change, operationId: `update${name}`, summary: `Change or publish a ${noun}` }, async (ctx, input) => ({
    [noun]: await updateListing(ctx, { domain, id: input.params.id, changes: input.body }),
  }));

  catalogRoutes.delete(
    one,
    {
      operationId: `delete${name}`,
      summary: `Delete a ${noun} that has no showtimes`,
      access: "organizer",
      guard,
      params,
      answer,
      errors: ["DOMAIN_NOT_ALLOWED", "LISTING_NOT_FOUND", "LISTING_HAS_SHOWTIMES"],
    },
    async (ctx, input) => ({ [noun]: await deleteListing(ctx, { domain, id: input.params.id }) }),
  );

  catalogRoutes.post(
    showtimes,
    {
      operationId: `create${name}Showtime`,
      summary: `Put a ${noun} on at a venue`,
      description: "Its seats come from the venue's layout, or from POST /api/v1/seats where the venue has none.",
      access: "organizer",
      guard,
      params,
      body: CreateShowtime,
      answer: named("showtime", Showtime),
      status: 201,
      errors: ["DOMAIN_NOT_ALLOWED", "LISTING_NOT_FOUND", "VENUE_NOT_FOUND", "OVERLOADED"],
    },
    async (ctx, input) => ({ showtime: await createShowtime(ctx, { domain, listingId: input.params.id, show: input.body }) }),
  );
}

catalogRoutes.post(
  "/api/v1/venues",
  {
    operationId: "createVenue",
    summary: "Make a venue, with or without a seat layout",
    description: "The answer leaves the layout out; GET /api/v1/venues/{id} has it.",
    access: "organizer",
    body: CreateVenue,
    bodyBytesMax: limits.venueBodyBytesMax,
    answer: named("venue", Venue),
    status: 201,
  },
  async (ctx, input) => ({ venue: await createVenue(ctx, input.body) }),
);

catalogRoutes.get(
  "/api/v1/venues",
  {
    operationId: "listVenues",
    summary: "Venues, the newest first",
    access: "app",
    query: VenueQuery,
    answer: pageOf(Venue).meta({ example: { items: [Venue.meta()?.example], nextCursor: null } }),
    style: "etag",
  },
  (ctx, input) => listVenues(ctx, input.query),
);

catalogRoutes.get(
  "/api/v1/venues/{id}",
  {
    operationId: "getVenue",
    summary: "One venue with its seat layout",
    access: "app",
    params,
    answer: named("venue", VenueWithLayout),
    errors: ["VENUE_NOT_FOUND"],
    style: "etag",
  },
  async (ctx, input) => ({ venue: await getVenue(ctx, input.params) }),
);
