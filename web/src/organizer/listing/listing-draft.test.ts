import { describe, expect, it } from "vitest";
import { CreateBus, CreateListing } from "../../../../contracts/listings.ts";
import { emptyListing, listingBody } from "./listing-draft.ts";

describe("a listing as it is typed", () => {
  it("leaves out what is empty", () => {
    expect(listingBody({ ...emptyListing, title: " Hamlet ", durationMinutes: "180" }, "EVENT")).toEqual({
      title: "Hamlet",
      durationMinutes: 180,
    });
  });

  it("is what the API takes, of a bus with its way", () => {
    const draft = { ...emptyListing, title: "Vienna to Graz", origin: "Vienna", destination: "Graz", posterUrl: "/posters/a.svg" };
    expect(CreateListing.safeParse(listingBody(draft, "EVENT")).success).toBe(true);
    expect(CreateBus.safeParse(listingBody(draft, "BUS")).success).toBe(true);
    expect(listingBody(draft, "MOVIE")).not.toHaveProperty("origin");
  });
});
