import { AdmissionMessage } from "../contracts/box-office.ts";
import { BuyersMessage } from "../contracts/buyers.ts";
import { CatalogueBuilding } from "../contracts/catalogue-search.ts";
import { type EventType, JobMessage, MarqueeEvent, SettlementMessage } from "../contracts/events.ts";
import { HeldPush } from "../contracts/held-push.ts";
import { departExchanged, letGoOfLapsed, settleStalledExchanges } from "./booking/on-exchange.ts";
import { seatMapOf } from "./catalog/seat-map-of.ts";
import { archiveMessages } from "./chat/archive-messages.ts";
import { admitTicketHolders } from "./chat/box-office/admit-ticket-holders.ts";
import { followTickets } from "./chat/box-office/follow-tickets.ts";
import { pushToBuyers } from "./chat/box-office/push-to-buyers.ts";
import { tellNews } from "./chat/box-office/tell-news.ts";
import { tellSeatsBack } from "./chat/box-office/tell-seats-back.ts";
import { closeCheckouts } from "./commerce/cart/close-checkouts.ts";
import { settlePaidOrders } from "./commerce/checkout/settle-orders.ts";
import { pushOrder } from "./commerce/orders/push-order.ts";
import { tellRefunds } from "./commerce/orders/tell-refunds.ts";
import { buildIndex } from "./commerce/search/build-index.ts";
import { followCatalogue } from "./commerce/search/follow-catalogue.ts";
import { pushToInboxes } from "./identity/push-to-inboxes.ts";
import { jobs } from "./jobs.ts";
import { keepDeadLetters } from "./notifications/dead-letters.ts";
import { eachBuyerOf, tellBuyers } from "./notifications/each-buyer-of.ts";
import { mailQueue } from "./notifications/emails-consumer.ts";
import { sendAfterSaleMails } from "./notifications/send-after-sale-mails.ts";
import { sendConfirmationMails } from "./notifications/send-confirmation-mails.ts";
import { sendFailedPaymentMails } from "./notifications/send-failed-payment-mails.ts";
import { sendOrderMails } from "./notifications/send-order-mails.ts";
import { sendRefundMails } from "./notifications/send-refund-mails.ts";
import { payRefundsOf } from "./payments/pay-refunds.ts";
import { refundEndedReservation } from "./payments/refund-ended-reservation.ts";
import { refundPaidTwice } from "./payments/refund-paid-twice.ts";
import { settleSimulatedCharge } from "./payments/simulated-provider.ts";
import type { Ctx } from "./platform/context.ts";
import { workPage } from "./platform/jobs/work-page.ts";
import { acknowledgeFacts } from "./platform/outbox.ts";
import { systemContext } from "./platform/system-context.ts";
import { flushAfterBatch } from "./platform/telemetry.ts";
import { type Work, workOffEach, workOffTogether } from "./platform/work-off.ts";
import { tellEndpoints } from "./webhooks/tell-endpoints.ts";

/** Of a schema that several types share, the type is narrowed down to the one. */
type EventOf<Type extends EventType> = MarqueeEvent extends infer Event
  ? Event extends { type: infer Types }
    ? Type extends Types
      ? Event & { type: Type }
      : never
    : never
  : never;
type Handler<Type extends EventType> = (ctx: Ctx, events: readonly EventOf<Type>[]) => Promise<void>;

/**
 * Who does what when something has happened, for all that came at the same time. Every handler may run twice for one event. Pushes come last: an inbox that
 * fails brings the event again, and keeps nothing else from being done.
 */
const subscriptions: { [Type in EventType]: Handler<Type>[] } = {
  "booking.confirmed": [
    (ctx, events) => sendConfirmationMails(ctx.env, events),
    departExchanged,
    payRefundsOf,
    (ctx, events) => sendAfterSaleMails(ctx.env, events),
    followTickets,
    tellSeatsBack,
    tellEndpoints,
    pushToBuyers,
  ],
  "reservation.expired": [
    async (ctx, events) => {
      for (const event of events) await refundEndedReservation(ctx, event);
    },
    letGoOfLapsed,
  ],
  "booking.updated": [payRefundsOf, (ctx, events) => sendAfterSaleMails(ctx.env, events), tellSeatsBack, tellEndpoints, pushToBuyers],
  "booking.cancelled": [
    payRefundsOf,
    (ctx, events) => sendAfterSaleMails(ctx.env, events),
    followTickets,
    tellSeatsBack,
    tellEndpoints,
    pushToBuyers,
  ],
  "waitlist.offered": [(ctx, events) => sendAfterSaleMails(ctx.env, events), tellEndpoints, pushToBuyers],
  "exchange.stalled": [settleStalledExchanges],
  "showtime.cancelled": [tellNews, tellEndpoints],
  "showtime.rescheduled": [tellNews, eachBuyerOf, tellEndpoints],
  "doors.opened": [tellNews],
  "ticket.checked_in": [tellNews, tellEndpoints],
  "catalogue.changed": [followCatalogue],
  "payment.succeeded": [settlePaidOrders, tellEndpoints],
  "payment.failed": [settlePaidOrders, (ctx, events) => sendFailedPaymentMails(ctx.env, events), tellEndpoints],
  "payment.refunded": [tellRefunds, (ctx, events) => sendRefundMails(ctx.env, events), tellEndpoints],
  "reservation.created": [tellEndpoints],
  "reservation.released": [tellEndpoints],
  "reservation.lapsed": [tellEndpoints],
  "order.paid": [closeCheckouts, refundPaidTwice, (ctx, events) => sendOrderMails(ctx.env, events), tellEndpoints, pushOrder],
  "order.fulfilling": [pushOrder],
  "order.shipped": [(ctx, events) => sendOrderMails(ctx.env, events), tellEndpoints, pushOrder],
  "order.delivered": [(ctx, events) => sendOrderMails(ctx.env, events), tellEndpoints, pushOrder],
  "order.cancelled": [closeCheckouts, (ctx, events) => sendOrderMails(ctx.env, events), tellEndpoints, pushOrder],
  "order.returned": [(ctx, events) => sendOrderMails(ctx.env, events), pushOrder],
  "order.refunded": [(ctx, events) => sendOrderMails(ctx.env, events), tellEndpoints, pushOrder],
};

