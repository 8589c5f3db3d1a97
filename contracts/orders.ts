import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Payment } from "./payments.ts";
import { HeldSeat } from "./seats.ts";
import { Amount, Currency, Id, Line, Text, Time } from "./values.ts";

/** The label of an order: derived from what became of it, of its money and of its parcel. */
export const OrderStatus = z
  .enum(["PENDING", "PAID", "FULFILLING", "SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED"])
  .meta({ id: "OrderStatus" });
export type OrderStatus = z.infer<typeof OrderStatus>;
/** PLACED: under way. CONFIRMED: bought. CANCELLED: came to nothing, or was called off. */
export const OrderState = z.enum(["PLACED", "CONFIRMED", "CANCELLED"]);
export type OrderState = z.infer<typeof OrderState>;
export const OrderPaymentStatus = z.enum(["PENDING", "PAID", "FAILED", "PARTIALLY_REFUNDED", "REFUNDED"]);
export type OrderPaymentStatus = z.infer<typeof OrderPaymentStatus>;
/** NONE: nothing of it is sent. */
export const Fulfilment = z.enum(["NONE", "UNFULFILLED", "FULFILLING", "SHIPPED", "DELIVERED"]);
export type Fulfilment = z.infer<typeof Fulfilment>;

export const ShippingAddress = z
  .strictObject({
    name: Line,
    line1: Line,
    line2: Line.optional(),
    postalCode: z
      .string()
      .trim()
      .min(1)
      .max(20)
      .regex(/^[^\p{Cc}]*$/u, "must be one line"),
    city: Line,
    country: z.string().regex(/^[A-Z]{2}$/, "is not an ISO 3166 country code such as AT"),
  })
  .meta({ id: "ShippingAddress" });
export type ShippingAddress = z.infer<typeof ShippingAddress>;

/** `paymentMethod` may be left out only for what costs nothing. */
export const Checkout = z
  .strictObject({
    paymentMethod: z.strictObject({ method: z.enum(["card"]).default("card"), token: z.string().min(1).max(200) }).optional(),
    shippingAddress: ShippingAddress.optional(),
  })
  .meta({
    id: "Checkout",
    example: {
      paymentMethod: { method: "card", token: "tok_ok" },
      shippingAddress: { name: "Ada Lovelace", line1: "Ringstraße 1", postalCode: "1010", city: "Vienna", country: "AT" },
    },
  });
export type Checkout = z.infer<typeof Checkout>;

/** Where the parcel is. `url`: where its carrier says so. */
export const Tracking = z.strictObject({
  carrier: Line.optional(),
  number: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[\x20-\x7e]+$/, "must be visible ASCII"),
  url: z
    .url({ protocol: /^https$/ })
    .max(limits.urlCharsMax)
    .optional(),
});
export type Tracking = z.infer<typeof Tracking>;

const shared = {
  id: z.string(),
  name: z.string(),
  imageUrl: z.string().nullable(),
  quantity: z.number().int(),
  unitPrice: Amount,
  amount: Amount,
  discount: Amount,
};
export const OrderLine = z
  .discriminatedUnion("kind", [
    z.object({
      ...shared,
      kind: z.literal("PRODUCT"),
      productId: z.string(),
      variantId: z.string(),
      variantName: z.string(),
      returnedQuantity: z.number().int(),
    }),
    z.object({
      ...shared,
      kind: z.literal("TICKETS"),
      listingId: z.string(),
      showtimeId: z.string(),
      reservationToken: z.string(),
      bookingId: z.string().nullable(),
      seats: z.array(HeldSeat),
    }),
  ])
  .meta({ id: "OrderLine" });
export type OrderLine = z.infer<typeof OrderLine>;

/** What happened, the oldest first. `type`: placed, payment.pending, paid, payment.failed, fulfilling, shipped, delivered, returned, refunded, cancelled … `actor`: user, server, system. */
export const OrderEvent = z
  .object({ at: Time, type: z.string(), actor: z.string(), details: z.record(z.string(), z.unknown()) })
  .meta({ id: "OrderEvent" });
export type OrderEvent = z.infer<typeof OrderEvent>;

