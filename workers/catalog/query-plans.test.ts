import { describe, expect, it } from "vitest";
import { BusQuery } from "../../contracts/listings.ts";
import { makeApp, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { TenantCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { deleteListing } from "./delete-listing.ts";
import { listListings, listOwnListings } from "./list-listings.ts";
import { describeShowtimes, getListing, getShowtime, isPublished } from "./read.ts";
import { getVenue, listVenues } from "./read-venues.ts";
import { listings, showtimes, venueSections, venues } from "./tables.ts";
import { tellShowtimes } from "./tell-showtimes.ts";
import { updateListing } from "./update-listing.ts";

const everything = {
  q: "a",
  type: "b",
  name: "c",
  city: "d",
  from: "2027-01-01T00:00:00Z",
  to: "2027-02-01T00:00:00Z",
  origin: "e",
  destination: "f",
  date: "2027-01-15",
};
const list = (query: object) => (ctx: TenantCtx) => listListings(ctx, { domain: "BUS", query: BusQuery.parse(query) });
const one = { domain: "BUS", id: "bus_none" } as const;
const refused = () => null;

const asOrganizer = (ctx: TenantCtx): TenantCtx => ({
  ...ctx,
  actor: { kind: "user", userId: "usr_none", sessionId: "ses_none", role: "ORGANIZER" },
});

const statements: Record<string, (ctx: TenantCtx) => Promise<unknown>> = {
  "the list by soonest": list({}),
  "the next page of the list by soonest": list({ cursor: encodeCursor(1, "bus_1") }),
  "the next page of the list by newest": list({ sort: "newest", cursor: encodeCursor("bus_1", "bus_1") }),
  "the next page of the list by title": list({ sort: "title", cursor: encodeCursor("A", "bus_1") }),
  "the list with every filter": list(everything),
  "the next page of the list with every filter": list({ ...everything, cursor: encodeCursor(1, "bus_1") }),
  "the caller's own listings": (ctx) => listOwnListings(ctx, { domain: "BUS", query: BusQuery.parse({}) }),
  "the next page of the caller's own listings": (ctx) =>
    listOwnListings(ctx, { domain: "BUS", query: BusQuery.parse({ cursor: encodeCursor(1, "bus_1") }) }),
  "an organizer's own listings": (ctx) => listOwnListings(asOrganizer(ctx), { domain: "BUS", query: BusQuery.parse({}) }),
  "an organizer's change": (ctx) => updateListing(asOrganizer(ctx), { ...one, changes: { title: "A" } }).catch(refused),
  "an organizer's deletion": (ctx) => deleteListing(asOrganizer(ctx), one).catch(refused),
  "a listing": (ctx) => getListing(ctx, one).catch(refused),
  "a showtime": (ctx) => getShowtime(ctx, { id: "sho_none" }).catch(refused),
  "whether a showtime is published": (ctx) => isPublished(ctx, "sho_none"),
  "what showtimes are": (ctx) => describeShowtimes(ctx.db, ctx.tenant.appId, ["sho_1", "sho_2"]),
  "the venues": (ctx) => listVenues(ctx, { limit: 20, city: "Vienna", q: "a", cursor: encodeCursor("ven_1", "ven_1") }),
  "a venue": (ctx) => getVenue(ctx, { id: "ven_none" }).catch(refused),
  "a change": (ctx) => updateListing(ctx, { ...one, changes: { title: "A" } }).catch(refused),
  "a deletion": (ctx) => deleteListing(ctx, one).catch(refused),
  "the showtimes to tell": (ctx) => tellShowtimes(ctx, "bus_none"),
};

describe("no statement of the catalogue reads a whole table, nor all of a tenant's showtimes", () => {
  for (const keyKind of ["PUBLISHABLE", "SECRET"] as const) {
    for (const [name, run] of Object.entries(statements)) {
      it(`${name}, with the ${keyKind.toLowerCase()} key`, async () => {
        const app = await makeApp({ domain: "BUS" });
        const { db, plans } = recordingDatabase();
        await run(testTenantCtx(app, { db, tenant: { keyKind } }));
        const steps = await plans();
        expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
        expect(steps.filter((step) => /^SEARCH (?!venues).*\(app_id=\?\)$/.test(step))).toEqual([]);
        expect(steps.filter((step) => /^SCAN (?!day VIRTUAL|json_each VIRTUAL|CONSTANT ROW)/.test(step))).toEqual([]);
      });
    }
  }
});

it("the catalogue's drizzle tables are those of the migrations", async () => {
  expect(await schemaDrift(listings, showtimes, venues, venueSections)).toEqual([]);
});
