import { pageOf } from "../../../contracts/envelope.ts";
import { DeskFileQuery, DeskOrder, DeskSummary } from "../../../contracts/order-desk.ts";
import { OrderDeskQuery } from "../../../contracts/orders.ts";
import { csvFile } from "../../gateway/csv.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { deskColumns, deskPages } from "./desk-file.ts";
import { listDesk } from "./read.ts";
import { summarizeDesk } from "./summarize-desk.ts";

/** Registered before the routes of single orders, whose path would take `desk` for an id. */
export const deskRoutes = new Endpoints("Orders", "commerce");

deskRoutes.get(
  "/api/v1/orders/desk",
  {
    operationId: "listOrderDesk",
    summary: "The orders that the caller sells something of, newest first",
    description:
      "With the secret key all of the app's orders; an organizer's are those with a line of their own, and show these lines alone. The address and the mail address of the buyer are there for whoever sends something of the order. `q` is an order's id, or part of the buyer's name; with the secret key also of the mail address.",
    access: "organizer",
    query: OrderDeskQuery,
    answer: pageOf(DeskOrder).meta({ example: { items: [DeskOrder.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listDesk(ctx, query),
);

deskRoutes.get(
  "/api/v1/orders/desk/summary",
  {
    operationId: "getOrderDeskSummary",
    summary: "How many orders wait for what, and what the last 30 days came to",
    description:
      "Of the same orders as the desk. `revenue` is of the caller's lines of orders that went through, less discounts, before refunds.",
    access: "organizer",
    answer: DeskSummary,
  },
  (ctx) => summarizeDesk(ctx),
);

deskRoutes.get(
  "/api/v1/orders/desk.csv",
  {
    operationId: "exportOrderDesk",
    summary: "The orders of the desk as a file, one row a line",
    description: "The same filters as the desk. At most 50,000 rows; amounts in minor units.",
    access: "organizer",
    query: DeskFileQuery,
    answer: { mediaType: "text/csv", description: "A line of names, then one row for each line of each order." },
  },
  async (ctx, { query }, c) => csvFile(c, "orders", deskColumns, deskPages(ctx, query)),
);
