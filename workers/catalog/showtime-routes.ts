import { z } from "zod";
import { CancellationReport, CancelShowtime, Showtime, ShowtimeWithListing, UpdateShowtime } from "../../contracts/showtimes.ts";
import { Id } from "../../contracts/values.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { cancelShowtime } from "./cancel-showtime.ts";
import { named } from "./named.ts";
import { getShowtime } from "./read.ts";
import { readCancellation } from "./read-cancellation.ts";
import { updateShowtime } from "./update-showtime.ts";

export const showtimeRoutes = new Endpoints("Catalogue", "catalogue");

const params = z.strictObject({ id: Id });

showtimeRoutes.get(
  "/api/v1/showtimes/{id}",
  {
    operationId: "getShowtime",
    summary: "One showtime and what it shows",
    access: "visitor",
    params,
    answer: named("showtime", ShowtimeWithListing),
    errors: ["SHOWTIME_NOT_FOUND"],
    style: "etag",
  },
  async (ctx, input) => ({ showtime: await getShowtime(ctx, input.params) }),
);

showtimeRoutes.patch(
  "/api/v1/showtimes/{id}",
  {
    operationId: "updateShowtime",
    summary: "Change when and under which conditions a showtime sells",
    description:
      "Changes the fields that are sent; null takes away what may be left out. New prices count for the next hold. A 503 is completed by sending the same request again.",
    access: "organizer",
    params,
    body: UpdateShowtime,
    answer: named("showtime", Showtime),
    errors: ["SHOWTIME_NOT_FOUND", "SHOWTIME_CANCELLED", "OVERLOADED"],
  },
  async (ctx, input) => ({ showtime: await updateShowtime(ctx, { id: input.params.id, changes: input.body }) }),
);

showtimeRoutes.post(
  "/api/v1/showtimes/{id}/cancel",
  {
    operationId: "cancelShowtime",
    summary: "Cancel a whole showtime and refund every booking in full",
    description:
      "For good. The refunds go on by themselves; GET …/cancellation says how far they are. Sending it again answers the same. A 503 is completed by sending the same request again.",
    access: "organizer",
    params,
    body: CancelShowtime,
    answer: z
      .object({ showtime: Showtime, cancellation: CancellationReport })
      .meta({ example: { showtime: Showtime.meta()?.example, cancellation: CancellationReport.meta()?.example } }),
    errors: ["SHOWTIME_NOT_FOUND", "OVERLOADED"],
  },
  (ctx, input) => cancelShowtime(ctx, { id: input.params.id, ...input.body }),
);

showtimeRoutes.get(
  "/api/v1/showtimes/{id}/cancellation",
  {
    operationId: "getCancellation",
    summary: "How far the refunds of a cancelled showtime are",
    access: "organizer",
    params,
    answer: named("cancellation", CancellationReport),
    errors: ["SHOWTIME_NOT_FOUND", "SHOWTIME_NOT_CANCELLED", "OVERLOADED"],
  },
  async (ctx, input) => ({ cancellation: await readCancellation(ctx, input.params) }),
);