/** The Worker's side of every queue, by the queue's name. Each message is acknowledged or retried by itself; nothing is thrown. */
export async function consume(batch: MessageBatch, env: Env, execution: ExecutionContext): Promise<void> {
  const ctx = systemContext(env, execution, batch.queue);
  if (batch.queue === "events") await consumeEvents(ctx, batch);
  else if (batch.queue === "emails") await mailQueue(batch, env);
  else if (batch.queue === "jobs") await consumeJobs(ctx, batch);
  else if (batch.queue === "chat-messages") await archiveMessages(ctx, batch);
  else if (batch.queue === "simulated-provider") await consumeSettlements(ctx, batch);
  else if (batch.queue.endsWith("-dead")) await keepDeadLetters(batch, env);
  else throw new Error(`nobody consumes the queue ${batch.queue}`);
  await flushAfterBatch(env, ctx.now());
}

async function consumeEvents(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const where = placeOf(ctx, batch);
  const recorded: MarqueeEvent[] = [];
  const {
    probe = [],
    admission = [],
    building = [],
    buyers = [],
    held = [],
    event: messages = [],
  } = Object.groupBy(batch.messages, ({ body }) => sortOf(body));
  for (const message of probe) message.ack();
  await workOffEach(admission, where, "ticket holders could not be let into their room", ({ body }) =>
    admitTicketHolders(ctx, AdmissionMessage.parse(body)),
  );
  await workOffEach(building, where, "an index of the catalogue could not be made", ({ body }) =>
    buildIndex(ctx, CatalogueBuilding.parse(body)),
  );
  await workOffEach(buyers, where, "buyers could not be told that a showtime moved", ({ body }) =>
    tellBuyers(ctx, BuyersMessage.parse(body)),
  );
  await workOffEach(held, where, "somebody could not be told", ({ body }) => {
    const { userId, push } = HeldPush.parse(body);
    return pushToInboxes(ctx, [{ userId, push }]);
  });
  await workOffTogether(messages, where, "event failed", async (together) => {
    const events = together.map(({ body }) => MarqueeEvent.parse(body));
    for (const [type, ofType] of Map.groupBy(events, (event) => event.type)) await handle(ctx, type, ofType);
    recorded.push(...events);
  });
  await acknowledge(ctx, recorded);
}

/** `events` are all of this type: they were grouped by it. */
async function handle<Type extends EventType>(ctx: Ctx, type: Type, events: readonly MarqueeEvent[]): Promise<void> {
  for (const handler of subscriptions[type]) await handler(ctx, events as readonly EventOf<Type>[]);
}

/** Tells whoever sent them which events are recorded: a showtime's object, or else D1's outbox. If that fails they come again, and the handlers do nothing twice. */
async function acknowledge(ctx: Ctx, events: MarqueeEvent[]): Promise<void> {
  const facts = events.flatMap((event) => ("source" in event ? [] : [event.id]));
  await acknowledgeFacts(ctx, facts).catch((error: unknown) => ctx.log.error("facts could not be acknowledged", error));
  const ofShowtimes = events.filter((event) => "source" in event);
  const byShowtime = Map.groupBy(ofShowtimes, ({ appId, source }) => `${appId} ${source.showtimeId}`);
  for (const group of byShowtime.values()) {
    const [{ appId, source } = { appId: "", source: { showtimeId: "" } }] = group;
    const seqs = group.map((event) => event.source.seq);
    await seatMapOf(ctx.env, appId, source.showtimeId)
      .acknowledge(seqs)
      .catch((error: unknown) => ctx.log.error("events could not be acknowledged", error, { showtime: source.showtimeId }));
  }
}

const consumeSettlements = (ctx: Ctx, batch: MessageBatch): Promise<void> =>
  workOffEach(batch.messages, placeOf(ctx, batch), "settlement failed", ({ body }) =>
    settleSimulatedCharge(ctx, SettlementMessage.parse(body).chargeId),
  );

const consumeJobs = (ctx: Ctx, batch: MessageBatch): Promise<void> =>
  workOffEach(batch.messages, placeOf(ctx, batch), "a page of a job failed", ({ body }) => workPage(ctx, jobs, JobMessage.parse(body)));

const placeOf = ({ env, log }: Ctx, { queue }: MessageBatch): Work => ({ env, queue, log });

/** What a message of the queue is, beside the events. */
function sortOf(body: unknown): "probe" | "admission" | "building" | "buyers" | "held" | "event" {
  const type = typeof body === "object" && body !== null && "type" in body ? body.type : undefined;
  if (type === "health") return "probe";
  if (type === CatalogueBuilding.shape.type.value) return "building";
  if (type === BuyersMessage.shape.type.value) return "buyers";
  if (type === HeldPush.shape.type.value) return "held";
  return type === AdmissionMessage.shape.type.value ? "admission" : "event";
}
