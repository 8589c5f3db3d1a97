import type { Page } from "./envelope.ts";
import type { Listing } from "./listings.ts";
import type { Domain, WebConfig } from "./tenants.ts";

/**
 * What the first page of the web app is drawn with. The Worker puts it into the HTML, so that the app need not ask before it draws; what both
 * must decide alike stands here, apart from the schemas, so that no validator is loaded for it.
 */
export interface FrontPage {
  config: WebConfig;
  listings: { domain: Domain; page: Page<Listing> }[];
}

/** The id of the element that holds it as JSON. */
export const frontPageId = "front-page";

/** How many listings of a domain are asked for at a time. */
export const listingsAtATime = 48;

export interface FoundListing {
  domain: Domain;
  listing: Listing;
}

const startOf = ({ listing }: FoundListing): string => listing.next?.startsAt ?? "9999";

/** The listings of all domains in one order: whatever can be seen first, first. */
export const soonestFirst = (found: readonly FoundListing[]): FoundListing[] =>
  found.toSorted((a, b) => startOf(a).localeCompare(startOf(b)));

/** Of listings in that order the one in the light: the soonest with a poster and a choice of seats left; a bus is no headliner. */
export function featuredOf(found: readonly FoundListing[]): FoundListing | undefined {
  const fits = ({ domain, listing }: FoundListing) =>
    domain !== "BUS" && listing.posterUrl !== null && listing.next !== null && listing.next.seatsLeft > listing.next.seatsTotal * 0.2;
  return found.find(fits) ?? found[0];
}
