import { z } from "zod";
import { Order, OrderDeskQuery, OrderStatus } from "./orders.ts";
import { Amount, Currency } from "./values.ts";

/** Who ordered. `email`: only for whoever sends the parcel, and null once the account is gone; then the name is empty. */
export const DeskBuyer = z.object({ id: z.string(), name: z.string(), email: z.string().nullable() });
export type DeskBuyer = z.infer<typeof DeskBuyer>;

const buyer = { id: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Ada Lovelace", email: "ada@example.com" };

/**
 * An order as its sellers see it, with its timeline. An organizer sees the own lines alone, and the address only if one of them is sent; the sums are the
 * whole order's. `allowed`: what the caller may make of it by PATCH /orders/:id/status; nothing for an organizer with whom others sell in it.
 */
export const DeskOrder = Order.extend({ buyer: DeskBuyer, allowed: z.array(OrderStatus) }).meta({
  id: "DeskOrder",
  example: { ...exampleOrder(), buyer, allowed: ["FULFILLING", "CANCELLED", "REFUNDED"] },
});
export type DeskOrder = z.infer<typeof DeskOrder>;

/**
 * `toShip`: orders that are paid and not sent yet. `shipped`: on their way. `pendingCount`: not paid yet. `revenue`: what the caller's lines of orders came
 * to that were placed in the last `days` and went through, less discounts, before refunds.
 */
export const DeskSummary = z
  .object({
    toShip: z.number().int(),
    shipped: z.number().int(),
    pendingCount: z.number().int(),
    days: z.number().int(),
    revenue: z.array(z.object({ currency: Currency, amount: Amount })),
  })
  .meta({
    id: "DeskSummary",
    example: { toShip: 3, shipped: 2, pendingCount: 1, days: 30, revenue: [{ currency: "EUR", amount: 128_450 }] },
  });
export type DeskSummary = z.infer<typeof DeskSummary>;

/** What the desk's file is narrowed down by: it is whole, and has no pages. */
export const DeskFileQuery = OrderDeskQuery.omit({ limit: true, cursor: true });
export type DeskFileQuery = z.infer<typeof DeskFileQuery>;

/** Every contract of the API has an example; this is the order's. */
function exampleOrder(): Order {
  return Order.parse(Order.meta()?.example);
}
