import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Amount, Currency, Id, Time } from "./values.ts";

export const PaymentStatus = z.enum(["PENDING", "SUCCESS", "FAILED", "REFUNDED"]).meta({ id: "PaymentStatus" });
export type PaymentStatus = z.infer<typeof PaymentStatus>;

/**
 * What the payer has to wait for or do before a PENDING payment settles. `settlesInSeconds`: the provider's estimate. `url`: a page of the payer's bank,
 * which sends them back to ours. `clientSecret`: for Stripe.js on one's own page, `stripe.handleNextAction({clientSecret})`.
 */
export const NextAction = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("await_settlement"), settlesInSeconds: z.number().int() }),
    z.object({ type: z.literal("redirect"), url: z.string() }),
    z.object({ type: z.literal("use_stripe_sdk"), clientSecret: z.string() }),
  ])
  .meta({ id: "NextAction" });
export type NextAction = z.infer<typeof NextAction>;

const paymentExample = {
  id: "pay_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  status: "SUCCESS",
  amount: 6500,
  currency: "EUR",
  method: "card",
  provider: "simulated",
  reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d…",
  orderId: null,
  bookingId: null,
  capturedAmount: 6500,
  refundedAmount: 0,
  refundId: null,
  disputed: false,
  createdAt: "2026-11-21T09:00:30.000Z",
  updatedAt: "2026-11-21T09:00:30.000Z",
};

/**
 * `capturedAmount`: what was taken; `refundedAmount`: what has been decided to go back, and `refundId` the last of these refunds. `disputed`: the payer has
 * asked their bank for the money, and we have not won it. A payment is for a reservation or for an order; for both if the reservation is an order of tickets.
 */
export const Payment = z
  .object({
    id: z.string(),
    status: PaymentStatus,
    amount: Amount,
    currency: Currency,
    method: z.string(),
    provider: z.string(),
    reservationToken: z.string().nullable(),
    orderId: z.string().nullable(),
    bookingId: z.string().nullable(),
    nextAction: NextAction.optional(),
    failureCode: z.string().optional(),
    capturedAmount: Amount,
    refundedAmount: Amount,
    refundId: z.string().nullable(),
    disputed: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Payment", example: paymentExample });
export type Payment = z.infer<typeof Payment>;

export const PaymentEventType = z
  .enum(["AUTHORISED", "CAPTURED", "REFUNDED", "FAILED", "DISPUTED", "DISPUTE_WON", "DISPUTE_LOST"])
  .meta({ id: "PaymentEventType" });
export type PaymentEventType = z.infer<typeof PaymentEventType>;

/** What happened to a payment. `reference`: the provider's charge, our refund, the provider's dispute, or why it failed. */
export const PaymentEvent = z.object({ type: PaymentEventType, amount: Amount, at: Time, reference: z.string().nullable() });
export type PaymentEvent = z.infer<typeof PaymentEvent>;

/** One payment with its history, oldest first. */
export const PaymentWithEvents = Payment.extend({ events: z.array(PaymentEvent) }).meta({
  id: "PaymentWithEvents",
  example: {
    ...paymentExample,
    events: ["AUTHORISED", "CAPTURED"].map((type) => ({
      type,
      amount: 6500,
      at: paymentExample.updatedAt,
      reference: "sim_pay_01K9Z3V6…",
    })),
  },
});
export type PaymentWithEvents = z.infer<typeof PaymentWithEvents>;

/** `amount` in minor units; without one everything that is left. `reason`: for the books, and for whoever reads the refund. */
export const RefundPayment = z
  .strictObject({ amount: Amount.min(1).optional(), reason: z.string().trim().min(1).max(limits.refundReasonCharsMax).optional() })
  .meta({ id: "RefundPayment", example: { amount: 1500, reason: "The bar was closed" } });
export type RefundPayment = z.infer<typeof RefundPayment>;

/** `amount`: what goes back of this payment. PENDING until the provider has paid it, which happens without anyone asking again. */
export const RefundedPayment = z
  .object({
    payment: PaymentWithEvents,
    refund: z.object({ id: z.string(), amount: Amount, status: z.enum(["PENDING", "SUCCEEDED"]) }),
  })
  .meta({
    example: {
      payment: { ...paymentExample, refundedAmount: 1500, refundId: "ref_01K9Z3V6T8W2Y4A6C8E0G2J4M6", events: [] },
      refund: { id: "ref_01K9Z3V6T8W2Y4A6C8E0G2J4M6", amount: 1500, status: "SUCCEEDED" },
    },
  });
export type RefundedPayment = z.infer<typeof RefundedPayment>;

/** The amount is never the client's to say: it is what the hold froze. An order of tickets is booked by itself when its payment succeeds. */
export const ProcessPayment = z
  .strictObject({
    reservationToken: Id.optional(),
    orderId: Id.optional(),
    method: z.enum(["card"]).default("card"),
    token: z.string().min(1).max(200),
  })
  .refine(({ reservationToken, orderId }) => (reservationToken === undefined) !== (orderId === undefined), {
    message: "send one of reservationToken and orderId",
    path: ["reservationToken"],
  })
  .meta({
    id: "ProcessPayment",
    example: { reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d2f3a4c5e", method: "card", token: "tok_ok" },
  });
export type ProcessPayment = z.infer<typeof ProcessPayment>;

/** `expiresAt`: the hold's new end; a payment that starts extends it once. */
export const ProcessedPayment = z
  .object({ payment: Payment, expiresAt: Time })
  .meta({ example: { payment: paymentExample, expiresAt: "2026-11-21T09:05:00.000Z" } });
export type ProcessedPayment = z.infer<typeof ProcessedPayment>;

export const PaymentQuery = PageQuery.extend({ status: PaymentStatus.optional() });
export type PaymentQuery = z.infer<typeof PaymentQuery>;

/** What the simulated provider posts to /webhooks/payments/simulated, signed by the Standard Webhooks specification. */
export const SimulatedWebhook = z
  .strictObject({
    type: z.enum(["charge.succeeded", "charge.failed"]),
    timestamp: Time,
    data: z.strictObject({
      chargeId: z.string().max(128),
      reference: z.string().max(128),
      amount: Amount,
      currency: Currency,
      failureCode: z.string().max(100).optional(),
    }),
  })
  .meta({
    id: "SimulatedWebhook",
    example: {
      type: "charge.succeeded",
      timestamp: "2026-11-21T09:00:33.000Z",
      data: { chargeId: "sim_pay_01K9Z3V6T8W2Y4A6C8E0G2J4M6", reference: paymentExample.id, amount: 6500, currency: "EUR" },
    },
  });
export type SimulatedWebhook = z.infer<typeof SimulatedWebhook>;

export const WebhookReceipt = z.object({ received: z.literal(true) }).meta({ example: { received: true } });

/** The simulated provider's test cards, as the pay page offers them. */
export const simulatedTokens = [
  { token: "tok_ok", label: "Pays at once" },
  { token: "tok_slow", label: "Pays after 2 seconds" },
  { token: "tok_pending", label: "Pays after 5 seconds" },
  { token: "tok_declined", label: "Declined" },
  { token: "tok_insufficient_funds", label: "Insufficient funds" },
  { token: "tok_error", label: "Provider failure" },
] as const;
