import type { ChangeLine, ChatRoomCalls, RoomLine, RoomTick } from "../../contracts/chat-room.ts";
import { jsonMessage, type Outgoing } from "./outgoing.ts";
import type { Subscription } from "./subscriptions.ts";

type PresenceItem = RoomTick["presence"][number];

/** How what happens in a room sounds on its topics: `/topic/chatroom.{id}`, `/topic/command.{id}` and `/topic/presence.{id}`. */
export class RoomVoice {
  readonly #say: (subscription: Subscription, message: Outgoing) => void;
  /** Of those that are just being told who is here: what has changed meanwhile. */
  readonly #held = new Map<Subscription, PresenceItem[]>();

  constructor(say: (subscription: Subscription, message: Outgoing) => void) {
    this.#say = say;
  }

  /** To those of these that do not have it. */
  message(subscriptions: Iterable<Subscription>, line: RoomLine): void {
    const message = roomMessage(line);
    for (const each of subscriptions) if (each.kind === "room" && line.n > each.fromSeq) this.#say(each, message);
  }

  /** A message's change also to those who asked for it beside the messages; every change to those who listen to commands. */
  change(subscriptions: Iterable<Subscription>, line: ChangeLine): void {
    const headers = [["rev", String(line.n)]] as const;
    let beside: Outgoing | null = null;
    let command: Outgoing | null = null;
    for (const each of subscriptions) {
      if (line.n <= each.fromRev) continue;
      if (each.kind === "room" && each.changes && line.about === "message") {
        beside ??= jsonMessage(`change-${line.id}`, line.body, headers);
        this.#say(each, beside);
      } else if (each.kind === "command") {
        command ??= jsonMessage(`change-${line.id}`, `{"type":"change",${line.body.slice(1)}`, headers);
        this.#say(each, command);
      }
    }
  }

  /** Who came and went. */
  presence(subscriptions: Iterable<Subscription>, items: readonly PresenceItem[]): void {
    if (items.length === 0) return;
    const messages = items.map(presenceMessage);
    for (const each of subscriptions) {
      if (each.kind !== "presence") continue;
      const held = this.#held.get(each);
      if (held !== undefined) held.push(...items);
      else if (each.live) for (const message of messages) this.#say(each, message);
    }
  }

  /** Who is writing, which nobody wants to be told of themselves, and who has read, which one's own other devices do. */
  passing(subscriptions: Iterable<Subscription>, passing: RoomTick["passing"]): void {
    for (const { userId, body } of passing) {
      const message = jsonMessage(crypto.randomUUID(), body);
      const isTyping = body.startsWith('{"type":"typing"');
      for (const each of subscriptions) {
        if (each.kind === "command" && each.live && !(isTyping && each.userId === userId)) this.#say(each, message);
      }
    }
  }

  /** Tells a new subscription who is here now, and then what has changed since that was asked. */
  async here(subscription: Subscription, room: ChatRoomCalls): Promise<void> {
    const held: PresenceItem[] = [];
    this.#held.set(subscription, held);
    try {
      const answer = await room.presence({ by: { kind: "user", userId: subscription.userId } });
      if (subscription.gone || !answer.ok) return;
      const items = answer.items.filter(({ isOnline }) => isOnline).map(({ id }) => ({ id, isOnline: true }));
      for (const item of [...items, ...held]) this.#say(subscription, presenceMessage(item));
      subscription.live = true;
    } finally {
      this.#held.delete(subscription);
    }
  }
}

/** A message of a room, as its subscribers get it. */
export const roomMessage = (line: RoomLine): Outgoing =>
  jsonMessage(line.id, line.body, [["seq", String(line.n)]], { kind: "room", seq: line.n });

const presenceMessage = ({ id, isOnline }: PresenceItem): Outgoing => jsonMessage(crypto.randomUUID(), JSON.stringify({ id, isOnline }));
