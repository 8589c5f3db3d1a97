import type { UserPush } from "./chat-gateway.ts";
import type { Refusal } from "./ledger.ts";

/**
 * A signed-in socket of a user, and the object where it is. `showtime`: the live channel of the showtime `placeId`; `room`: the chat room `placeId`;
 * `gateway`: the gateway `placeId`, where pushes can be sent to. Fields are only ever added.
 */
export interface SocketPlace {
  /** Of this one socket: made by whoever opens it. */
  socketId: string;
  kind: "showtime" | "room" | "gateway";
  appId: string;
  placeId: string;
  sessionId: string;
}

/** What a user's `Inbox` object can be asked. */
export interface InboxCalls {
  /** Before or while a socket is opened. From the answer on, its place will hear when the session ends, or that it has ended. OVERLOADED. */
  socketOpened(place: SocketPlace): Promise<{ ok: true } | Refusal>;
  socketClosed(socketId: string): Promise<void>;
  /** From the answer on, the places of these sessions' sockets will hear of their end. */
  sessionsEnded(sessionIds: string[]): Promise<void>;
  /** Tells every gateway where this person is connected at the app. Whoever is not connected hears nothing of it. */
  push(push: UserPush): Promise<void>;
}

/** What every object that has signed-in sockets can be told. */
export interface SocketHost {
  /** The sockets of these sessions lose what only a signed-in person may do, and those that are on their way are refused. */
  endSessions(sessionIds: string[]): Promise<void>;
}
