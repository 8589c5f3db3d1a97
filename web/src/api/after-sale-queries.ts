import { queryOptions } from "@tanstack/react-query";
import type { RefundQuote } from "../../../contracts/bookings.ts";
import type { Page } from "../../../contracts/envelope.ts";
import type { WaitlistEntry } from "../../../contracts/waitlist.ts";
import type { Domain } from "../domains.ts";
import { own } from "./queries.ts";
import { request } from "./request.ts";
import { domainsOnSale } from "./web-config.ts";

/** What cancelling these seats would give back now. It shrinks with the time, so it is asked for anew each time. */
export const quoteQuery = (domain: Domain, bookingId: string, seatIds: readonly string[]) =>
  queryOptions({
    queryKey: [own, "quote", bookingId, ...seatIds],
    queryFn: async ({ signal }) => {
      const path = `/bookings/${bookingId}/cancellation-quote?seatIds=${seatIds.map(encodeURIComponent).join(",")}`;
      return (await request<{ quote: RefundQuote }>(domain, path, { signal })).quote;
    },
    staleTime: 0,
    gcTime: 0,
  });

export interface OwnEntry {
  domain: Domain;
  entry: WaitlistEntry;
}

/** Everything that one waits for or was offered, of every app, the newest first. */
export const waitlistQuery = queryOptions({
  queryKey: [own, "waitlist"],
  queryFn: async ({ signal }): Promise<OwnEntry[]> => {
    const pages = (await domainsOnSale()).map(async (domain) => {
      const page = await request<Page<WaitlistEntry>>(domain, "/waitlist?limit=100", { signal });
      return page.items.map((entry) => ({ domain, entry }));
    });
    return (await Promise.all(pages)).flat().sort((a, b) => b.entry.createdAt.localeCompare(a.entry.createdAt));
  },
  refetchOnWindowFocus: "always",
});
