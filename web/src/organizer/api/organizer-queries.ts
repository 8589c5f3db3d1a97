import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BlockedSeat } from "../../../../contracts/blocked-seats.ts";
import type { Page } from "../../../../contracts/envelope.ts";
import { limits } from "../../../../contracts/limits.ts";
import type { Listing } from "../../../../contracts/listings.ts";
import type { ListingSales, ShowtimeSales } from "../../../../contracts/sales.ts";
import type { CancellationReport, ListingWithShowtimes, ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { DoorListItem, GateCounts } from "../../../../contracts/tickets.ts";
import type { Venue, VenueWithLayout } from "../../../../contracts/venues.ts";
import { failedWith } from "../../api/failure.ts";
import { own } from "../../api/queries.ts";
import { request, requestAnywhere, requestRaw } from "../../api/request.ts";
import { domainsOnSale } from "../../api/web-config.ts";
import { type Domain, domainOfListing, domainWords } from "../../domains.ts";
import { saveAs } from "../../save-as.ts";

/** Keys that begin with `own` and this are an organizer's. */
export const organizing = "organizing";
const key = (...parts: readonly (string | undefined)[]) => [own, organizing, ...parts];

/** Everything of a list that comes in pages. */
async function all<Item>(domain: Domain, path: string, signal: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page<Item> = await request(domain, `${path}?limit=100${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`, {
      signal,
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

export interface OwnListing {
  domain: Domain;
  listing: Listing;
  sales: ListingSales | undefined;
}
export interface OwnListings {
  /** Where somebody may put something on. */
  domains: Domain[];
  items: OwnListing[];
}

/** The singular of a kind's path is the noun under which one is answered. */
export const nounOf: Record<Domain, "event" | "movie" | "bus"> = { EVENT: "event", MOVIE: "movie", BUS: "bus" };

/** What one manages, of every domain in which one is an organizer. */
export const ownListingsQuery = queryOptions({
  queryKey: key("listings"),
  queryFn: async ({ signal }): Promise<OwnListings> => {
    const found = await Promise.all(
      (await domainsOnSale()).map(async (domain) => {
        const { kind } = domainWords[domain];
        try {
          const [listings, sales] = await Promise.all([
            all<Listing>(domain, `/${kind}/my/${kind}`, signal),
            all<ListingSales>(domain, "/sales", signal),
          ]);
          const byId = new Map(sales.map((each) => [each.listingId, each]));
          return { domain, items: listings.map((listing) => ({ domain, listing, sales: byId.get(listing.id) })) };
        } catch (error) {
          if (failedWith(error, "FORBIDDEN")) return null;
          throw error;
        }
      }),
    );
    const mine = found.filter((each) => each !== null);
    return { domains: mine.map(({ domain }) => domain), items: mine.flatMap(({ items }) => items) };
  },
});

export const ownListingQuery = (id: string) =>
  queryOptions({
    queryKey: key("listing", id),
    queryFn: async ({ signal }) => {
      const domain = domainOfListing(id);
      const data = await request<Record<string, ListingWithShowtimes>>(domain, `/${domainWords[domain].kind}/${id}`, { signal });
      const listing = data[nounOf[domain]];
      if (listing === undefined) throw new Error("the answer names no listing");
      return listing;
    },
  });

/** With this begin the keys of all of one's showtimes. */
export const ownShowtimes = key("showtime");

export const ownShowtimeQuery = (domain: Domain | undefined, id: string) =>
  queryOptions({
    queryKey: key("showtime", id),
    queryFn: async ({ signal }) =>
      (await requestAnywhere<{ showtime: ShowtimeWithListing }>(domain, `/showtimes/${id}`, { signal })).data.showtime,
  });

export const venuesQuery = (domain: Domain, q: string) =>
  queryOptions({
    queryKey: [organizing, "venues", domain, q],
    queryFn: ({ signal }) => request<Page<Venue>>(domain, `/venues?limit=50${q === "" ? "" : `&q=${encodeURIComponent(q)}`}`, { signal }),
    placeholderData: (before) => before,
  });

export const venueQuery = (domain: Domain, id: string) =>
  queryOptions({
    queryKey: [organizing, "venue", id],
    queryFn: async ({ signal }) => (await request<{ venue: VenueWithLayout }>(domain, `/venues/${id}`, { signal })).venue,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const salesQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: key("sales", showtimeId),
    queryFn: async ({ signal }) => (await request<{ sales: ShowtimeSales }>(domain, `/showtimes/${showtimeId}/sales`, { signal })).sales,
  });

/** Why seats are kept from sale. */
export const blockedSeatsQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: key("blocked", showtimeId),
    queryFn: async ({ signal }) => {
      const path = `/showtimes/${showtimeId}/blocked-seats?limit=${limits.seatPageItemsMax}`;
      return (await request<Page<BlockedSeat>>(domain, path, { signal })).items;
    },
  });

export const gateCountsQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: key("gate", showtimeId),
    queryFn: ({ signal }) => request<GateCounts>(domain, `/showtimes/${showtimeId}/gate-counts`, { signal }),
  });

export const doorListQuery = (domain: Domain, showtimeId: string) =>
  infiniteQueryOptions({
    queryKey: key("door", showtimeId),
    queryFn: ({ pageParam, signal }) =>
      request<Page<DoorListItem>>(
        domain,
        `/showtimes/${showtimeId}/door-list?limit=1000${pageParam === undefined ? "" : `&cursor=${encodeURIComponent(pageParam)}`}`,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

const followMs = 1500;

/** How far a cancelled showtime's refunds are: asked again until they are through. */
export const cancellationQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: key("cancellation", showtimeId),
    queryFn: async ({ signal }) =>
      (await request<{ cancellation: CancellationReport }>(domain, `/showtimes/${showtimeId}/cancellation`, { signal })).cancellation,
    refetchInterval: ({ state }) => (state.data?.status === "DONE" ? false : followMs),
  });

/** Saves one of a showtime's lists as a file. */
export async function downloadCsv(domain: Domain, path: string, name: string): Promise<void> {
  const response = await requestRaw(domain, path, { headers: { accept: "text/csv" } });
  saveAs(name, "text/csv", await response.blob());
}
