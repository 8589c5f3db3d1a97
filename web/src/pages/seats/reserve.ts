import type { BestAvailable, HeldSeats } from "../../../../contracts/seats.ts";
import { admissionFor } from "../../admission.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";

/** Seats by name, or as the server sees fit. */
export type Wanted = { seatIds: string[] } | { bestAvailable: BestAvailable };

/** Asks for a hold, with the waiting room's pass where we have one. */
export function reserve(domain: Domain, showtimeId: string, wanted: Wanted): Promise<HeldSeats> {
  const pass = admissionFor(showtimeId);
  return request<HeldSeats>(domain, "/reserve-seat", {
    method: "POST",
    body: "seatIds" in wanted ? wanted : { entityId: showtimeId, ...wanted },
    headers: { "idempotency-key": crypto.randomUUID(), ...(pass === undefined ? {} : { "x-admission": pass }) },
  });
}
