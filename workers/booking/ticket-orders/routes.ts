import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { BookedTickets, BookTickets, TicketOrder, TicketOrderQuery, UpdateTicketOrder } from "../../../contracts/ticket-orders.ts";
import { Id } from "../../../contracts/values.ts";
import { Answer, Endpoints } from "../../gateway/endpoint.ts";
import { ledgerHeaders } from "../ledger-reply.ts";
import { bookTickets } from "./book-tickets.ts";
import { cancelTicketOrder } from "./cancel-ticket-order.ts";
import { getTicketOrder, listTicketOrders } from "./read.ts";

export const ticketOrderRoutes = new Endpoints("Orders of tickets", "bookings");

const params = z.strictObject({ id: Id });
const oneOrder = z.object({ order: TicketOrder }).meta({ example: { order: TicketOrder.meta()?.example } });

ticketOrderRoutes.post(
  "/api/v1/tickets/book",
  {
    operationId: "bookTickets",
    attempt: "reserve",
    summary: "Order tickets of a listing, without choosing seats or with",
    description:
      "`eventId` is an event, a movie or a bus. Without `showtimeId` its next showtimes are tried until one has so many. `quantity` takes places without numbers where there are any, else the best seats. Paid with `orderId` at POST /payments/process, the order is booked by itself; one that costs nothing is confirmed with its `reservationToken`. A sale with a waiting room asks for its pass as `x-admission`.",
    access: "user",
    body: BookTickets,
    answer: BookedTickets,
    status: 201,
    rate: "reservation",
    errors: [
      "LISTING_NOT_FOUND",
      "SHOWTIME_NOT_FOUND",
      "NOT_ENOUGH_SEATS",
      "SEAT_NOT_FOUND",
      "SEAT_ALREADY_LOCKED",
      "SEAT_ALREADY_BOOKED",
      "SEAT_BLOCKED",
      "LONELY_SEAT",
      "HOLD_LIMIT_REACHED",
      "SALE_NOT_OPEN",
      "ADMISSION_REQUIRED",
      "OVERLOADED",
    ],
  },
  async (ctx, { body }, c) => {
    const { data: order, reply } = await bookTickets(ctx, body, { admission: c.req.header("x-admission") });
    return new Answer({ order, reservationToken: order.reservationToken }, { headers: ledgerHeaders(reply) });
  },
);

ticketOrderRoutes.get(
  "/api/v1/tickets/orders",
  {
    operationId: "listTicketOrders",
    summary: "One's own orders of tickets, or all of the app's with the secret key",
    access: "userOrServer",
    query: TicketOrderQuery,
    answer: pageOf(TicketOrder).meta({ example: { items: [TicketOrder.meta()?.example], nextCursor: null } }),
  },
  (ctx, { query }) => listTicketOrders(ctx, query),
);

ticketOrderRoutes.get(
  "/api/v1/tickets/orders/{id}",
  {
    operationId: "getTicketOrder",
    summary: "An order of tickets as it stands now",
    description:
      "PENDING: held until `expiresAt`. PAID: booked, as `bookingId`. CANCELLED: given back, or cancelled after the sale. EXPIRED: the hold ran out.",
    access: "userOrServer",
    params,
    answer: oneOrder,
    errors: ["ORDER_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ order: await getTicketOrder(ctx, params) }),
);

ticketOrderRoutes.put(
  "/api/v1/tickets/orders/{id}",
  {
    operationId: "updateTicketOrder",
    summary: "Cancel an order of tickets",
    description: "What is held is given back; what is booked is cancelled, and refunded as the showtime's policy says.",
    access: "user",
    params,
    body: UpdateTicketOrder,
    answer: oneOrder,
    errors: ["ORDER_NOT_FOUND", "ILLEGAL_TRANSITION", "NOT_CANCELLABLE", "DEPENDENCY_UNAVAILABLE", "OVERLOADED"],
  },
  async (ctx, { params }) => ({ order: await cancelTicketOrder(ctx, params) }),
);
