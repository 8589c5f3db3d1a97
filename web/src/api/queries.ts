import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BookingWithShow, Reservation } from "../../../contracts/bookings.ts";
import type { Page } from "../../../contracts/envelope.ts";
import { listingsAtATime } from "../../../contracts/front-page.ts";
import type { Listing } from "../../../contracts/listings.ts";
import type { SeatMapLayout } from "../../../contracts/seats.ts";
import type { ListingWithShowtimes, ShowtimeWithListing } from "../../../contracts/showtimes.ts";
import { type Domain, domainWords } from "../domains.ts";
import { request, requestAnywhere } from "./request.ts";
import { send, sendRaw } from "./send.ts";
import { domainsOnSale } from "./web-config.ts";

/** Keys that begin with this hold somebody's own data and are dropped when the session ends. */
export const own = "own";

export interface ListingFilter {
  q?: string | undefined;
  city?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

function queryOf(parts: Record<string, string | undefined>): string {
  return new URLSearchParams(Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)).toString();
}

export const onSaleQuery = queryOptions({ queryKey: ["on-sale"], queryFn: domainsOnSale, staleTime: Number.POSITIVE_INFINITY });

export const listingsQuery = (domain: Domain, filter: ListingFilter) =>
  infiniteQueryOptions({
    queryKey: ["listings", domain, filter],
    queryFn: ({ pageParam, signal }) =>
      send<Page<Listing>>(
        domain,
        `/${domainWords[domain].kind}?${queryOf({ ...filter, limit: String(listingsAtATime), cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 30_000,
  });

export const listingQuery = (domain: Domain, id: string) =>
  queryOptions({
    queryKey: ["listing", domain, id],
    queryFn: async ({ signal }) => {
      const data = await send<Record<string, ListingWithShowtimes> | ListingWithShowtimes>(domain, `/${domainWords[domain].kind}/${id}`, {
        signal,
      });
      return underNoun(data, ["event", "movie", "bus", "listing"]);
    },
    staleTime: 15_000,
  });

export const showtimeQuery = (domain: Domain | undefined, id: string) =>
  queryOptions({
    queryKey: ["showtime", id],
    queryFn: async ({ signal }) => {
      const found = await requestAnywhere<ShowtimeWithListing | { showtime: ShowtimeWithListing }>(domain, `/showtimes/${id}`, { signal });
      return underNoun(found.data, ["showtime"]);
    },
    staleTime: 15_000,
  });

export const seatMapQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: ["seat-map", showtimeId],
    queryFn: ({ signal }) => send<SeatMapLayout>(domain, `/showtimes/${showtimeId}/seat-map`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The status of every seat for the first drawing; afterwards the live channel tells. */
export const availabilityQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: ["availability", showtimeId],
    queryFn: async ({ signal }) => {
      const response = await sendRaw(domain, `/showtimes/${showtimeId}/availability`, { signal });
      return new Uint8Array(await response.arrayBuffer());
    },
    staleTime: 2_000,
    gcTime: 10_000,
    structuralSharing: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const reservationQuery = (domain: Domain | undefined, token: string) =>
  queryOptions({
    queryKey: [own, "reservation", token],
    queryFn: async ({ signal }) => {
      const found = await requestAnywhere<Reservation | { reservation: Reservation }>(domain, `/reservations/${token}`, { signal });
      return { domain: found.domain, reservation: underNoun(found.data, ["reservation"]) };
    },
  });

export const activeReservationsQuery = (domain: Domain, showtimeId: string) =>
  queryOptions({
    queryKey: [own, "reservations", showtimeId],
    queryFn: ({ signal }) => request<Page<Reservation>>(domain, `/reservations?status=ACTIVE&entityId=${showtimeId}&limit=100`, { signal }),
  });

export const bookingQuery = (domain: Domain | undefined, id: string) =>
  queryOptions({
    queryKey: [own, "booking", id],
    queryFn: async ({ signal }) => {
      const found = await requestAnywhere<{ booking: BookingWithShow }>(domain, `/bookings/${id}`, { signal });
      return { domain: found.domain, booking: found.data.booking };
    },
  });

export const bookingsQuery = queryOptions({
  queryKey: [own, "bookings"],
  queryFn: async ({ signal }) => {
    const pages = (await domainsOnSale()).map(async (domain) => {
      const page = await request<Page<BookingWithShow>>(domain, "/bookings?limit=100", { signal });
      return page.items.map((booking) => ({ domain, booking }));
    });
    return (await Promise.all(pages)).flat();
  },
});

/** The thing itself, whether the answer names it (`{event: …}`) or is it. */
function underNoun<Thing extends object>(data: Thing | Record<string, Thing>, nouns: string[]): Thing {
  for (const noun of nouns) {
    const named = Object.entries(data).find(([key]) => key === noun)?.[1];
    if (typeof named === "object" && named !== null) return named;
  }
  return data as Thing;
}
