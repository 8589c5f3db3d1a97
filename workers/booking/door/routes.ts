import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { limits } from "../../../contracts/limits.ts";
import { CheckedIn, CheckedInBatch, CheckIn, CheckInBatch, DoorListItem, GateCounts } from "../../../contracts/tickets.ts";
import { Id } from "../../../contracts/values.ts";
import { csvFile, everyPage, wantsCsv } from "../../gateway/csv.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { checkIn } from "./check-in.ts";
import { checkInBatch } from "./check-in-batch.ts";
import { doorCells, doorColumns } from "./door-file.ts";
import { listDoor, readGateCounts } from "./read.ts";
import { reportColumns, salesReport } from "./sales-report.ts";

export const doorRoutes = new Endpoints("Tickets and the door", "bookings");

const ShowtimePath = z.strictObject({ id: Id });
const showtimeErrors = ["SHOWTIME_NOT_FOUND", "FORBIDDEN"] as const;

doorRoutes.post(
  "/api/v1/check-in",
  {
    operationId: "checkIn",
    summary: "Let the bearer of a ticket in, once",
    description:
      "`ticket` is the token of the QR code or the ticket's id. With `scannedAt` the same scan may be sent again: it is answered with its entry.",
    access: "organizer",
    body: CheckIn,
    answer: CheckedIn,
    errors: ["TICKET_NOT_FOUND", "TICKET_NOT_VALID", "ALREADY_CHECKED_IN", "CHECK_IN_NOT_OPEN", "FORBIDDEN"],
  },
  (ctx, { body }) => checkIn(ctx, body),
);

doorRoutes.post(
  "/api/v1/check-in/batch",
  {
    operationId: "checkInBatch",
    summary: "Record what gates scanned without a network, at most 100 a call",
    description:
      "An answer for each scan, in their order; `code` is null where somebody was let in. `doubleEntries` counts ALREADY_CHECKED_IN.",
    access: "organizer",
    body: CheckInBatch,
    bodyBytesMax: limits.seatsBodyBytesMax,
    answer: CheckedInBatch,
  },
  (ctx, { body }) => checkInBatch(ctx, body),
);

doorRoutes.get(
  "/api/v1/showtimes/{id}/gate-counts",
  {
    operationId: "getGateCounts",
    summary: "How many have come of those who are expected, at this moment",
    access: "organizer",
    params: ShowtimePath,
    answer: GateCounts,
    errors: showtimeErrors,
  },
  (ctx, { params }) => readGateCounts(ctx, params.id),
);

doorRoutes.get(
  "/api/v1/showtimes/{id}/door-list",
  {
    operationId: "listDoor",
    summary: "Who is expected and who has come, seat by seat",
    description: "`?format=csv`, or `Accept: text/csv`, answers all of it as a file.",
    access: "organizer",
    params: ShowtimePath,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(limits.seatPageItemsMax).default(limits.pageItemsDefault),
      cursor: z
        .string()
        .regex(/^\d{1,6}$/, "is not a cursor of this list")
        .optional(),
      format: z.enum(["json", "csv"]).optional(),
    }),
    answer: pageOf(DoorListItem).meta({ example: { items: [], nextCursor: null } }),
    errors: showtimeErrors,
  },
  async (ctx, { params, query }, c) => {
    if (!wantsCsv(c, query.format)) return listDoor(ctx, params.id, query);
    // Who may not read it is told so before the file begins.
    await readGateCounts(ctx, params.id);
    return csvFile(
      c,
      "door-list",
      doorColumns,
      everyPage(query.cursor, (page) => listDoor(ctx, params.id, page), doorCells),
    );
  },
);

doorRoutes.get(
  "/api/v1/showtimes/{id}/report.csv",
  {
    operationId: "getSalesReport",
    summary: "What was sold, given back and let in: a line a seat, then a line a tier",
    access: "organizer",
    params: ShowtimePath,
    answer: { mediaType: "text/csv", description: "The file. Amounts in minor units." },
    errors: showtimeErrors,
  },
  async (ctx, { params }, c) => csvFile(c, "report", reportColumns, await salesReport(ctx, params.id)),
);
