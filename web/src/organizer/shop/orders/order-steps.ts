import type { Order, UpdateOrderStatus } from "../../../../../contracts/orders.ts";

export type Step = UpdateOrderStatus["status"];

/** What a seller may do with an order as it is: the way on, then the ways back. */
export function stepsOf({
  state,
  fulfilment,
  total,
  refundedAmount,
}: Pick<Order, "state" | "fulfilment" | "total" | "refundedAmount">): Step[] {
  if (state === "CANCELLED") return [];
  if (state === "PLACED") return ["CANCELLED"];
  if (total > 0 && refundedAmount >= total) return [];
  const isUnsent = fulfilment === "NONE" || fulfilment === "UNFULFILLED" || fulfilment === "FULFILLING";
  return [...onwards[fulfilment], ...(isUnsent ? (["CANCELLED"] as const) : []), ...(total > 0 ? (["REFUNDED"] as const) : [])];
}

const onwards: Record<Order["fulfilment"], Step[]> = {
  NONE: [],
  UNFULFILLED: ["FULFILLING"],
  FULFILLING: ["SHIPPED"],
  SHIPPED: ["DELIVERED"],
  DELIVERED: [],
};