const example = {
  id: "ord_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  status: "PAID",
  state: "CONFIRMED",
  paymentStatus: "PAID",
  fulfilment: "UNFULFILLED",
  userId: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  lines: [
    {
      id: "oli_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      kind: "PRODUCT",
      name: "Popcorn, large",
      imageUrl: "/products/popcorn.svg",
      quantity: 2,
      unitPrice: 650,
      amount: 1300,
      discount: 195,
      productId: "prd_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      variantId: "var_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      variantName: "salted",
      returnedQuantity: 0,
    },
  ],
  subtotal: 1300,
  discount: 195,
  total: 1105,
  refundedAmount: 0,
  currency: "EUR",
  promotionCode: "WINTER15",
  paymentId: "pay_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  shippingAddress: null,
  tracking: null,
  endReason: null,
  timeline: [{ at: "2026-11-21T09:00:00.000Z", type: "placed", actor: "user", details: {} }],
  expiresAt: "2026-11-21T09:05:00.000Z",
  paidAt: "2026-11-21T09:00:01.000Z",
  deliveredAt: null,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:01.000Z",
};

/** `lines` and `timeline` are whole in the single view; in lists `timeline` is empty. `expiresAt`: when a PENDING one is given up. */
export const Order = z
  .object({
    id: z.string(),
    status: OrderStatus,
    state: OrderState,
    paymentStatus: OrderPaymentStatus,
    fulfilment: Fulfilment,
    userId: z.string(),
    lines: z.array(OrderLine),
    subtotal: Amount,
    discount: Amount,
    total: Amount,
    refundedAmount: Amount,
    currency: Currency,
    promotionCode: z.string().nullable(),
    paymentId: z.string().nullable(),
    shippingAddress: ShippingAddress.nullable(),
    tracking: Tracking.nullable(),
    endReason: z.string().nullable(),
    timeline: z.array(OrderEvent),
    expiresAt: Time,
    paidAt: Time.nullable(),
    deliveredAt: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Order", example });
export type Order = z.infer<typeof Order>;

/** `payment` null: the order costs nothing. */
export const CheckedOut = z
  .object({ order: Order, payment: Payment.nullable() })
  .meta({ id: "CheckedOut", example: { order: example, payment: Payment.meta()?.example } });
export type CheckedOut = z.infer<typeof CheckedOut>;

/** `q`: an order's id, or part of a name or mail address of its buyer (desk only). `from`, `to`: when it was placed. */
export const OrderQuery = PageQuery.extend({
  status: OrderStatus.optional(),
  from: Time.optional(),
  to: Time.optional(),
});
export type OrderQuery = z.infer<typeof OrderQuery>;
export const OrderDeskQuery = OrderQuery.extend({ q: z.string().trim().max(limits.searchCharsMax).optional() });
export type OrderDeskQuery = z.infer<typeof OrderDeskQuery>;

/**
 * A parcel moves one step at a time, from PAID over FULFILLING and SHIPPED to DELIVERED; CANCELLED (before it is sent) and REFUNDED give everything back.
 * `tracking` goes with SHIPPED, and comes again with it to be mended.
 */
export const UpdateOrderStatus = z
  .strictObject({
    status: OrderStatus,
    tracking: Tracking.optional(),
    reason: Line.optional(),
  })
  .meta({
    id: "UpdateOrderStatus",
    example: { status: "SHIPPED", tracking: { carrier: "Post", number: "RR123456785AT", url: "https://track.example.com/RR123456785AT" } },
  });
export type UpdateOrderStatus = z.infer<typeof UpdateOrderStatus>;

export const CancelOrder = z
  .strictObject({ reason: Text.max(limits.nameCharsMax).optional() })
  .meta({ id: "CancelOrder", example: { reason: "Ordered twice" } });
export type CancelOrder = z.infer<typeof CancelOrder>;

/** Without `lines` everything that was sent and has not come back yet. */
export const ReturnOrder = z
  .strictObject({
    lines: z
      .array(z.strictObject({ lineId: Id, quantity: z.number().int().min(1).max(limits.cartQuantityMax) }))
      .min(1)
      .max(limits.cartItemsMax)
      .refine((lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length, "names a line twice")
      .optional(),
    reason: Text.max(limits.nameCharsMax).optional(),
  })
  .meta({ id: "ReturnOrder", example: { lines: [{ lineId: "oli_01K9Z3V6T8W2Y4A6C8E0G2J4M6", quantity: 1 }], reason: "Too salty" } });
export type ReturnOrder = z.infer<typeof ReturnOrder>;
