import type { DeskFileQuery, DeskOrder } from "../../../contracts/order-desk.ts";
import type { OrderLine } from "../../../contracts/orders.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { listDesk } from "./read.ts";

type Cell = string | number | null;

/** So many orders are read at a time. */
const ordersAtOnce = 200;

/** A row an order's line: for packing and for the books. Amounts in minor units. */
export const deskColumns = [
  "orderId",
  "status",
  "paymentStatus",
  "fulfilment",
  "createdAt",
  "paidAt",
  "buyerId",
  "buyerName",
  "buyerEmail",
  "lineId",
  "kind",
  "name",
  "variant",
  "seats",
  "quantity",
  "returnedQuantity",
  "unitPriceMinor",
  "amountMinor",
  "discountMinor",
  "currency",
  "orderTotalMinor",
  "orderRefundedMinor",
  "promotionCode",
  "bookingId",
  "shipToName",
  "line1",
  "line2",
  "postalCode",
  "city",
  "country",
  "carrier",
  "trackingNumber",
] as const;

/** The lines of the orders that the desk shows for this query, page by page: for a file. */
export async function* deskPages(ctx: TenantCtx, query: DeskFileQuery): AsyncGenerator<Cell[][]> {
  for (let next: string | null | undefined; next !== null; ) {
    const page: Awaited<ReturnType<typeof listDesk>> = await listDesk(ctx, { ...query, limit: ordersAtOnce, cursor: next });
    yield page.items.flatMap((order) => order.lines.map((line) => cellsOf(order, line)));
    next = page.nextCursor;
  }
}

function cellsOf(order: DeskOrder, line: OrderLine): Cell[] {
  const { buyer, shippingAddress: address, tracking } = order;
  const isProduct = line.kind === "PRODUCT";
  return [
    order.id,
    order.status,
    order.paymentStatus,
    order.fulfilment,
    order.createdAt,
    order.paidAt,
    buyer.id,
    buyer.name,
    buyer.email,
    line.id,
    line.kind,
    line.name,
    isProduct ? line.variantName : null,
    isProduct ? null : line.seats.map(seatText).join("; "),
    line.quantity,
    isProduct ? line.returnedQuantity : null,
    line.unitPrice,
    line.amount,
    line.discount,
    order.currency,
    order.total,
    order.refundedAmount,
    order.promotionCode,
    isProduct ? null : line.bookingId,
    address?.name ?? null,
    address?.line1 ?? null,
    address?.line2 ?? null,
    address?.postalCode ?? null,
    address?.city ?? null,
    address?.country ?? null,
    tracking?.carrier ?? null,
    tracking?.number ?? null,
  ];
}

const seatText = ({ section, row, seatNumber }: { section: string | null; row: string | null; seatNumber: string }): string =>
  [section, row, seatNumber].filter((part) => part !== null).join(" ");
