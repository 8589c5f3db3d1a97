import { describe, expect, it } from "vitest";
import { CreateBus, CreateListing } from "../../contracts/listings.ts";
import { CreateShowtime } from "../../contracts/showtimes.ts";
import { demoListings, demoVenues } from "./programme.ts";

describe.each(demoListings)("the demo's $listing.title", ({ venue, listing, currency, tiers, terms, week }) => {
  const { domain, venue: make } = demoVenues[venue];
  const { layout } = make();

  it("prices every tier of its venue", () => {
    const used = new Set(
      layout?.sections.flatMap((section) => section.rows.flatMap((row) => row.seats.flatMap((seat) => seat.tier ?? []))),
    );
    expect([...used].filter((tier) => !tiers.some(({ name }) => name === tier))).toEqual([]);
  });

  it("is a listing that the API takes", () => {
    const schema = domain === "BUS" ? CreateBus : CreateListing;
    expect(schema.safeParse({ ...listing, status: "PUBLISHED" }).error).toBeUndefined();
  });

  it("is put on by terms that the API takes", () => {
    const show = { venueId: "ven_1", startsAt: "2099-01-15T18:30:00Z", currency, tiers, ...terms };
    expect(CreateShowtime.safeParse(show).error).toBeUndefined();
  });

  it("is on every week", () => {
    expect(Object.values(week).flat().length).toBeGreaterThan(0);
  });
});

it("is on somewhere on every day of the week", () => {
  const days = new Set(demoListings.flatMap(({ week }) => Object.keys(week)));
  expect(days.size).toBe(7);
});
