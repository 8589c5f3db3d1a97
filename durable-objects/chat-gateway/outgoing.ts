import { type MessageTemplate, messageTemplate } from "./stomp/write-frame.ts";
import type { Subscription } from "./subscriptions.ts";

/** Where a message comes from, so that somebody else can have it: a room's message by its number, what is passed on, or what is for nobody else. */
export type Source = { kind: "room"; seq: number } | { kind: "live" } | { kind: "once" };

/** One message on its way to many subscriptions. What is equal of their frames is made once. */
export class Outgoing {
  readonly id: string;
  readonly source: Source;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array;
  readonly #templates = new Map<string, MessageTemplate>();

  constructor(message: { id: string; source: Source; headers: readonly (readonly [string, string])[]; body: string | Uint8Array }) {
    this.id = message.id;
    this.source = message.source;
    this.headers = message.headers;
    this.body = message.body;
  }

  /** The frame for a subscription; `ack`: what the client is to name when it has taken it, null where it need not. */
  frameFor({ id, version, destination }: Subscription, ack: string | null): string | Uint8Array {
    const key = `${version} ${destination}`;
    let template = this.#templates.get(key);
    if (template === undefined) {
      template = messageTemplate({ destination, messageId: this.id, headers: this.headers, body: this.body }, version);
      this.#templates.set(key, template);
    }
    return template(id, ack);
  }
}

/** JSON that a room or the gateway says. */
export const jsonMessage = (
  id: string,
  body: string,
  headers: readonly (readonly [string, string])[] = [],
  source: Source = { kind: "once" },
): Outgoing => new Outgoing({ id, source, headers: [["content-type", "application/json"], ...headers], body });
