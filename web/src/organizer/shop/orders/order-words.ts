import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import type { OrderLine, OrderStatus } from "../../../../../contracts/orders.ts";
import type { Tone } from "../../../admin/parts/badge.tsx";

export const orderStatuses: Record<OrderStatus, { words: string; tone: Tone }> = {
  PENDING: { words: "Not paid yet", tone: "warm" },
  PAID: { words: "Paid", tone: "good" },
  FULFILLING: { words: "Being packed", tone: "warm" },
  SHIPPED: { words: "On its way", tone: "good" },
  DELIVERED: { words: "Delivered", tone: "plain" },
  CANCELLED: { words: "Cancelled", tone: "bad" },
  REFUNDED: { words: "Refunded", tone: "bad" },
};

/** `2 × Popcorn, large (salted)` */
export function lineWords(line: OrderLine): string {
  const variant = line.kind === "PRODUCT" && line.variantName !== "" ? ` (${line.variantName})` : "";
  return `${line.quantity} × ${line.name}${variant}`;
}

/** Ids are long; their last characters tell orders apart. */
export const shortOrder = (id: string): string => `#${id.slice(-6)}`;

/** What the lines come to that one sells oneself, less their part of the discount, in minor units. */
export const ownTotal = ({ lines }: Pick<DeskOrder, "lines">): number =>
  lines.reduce((sum, { amount, discount }) => sum + amount - discount, 0);

/** Whether somebody else sells something in it too: then only the box office moves it on. */
export const isSharedOrder = ({ lines, subtotal }: Pick<DeskOrder, "lines" | "subtotal">): boolean =>
  lines.reduce((sum, { amount }) => sum + amount, 0) !== subtotal;

const happenings: Record<string, string> = {
  placed: "Ordered",
  "payment.pending": "The payment is under way",
  paid: "Paid",
  "payment.failed": "The payment failed",
  fulfilling: "Packing began",
  shipped: "Sent",
  tracking: "Tracking changed",
  delivered: "Delivered",
  returned: "Sent back",
  refunded: "Refunded",
  cancelled: "Cancelled",
};

/** A line of the timeline in words; what has none is told as it is. */
export const happeningWords = (type: string): string => happenings[type] ?? type.replaceAll(/[._]/g, " ");
