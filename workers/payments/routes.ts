import { z } from "zod";
import { pageOf } from "../../contracts/envelope.ts";
import {
  Payment,
  PaymentQuery,
  PaymentWithEvents,
  ProcessedPayment,
  ProcessPayment,
  RefundedPayment,
  RefundPayment,
  SimulatedWebhook,
  WebhookReceipt,
} from "../../contracts/payments.ts";
import { Id } from "../../contracts/values.ts";
import { Answer, Endpoints } from "../gateway/endpoint.ts";
import { processPayment } from "./process-payment.ts";
import { providerNamed } from "./provider.ts";
import { getPayment, listPayments } from "./read.ts";
import { refundByHand } from "./refund-by-hand.ts";
import { takeNews } from "./take-news.ts";

export const paymentRoutes = new Endpoints("Payments", "payments");

const paymentExample = Payment.meta()?.example;

paymentRoutes.post(
  "/api/v1/payments/process",
  {
    operationId: "processPayment",
    attempt: "pay",
    summary: "Pay for a reservation, or for an order of tickets",
    description:
      "The amount is what the hold froze. 201 with SUCCESS, or with PENDING and `nextAction`; 200 with the live payment that there was already. Extends the hold once, by at most 3 minutes. An order is booked by itself when its payment succeeds, at once or later.",
    access: "user",
    body: ProcessPayment,
    answer: ProcessedPayment,
    status: 201,
    alsoAnswers: [200],
    errors: [
      "RESERVATION_NOT_FOUND",
      "RESERVATION_NOT_YOURS",
      "RESERVATION_EXPIRED",
      "RESERVATION_CONFIRMED",
      "ORDER_NOT_FOUND",
      "PAYMENT_DECLINED",
      "PAYMENT_PROVIDER_ERROR",
    ],
  },
  async (ctx, { body }) => {
    const { created, payment, expiresAt } = await processPayment(ctx, body);
    return new Answer({ payment, expiresAt }, { status: created ? 201 : 200 });
  },
);

paymentRoutes.get(
  "/api/v1/payments/history",
  {
    operationId: "listPayments",
    summary: "One's own payments, or all of the app's with the secret key",
    access: "userOrServer",
    query: PaymentQuery,
    answer: pageOf(Payment).meta({ example: { items: [paymentExample], nextCursor: null } }),
  },
  (ctx, { query }) => listPayments(ctx, query),
);

paymentRoutes.get(
  "/api/v1/payments/{id}",
  {
    operationId: "getPayment",
    summary: "A payment, with all that happened to it",
    access: "userOrServer",
    params: z.strictObject({ id: Id }),
    answer: z.object({ payment: PaymentWithEvents }).meta({ example: { payment: PaymentWithEvents.meta()?.example } }),
    errors: ["PAYMENT_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ payment: await getPayment(ctx, params.id) }),
);

paymentRoutes.post(
  "/api/v1/payments/{id}/refund",
  {
    operationId: "refundPayment",
    summary: "Give a payment back, or a part of it",
    description:
      "A part is given back out of kindness: seats and products stay with the buyer, and a later cancellation gives back so much less. Without `amount` everything goes back that is left, and the bookings that it paid for are cancelled in full. Of an order, what it has besides bookings goes first.",
    access: "secret",
    params: z.strictObject({ id: Id }),
    body: RefundPayment,
    answer: RefundedPayment,
    errors: ["PAYMENT_NOT_FOUND", "PAYMENT_NOT_SUCCESSFUL", "REFUND_TOO_LARGE", "NOT_CANCELLABLE", "BOOKING_NOT_FOUND", "OVERLOADED"],
  },
  (ctx, { params, body }) => refundByHand(ctx, { ...params, ...body }),
);

paymentRoutes.post(
  "/api/v1/webhooks/payments/{provider}",
  {
    operationId: "receivePaymentWebhook",
    summary: "What a payment provider has to say",
    description:
      "Signed by the provider: `simulated` by the Standard Webhooks specification, `stripe` in Stripe's way. Late, early and repeated deliveries are safe; what does not concern us is received and left alone.",
    access: "open",
    params: z.strictObject({ provider: z.string().max(40) }),
    body: z.looseObject({ type: z.string() }).meta({ example: SimulatedWebhook.meta()?.example }),
    answer: WebhookReceipt,
    errors: ["PROVIDER_NOT_FOUND", "SIGNATURE_INVALID", "PAYMENT_NOT_FOUND", "PAYMENT_AMOUNT_MISMATCH", "DEPENDENCY_UNAVAILABLE"],
    idempotency: "none",
  },
  async (ctx, { params }, c) => {
    const provider = providerNamed(params.provider);
    const news = await provider.readWebhook(ctx, { headers: c.req.raw.headers, body: c.get("bodyText") });
    await takeNews(ctx, provider.name, news);
    return { received: true as const };
  },
);
