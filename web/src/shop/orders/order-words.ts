import { limits } from "../../../../contracts/limits.ts";
import type { Order, OrderEvent } from "../../../../contracts/orders.ts";

type Facts = Pick<Order, "status" | "fulfilment" | "shippingAddress" | "endReason" | "lines">;
const dayMs = 86_400_000;

/** Whether merchandise of it waits at the venue instead of being sent. */
export const isCollected = ({ fulfilment, shippingAddress }: Pick<Order, "fulfilment" | "shippingAddress">): boolean =>
  fulfilment !== "NONE" && shippingAddress === null;

/** How it stands, in two or three words. */
export function statusWords(order: Facts): string {
  const collected = isCollected(order);
  switch (order.status) {
    case "PENDING":
      return "Waiting for payment";
    case "PAID":
      return "Paid";
    case "FULFILLING":
      return collected ? "Being prepared" : "Being packed";
    case "SHIPPED":
      return collected ? "Ready to collect" : "On its way";
    case "DELIVERED":
      return collected ? "Collected" : "Delivered";
    case "REFUNDED":
      return "Refunded";
    default:
      return cameToNothing(order) ? "Not paid" : "Cancelled";
  }
}

const unpaid = ["PAYMENT_FAILED", "NOT_PAID_IN_TIME", "INTERRUPTED"];
const cameToNothing = ({ endReason }: Pick<Order, "endReason">): boolean => endReason !== null && unpaid.includes(endReason);

/** What that means for the one who ordered. */
export function statusSentence(order: Facts): string {
  const tickets = order.lines.some(({ kind }) => kind === "TICKETS");
  switch (order.status) {
    case "PENDING":
      return "Your bank is thinking. This page goes on by itself.";
    case "PAID":
      if (order.fulfilment === "NONE") return "Your tickets are booked. They are under My tickets, too.";
      return isCollected(order)
        ? `We tell you when it is ready to collect.${tickets ? " Your tickets are booked." : ""}`
        : `We tell you when it is on its way.${tickets ? " Your tickets are booked." : ""}`;
    case "FULFILLING":
      return "Somebody is at it.";
    case "SHIPPED":
      return isCollected(order) ? "Come to the venue and say your order number." : "It has left the house.";
    case "DELIVERED":
      return "Something wrong with it? You can return it.";
    case "REFUNDED":
      return "Everything you paid goes back the way it came.";
    default:
      return endWords(order.endReason);
  }
}

function endWords(endReason: string | null): string {
  switch (endReason) {
    case "PAYMENT_FAILED":
      return "The bank said no. Nothing was charged, and your cart is as it was.";
    case "NOT_PAID_IN_TIME":
      return "It was not paid in time. Nothing was charged, and your cart is as it was.";
    case "RESERVATION_EXPIRED":
      return "The hold of your seats ran out before it was paid. What was charged goes back.";
    case "INTERRUPTED":
      return "It could not be completed. What was charged goes back, and your cart is as it was.";
    default:
      return "What you paid for it goes back the way it came.";
  }
}

const events: Record<string, string> = {
  placed: "Ordered",
  "payment.pending": "The bank is asked",
  paid: "Paid",
  "payment.failed": "Payment declined",
  cancelled: "Cancelled",
  refunded: "Refunded",
  returned: "Returned",
};

/** What happened, as the timeline says it. */
export function eventWords({ type }: Pick<OrderEvent, "type">, order: Facts): string {
  const known = events[type];
  if (known !== undefined) return type === "cancelled" && cameToNothing(order) ? "Not completed" : known;
  const asStatus = type.toUpperCase();
  if (asStatus === "FULFILLING" || asStatus === "SHIPPED" || asStatus === "DELIVERED") return statusWords({ ...order, status: asStatus });
  return type.charAt(0).toUpperCase() + type.slice(1).replaceAll(".", " ");
}

/** What is still to come of an order that goes well. */
export function stepsAhead(order: Facts): string[] {
  if (order.fulfilment === "NONE" || !["PENDING", "PAID", "FULFILLING", "SHIPPED"].includes(order.status)) return [];
  const steps: Order["status"][] = ["PAID", "FULFILLING", "SHIPPED", "DELIVERED"];
  const reached = steps.indexOf(order.status);
  return steps.slice(reached + 1).map((status) => statusWords({ ...order, status }));
}

/** Whether its buyer may still call it off. */
export function isCancellable({ state, status, fulfilment }: Pick<Order, "state" | "status" | "fulfilment">): boolean {
  if (state === "PLACED") return true;
  return state === "CONFIRMED" && status !== "REFUNDED" && ["NONE", "UNFULFILLED", "FULFILLING"].includes(fulfilment);
}

/** Whether something of it may still be sent back. */
export function isReturnable({ fulfilment, state, deliveredAt, lines }: Order, nowMs: number): boolean {
  if (state !== "CONFIRMED" || fulfilment !== "DELIVERED" || deliveredAt === null) return false;
  if (nowMs > Date.parse(deliveredAt) + limits.returnDays * dayMs) return false;
  return lines.some((line) => line.kind === "PRODUCT" && line.quantity > line.returnedQuantity);
}

/** What so many more pieces of a line were paid with, in minor units. All returns of a line together come to what it cost. */
export function worthOf(
  { amount, discount, quantity, returnedQuantity }: { amount: number; discount: number; quantity: number; returnedQuantity: number },
  pieces: number,
): number {
  const upTo = (count: number) => Number((BigInt(amount - discount) * BigInt(count)) / BigInt(quantity));
  return upTo(returnedQuantity + pieces) - upTo(returnedQuantity);
}
