import type { RoomLine, RoomTick } from "./chat-room.ts";

/** A push to one person, wherever they are connected. `type`: e.g. `booking.confirmed`; `id` is the same on every telling of the same fact. */
export interface UserPush {
  id: string;
  type: string;
  appId: string;
  at: string;
  data: Record<string, unknown>;
}

/**
 * What a `ChatGateway` object, which has the STOMP sockets of many people, can be told. Its name is how it is called back: `{appId}:{shard}` for the
 * people of one app, `any:{shard}` for sockets that named their app in CONNECT alone.
 */
export interface ChatGatewayCalls {
  /** What happened in a room where somebody here listens. `listening` false: nobody does, and the room may forget this gateway. */
  tick(tick: RoomTick): Promise<{ listening: boolean }>;
  /**
   * A room that has lost its memory says how far it has come: whoever missed something asks for it. `listeners`: who listens here to the room, so that
   * nobody counts as present whose socket has gone without a word.
   */
  roomAwoke(input: {
    appId: string;
    roomId: string;
    head: { seq: number; rev: number };
    access: number;
  }): Promise<{ listening: boolean; listeners: string[] }>;
  /** A message that another gateway's subscriber would not take: `taken` if somebody here gets it. */
  redelivered(input: { appId: string; roomId: string; line: RoomLine }): Promise<{ taken: boolean }>;
  /** To all sockets of this person that listen to `/user/queue/notifications`. */
  push(input: { userId: string; push: UserPush }): Promise<void>;
  /** Messages of `/topic/live.{name}` of an app, byte for byte. The app is named because a gateway may have sockets of several. */
  relay(input: { appId: string; name: string; frames: LiveMessage[] }): Promise<{ listening: boolean }>;
  relayRedelivered(input: { appId: string; name: string; frame: LiveMessage }): Promise<{ taken: boolean }>;
  /** How many sockets are here: asked by whoever adds them up, in case this object crashed with sockets that it had told of. */
  sockets(): Promise<number>;
}

/** An ephemeral message: never stored. `headers`: those of the sender's own making, with its content-type. */
export interface LiveMessage {
  id: string;
  headers: [string, string][];
  body: Uint8Array;
}

/** What a `LiveRelay` object, one for each app and name, can be asked. It stores who listens and no message. */
export interface LiveRelayCalls {
  listen(gateway: string): Promise<void>;
  unlisten(gateway: string): Promise<void>;
  /** RATE_LIMITED if all together send too much. */
  publish(frames: LiveMessage[]): Promise<{ ok: true } | { ok: false; code: "RATE_LIMITED" | "OVERLOADED" }>;
  /** A message that a subscriber at `gateway` would not take goes to one somewhere else. */
  redeliver(input: { gateway: string; frame: LiveMessage }): Promise<{ taken: boolean }>;
}
