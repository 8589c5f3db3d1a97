import { type EventType, MarqueeEvent, SettlementMessage } from "../contracts/events.ts";
import { seatMapOf } from "./catalog/seat-map-of.ts";
import { keepDeadLetters } from "./notifications/dead-letters.ts";
import { mailQueue } from "./notifications/emails-consumer.ts";
import { sendConfirmationMail } from "./notifications/send-confirmation-mail.ts";
import { noteBookedPayment, refundEndedReservation } from "./payments/follow-booking.ts";
import { settleSimulatedCharge } from "./payments/simulated-provider.ts";
import type { Ctx } from "./platform/context.ts";
import { systemContext } from "./platform/system-context.ts";
import { flushSoon } from "./platform/telemetry.ts";
import { workOff } from "./platform/work-off.ts";

type Handler<Type extends EventType> = (ctx: Ctx, event: Extract<MarqueeEvent, { type: Type }>) => Promise<void>;

/** Who does what when something has happened. Every handler may run twice for one event. */
const subscriptions: { [Type in EventType]: Handler<Type>[] } = {
  "booking.confirmed": [noteBookedPayment, (ctx, event) => sendConfirmationMail(ctx.env, event)],
  "reservation.expired": [refundEndedReservation],
};

/** The Worker's side of every queue, by the queue's name. Each message is acknowledged or retried by itself; nothing is thrown. */
export async function consume(batch: MessageBatch, env: Env, execution: ExecutionContext): Promise<void> {
  const ctx = systemContext(env, execution, batch.queue);
  if (batch.queue === "events") await consumeEvents(ctx, batch);
  else if (batch.queue === "emails") await mailQueue(batch, env);
  else if (batch.queue === "simulated-provider") await consumeSettlements(ctx, batch);
  else if (batch.queue.endsWith("-dead")) await keepDeadLetters(batch, env);
  else throw new Error(`nobody consumes the queue ${batch.queue}`);
  flushSoon(env, ctx.waitUntil, ctx.now());
}

async function consumeEvents(ctx: Ctx, batch: MessageBatch): Promise<void> {
  const recorded: MarqueeEvent[] = [];
  for (const message of batch.messages) {
    if (isHealthProbe(message.body)) {
      message.ack();
      continue;
    }
    await workOff(message, { env: ctx.env, queue: batch.queue, log: ctx.log }, "event failed", async () => {
      const event = MarqueeEvent.parse(message.body);
      await handle(ctx, event);
      recorded.push(event);
    });
  }
  await acknowledge(ctx, recorded);
}

async function handle<Type extends EventType>(ctx: Ctx, event: Extract<MarqueeEvent, { type: Type }>): Promise<void> {
  const handlers: Handler<Type>[] = subscriptions[event.type as Type];
  for (const handler of handlers) await handler(ctx, event);
}

/** Tells each showtime's object which of its events are recorded. If that fails it sends them again, and the handlers do nothing twice. */
async function acknowledge(ctx: Ctx, events: MarqueeEvent[]): Promise<void> {
  const byShowtime = Map.groupBy(events, ({ appId, source }) => `${appId} ${source.showtimeId}`);
  for (const group of byShowtime.values()) {
    const [{ appId, source } = { appId: "", source: { showtimeId: "" } }] = group;
    const seqs = group.map((event) => event.source.seq);
    await seatMapOf(ctx.env, appId, source.showtimeId)
      .acknowledge(seqs)
      .catch((error: unknown) => ctx.log.error("events could not be acknowledged", error, { showtime: source.showtimeId }));
  }
}

async function consumeSettlements(ctx: Ctx, batch: MessageBatch): Promise<void> {
  for (const message of batch.messages) {
    await workOff(message, { env: ctx.env, queue: batch.queue, log: ctx.log }, "settlement failed", () =>
      settleSimulatedCharge(ctx, SettlementMessage.parse(message.body).chargeId),
    );
  }
}

const isHealthProbe = (body: unknown): boolean => typeof body === "object" && body !== null && "type" in body && body.type === "health";
