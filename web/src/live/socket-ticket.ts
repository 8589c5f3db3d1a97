import type { SocketTicket } from "../../../contracts/identity.ts";
import type { Call } from "../api/exchange.ts";
import { request } from "../api/request.ts";
import type { Domain } from "../domains.ts";

/** What opens the socket at this path of the API, once. */
export async function socketTicket(domain: Domain, target: string, call: Pick<Call, "headers"> = {}): Promise<string> {
  const { ticket } = await request<SocketTicket>(domain, "/ws-tickets", { ...call, method: "POST", body: { target } });
  return ticket;
}
