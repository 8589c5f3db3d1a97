import type { GatewayCore } from "./gateway-core.ts";
import type { Link } from "./link.ts";
import { liveMessage } from "./live-feed.ts";
import type { Outgoing } from "./outgoing.ts";
import { roomMessage } from "./room-voice.ts";
import { ackNameOf, type Unacked as Entry } from "./stomp/acks.ts";
import type { Frame } from "./stomp/frame.ts";
import type { Subscription } from "./subscriptions.ts";
import { type Held, liveMessageOf } from "./unacked.ts";

/** Somebody who refuses everything would otherwise play a message back and forth for ever. */
const hopsMax = 5;

/** ACK: the message has arrived. NACK: somebody else gets it. What is not known, or no longer, is no fault. */
export function acknowledge(core: GatewayCore, link: Link, frame: Frame): void {
  const entries = core.unacked.settle(link.id, ackNameOf(frame, link.seat.version ?? "1.0"));
  if (frame.command === "ACK") return;
  for (const entry of entries) {
    const subscription = core.subscriptions.of(link.id).get(entry.subscription);
    if (subscription !== undefined) core.keepAlive(giveOn(core, subscription, entry));
  }
}

/**
 * Gives a message that a subscriber would not take to another one of the same topic: here, at another socket if there is one, or else at another gateway.
 * Where there is nobody, it is dropped.
 */
export async function giveOn(core: GatewayCore, refused: Subscription, { held }: Pick<Entry<Held>, "held">): Promise<void> {
  if (held.kind === "once" || held.hops >= hopsMax) return;
  try {
    const other = otherThan(core, refused);
    if (other !== null) {
      const message = await messageOf(core, refused, held);
      if (message !== null && !other.gone) core.speak(other, message, held.hops + 1);
    } else if (held.kind === "room") {
      await core.roomOf(refused.appId, refused.target).redeliver({ gateway: core.gateway, seq: held.seq });
    } else {
      await core.topic(refused.appId, refused.target).giveAway(liveMessageOf(held));
    }
  } catch (error) {
    core.log.warn("a message that was not wanted could not be given to somebody else", { cause: String(error) });
  }
}

/** One of those who listen to the same, but for `refused`; another socket's before another one of the same socket; null if there is none. */
export function otherThan(core: GatewayCore, { appId, target, kind, socketId, id }: Omit<Subscription, "gone">): Subscription | null {
  const others = [...core.subscriptions.at(appId, target)].filter(
    (each) => each.kind === kind && each.live && !(each.socketId === socketId && each.id === id),
  );
  const elsewhere = others.filter((each) => each.socketId !== socketId);
  return pick(elsewhere.length > 0 ? elsewhere : others);
}

const pick = (all: readonly Subscription[]): Subscription | null => all[Math.floor(Math.random() * all.length)] ?? null;

async function messageOf(
  core: GatewayCore,
  { appId, target }: Subscription,
  held: Exclude<Held, { kind: "once" }>,
): Promise<Outgoing | null> {
  if (held.kind === "live") return liveMessage(liveMessageOf(held));
  const line = await core.room(appId, target).messageAt(held.seq);
  return line === null ? null : roomMessage(line);
}
