import type { Order } from "../../../../contracts/orders.ts";
import { statusWords } from "./order-words.ts";

const looks: Record<Order["status"], string> = {
  PENDING: "border-edge text-quiet",
  PAID: "border-transparent bg-good-wash text-good",
  FULFILLING: "border-transparent bg-good-wash text-good",
  SHIPPED: "border-transparent bg-accent-wash text-accent-text",
  DELIVERED: "border-transparent bg-good-wash text-good",
  CANCELLED: "border-line text-quiet",
  REFUNDED: "border-line text-quiet",
};

/** How an order stands, at a glance. */
export function StatusChip({ order }: { order: Order }) {
  return (
    <span
      className={`inline-flex h-6 shrink-0 items-center rounded-full border px-2.5 text-xs font-semibold whitespace-nowrap ${looks[order.status]}`}
    >
      {statusWords(order)}
    </span>
  );
}
