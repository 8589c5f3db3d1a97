import { queryOptions } from "@tanstack/react-query";
import type { Page } from "../../../contracts/envelope.ts";
import type { SocketTicket } from "../../../contracts/identity.ts";
import type { Ticket } from "../../../contracts/tickets.ts";
import type { Domain } from "../domains.ts";
import { own } from "./queries.ts";
import { request } from "./request.ts";

/** The tickets of a booking. `live`: the doors are near, so that a ticket shows by itself that it was used. */
export const ticketsQuery = (domain: Domain, bookingId: string, live: boolean) =>
  queryOptions({
    queryKey: [own, "tickets", bookingId],
    queryFn: async ({ signal }) => (await request<Page<Ticket>>(domain, `/bookings/${bookingId}/tickets`, { signal })).items,
    ...(live && { refetchInterval: 10_000 }),
  });

/** Opens a file of one's own by a link for one use, as browsers take files: a calendar entry goes to the calendar, a PDF to its reader. */
export async function openOwnFile(domain: Domain, target: string): Promise<void> {
  const { ticket } = await request<SocketTicket>(domain, "/ws-tickets", { method: "POST", body: { target } });
  const link = Object.assign(document.createElement("a"), { href: `/api/v1${target}?ticket=${ticket}`, download: "" });
  link.click();
}
