import type { Listing } from "../../../../contracts/listings.ts";
import type { Domain } from "../../domains.ts";

/** A listing as it is typed. */
export interface ListingDraft {
  title: string;
  description: string;
  type: string;
  language: string;
  durationMinutes: string;
  posterUrl: string;
  origin: string;
  destination: string;
}

export const emptyListing: ListingDraft = {
  title: "",
  description: "",
  type: "",
  language: "",
  durationMinutes: "",
  posterUrl: "",
  origin: "",
  destination: "",
};

export function listingDraftOf(listing: Listing): ListingDraft {
  return {
    title: listing.title,
    description: listing.description ?? "",
    type: listing.type ?? "",
    language: listing.language ?? "",
    durationMinutes: listing.durationMinutes === null ? "" : String(listing.durationMinutes),
    posterUrl: listing.posterUrl ?? "",
    origin: listing.origin ?? "",
    destination: listing.destination ?? "",
  };
}

/** The body that says what is typed. What is empty is left out: the API keeps it as it was. */
export function listingBody(draft: ListingDraft, domain: Domain): Record<string, unknown> {
  const { durationMinutes, origin, destination, ...texts } = draft;
  const words = Object.entries({ ...texts, ...(domain === "BUS" && { origin, destination }) })
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== "");
  const minutes = durationMinutes.trim();
  return { ...Object.fromEntries(words), ...(minutes !== "" && { durationMinutes: Number(minutes) }) };
}
