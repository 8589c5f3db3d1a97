import type { Outcome } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../../workers/platform/app-error.ts";
import type { GatewayCore } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { ackModeOf } from "./stomp/acks.ts";
import { parseSubscribe, type Topic } from "./stomp/destinations.ts";
import { type Frame, headerOf, StompFault } from "./stomp/frame.ts";
import { isOfRoom, type Subscription, type TopicKind } from "./subscriptions.ts";

const nowhere = -1;

/** SUBSCRIBE: listens to a room, a live topic or one of one's own queues. What is refused is told on `/user/queue/errors`, and the socket stays. */
export async function subscribe(core: GatewayCore, link: Link, frame: Frame): Promise<void> {
  const { seat } = link;
  const destination = required(frame, "destination");
  // Version 1.0 may leave out the id: then the destination stands for it.
  const id = headerOf(frame, "id") ?? (seat.version === "1.0" ? destination : required(frame, "id"));
  const ack = ackModeOf(frame);
  // Whoever asks for a part of the messages must not be sent all of them.
  if (headerOf(frame, "selector") !== undefined) {
    throw new StompFault("selector not supported", "A subscription is for all messages.", headerOf(frame, "receipt"));
  }
  const own = core.subscriptions.of(link.id);
  if (own.has(id)) throw new StompFault("subscription exists", "A subscription with this id has not ended.", headerOf(frame, "receipt"));
  const topic = parseSubscribe(destination);
  if (topic.kind === "refused") return core.refuse(link, { code: topic.code, destination, id });
  if (own.size >= limits.stompSubscriptionsMax) return core.refuse(link, { code: "SUBSCRIPTION_LIMIT_REACHED", destination, id });
  if (seat.tenant === null || seat.person === null || seat.version === null) return;
  const after = countIn(frame, "after");
  const afterRev = countIn(frame, "after-rev");
  const { kind, target } = placeOf(topic);
  const subscription: Subscription = {
    socketId: link.id,
    id,
    appId: seat.tenant.appId,
    userId: seat.person.userId,
    kind,
    target,
    destination,
    version: seat.version,
    ack,
    seenExplicit: headerOf(frame, "seen") === "explicit",
    changes: afterRev !== undefined,
    live: !isOfRoom({ kind }),
    fromSeq: kind === "room" ? (after ?? nowhere) : nowhere,
    fromRev: afterRev ?? nowhere,
    gone: false,
  };
  core.subscriptions.add(subscription);
  const refusal = await join(core, subscription);
  if (refusal === null) return core.receipt(link, frame);
  core.end([subscription]);
  core.refuse(link, { ...refusal, destination, id });
}

async function join(
  core: GatewayCore,
  subscription: Subscription,
): Promise<{ code: AppError["code"]; details?: Record<string, unknown> } | null> {
  const { appId, target, kind } = subscription;
  try {
    if (kind === "live") await core.topic(appId, target).join();
    const joined: Outcome<object> = isOfRoom(subscription) ? await core.room(appId, target).join(subscription) : { ok: true };
    return joined.ok ? null : joined;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...(error.details && { details: error.details }) };
    core.log.error("a subscription failed", error);
    return { code: "INTERNAL" };
  }
}

/** UNSUBSCRIBE, by the subscription's id; some clients send its destination. What is not there is no fault. */
export function unsubscribe(core: GatewayCore, link: Link, frame: Frame): void {
  const own = core.subscriptions.of(link.id);
  const name = headerOf(frame, "id") ?? required(frame, "destination");
  const found = own.get(name) ?? [...own.values()].find(({ destination }) => destination === name);
  if (found !== undefined) core.end([found]);
  core.receipt(link, frame);
}

function placeOf(topic: Topic): { kind: TopicKind; target: string } {
  if (topic.kind === "live") return { kind: "live", target: topic.name };
  if (topic.kind === "userQueue") return { kind: topic.name, target: "" };
  return { kind: topic.kind, target: topic.roomId };
}

function countIn(frame: Frame, name: string): number | undefined {
  const text = headerOf(frame, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new StompFault(`bad ${name}`, `${name} is a whole number.`, headerOf(frame, "receipt"));
  return Number(text);
}

/** The value of a header that the frame must have. */
export function required(frame: Frame, name: string): string {
  const value = headerOf(frame, name);
  if (value === undefined) throw new StompFault("missing header", `${frame.command} needs ${name}.`, headerOf(frame, "receipt"));
  return value;
}
