import type { UserPush } from "./chat-gateway.ts";
import type { Refusal } from "./ledger.ts";
import type { KeptNotification, NotificationTopic } from "./notifications.ts";

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

/** A page of an app's notifications. `before`: the `at` and id of the last one that is known. */
export interface NotificationsAsked {
  appId: string;
  limit: number;
  before: { at: number; id: string } | null;
  unread: boolean;
}

/** What a user's `Inbox` object can be asked. */
export interface InboxCalls {
  /** Before or while a socket is opened. From the answer on, its place will hear when the session ends, or that it has ended. OVERLOADED. */
  socketOpened(place: SocketPlace): Promise<{ ok: true } | Refusal>;
  socketClosed(socketId: string): Promise<void>;
  /** From the answer on, the places of these sessions' sockets will hear of their end. */
  sessionsEnded(sessionIds: string[]): Promise<void>;
  /**
   * Keeps what belongs behind the bell (`topicOfPush`), once by its id and unless its person has muted the topic, and tells every gateway where this person
   * is connected at the app, muted or not: pages that show a booking or an order hang on it. When it has answered, it is kept. Throws where it is not.
   */
  push(push: UserPush): Promise<void>;
  /** Of one app, the newest first. `unreadCount`: of all of the app's. */
  notifications(asked: NotificationsAsked): Promise<{ items: KeptNotification[]; unreadCount: number }>;
  /** Marks some of an app's notifications as read, or all (`ids` null), and tells every tab. Answers how many are unread now. */
  markRead(input: { appId: string; ids: string[] | null }): Promise<number>;
  /**
   * All the topics that are not to be kept here any more. D1 has the choices, and this is its copy; `version` rises with each change there, so that the last
   * one stands in whatever order they come.
   */
  mute(input: { topics: NotificationTopic[]; version: number }): Promise<void>;
  /** Everything that is kept, for an export, from old to new. */
  everyNotification(): Promise<KeptNotification[]>;
  /** For somebody who is erased: all of it goes, and nothing is kept here any more. */
  forgetNotifications(): Promise<void>;
}

/** What every object that has signed-in sockets can be told. */
export interface SocketHost {
  /** The sockets of these sessions lose what only a signed-in person may do, and those that are on their way are refused. */
  endSessions(sessionIds: string[]): Promise<void>;
}
