import { limits } from "../../../contracts/limits.ts";

/** What can be listened to. */
export type Topic =
  | { kind: "room" | "presence" | "command"; roomId: string }
  | { kind: "live"; name: string }
  | { kind: "userQueue"; name: UserQueue };
/** Where can be sent to. */
export type Target =
  | { kind: "chatSend" | "typing" | "seen" | "unsubscribeRoom"; roomId: string }
  | { kind: "live"; name: string }
  | { kind: "heartbeat" };
export type UserQueue = "errors" | "heartbeatReply" | "notifications";
/** UNKNOWN: nothing is there. FORBIDDEN: something may be there, but not for this. */
export interface RefusedDestination {
  kind: "refused";
  code: "DESTINATION_UNKNOWN" | "DESTINATION_FORBIDDEN";
}

const unknown: RefusedDestination = { kind: "refused", code: "DESTINATION_UNKNOWN" };
const forbidden: RefusedDestination = { kind: "refused", code: "DESTINATION_FORBIDDEN" };

const roomId = "([A-Za-z0-9_-]{1,128})";
const roomTopic = new RegExp(`^/topic/(chatroom|chat_room|presence|command)([./])${roomId}$`);
const roomOrder = new RegExp(`^/app/(chat\\.send|chat\\.typing|chat\\.seen|unsubscribe/chat_rooms|unsubcribe/chat_rooms)/${roomId}$`);
/** Words of ASCII between single dots, dashes, colons or slashes. */
const liveTopic = /^\/topic\/live\.([A-Za-z0-9_]+(?:[.:/-][A-Za-z0-9_]+)*)$/;
const userQueue = /^\/user\/queue\/(errors|heartbeatReply|notifications)$/;

const orders = new Map<string, "chatSend" | "typing" | "seen" | "unsubscribeRoom">([
  ["chat.send", "chatSend"],
  ["chat.typing", "typing"],
  ["chat.seen", "seen"],
  ["unsubscribe/chat_rooms", "unsubscribeRoom"],
  ["unsubcribe/chat_rooms", "unsubscribeRoom"],
]);

/** What a SUBSCRIBE's destination names, in any of its spellings. */
export function parseSubscribe(destination: string): Topic | RefusedDestination {
  const topic = topicOf(destination);
  if (topic !== null) return topic;
  // Whether others' queues exist is nobody's business; patterns would listen to what was never asked for.
  if (/^\/user\/[^/]+\/queue\//.test(destination) || /^\/topic\/.*[*#>]/.test(destination) || targetOf(destination) !== null)
    return forbidden;
  return unknown;
}

/** What a SEND's destination names. */
export function parseSend(destination: string): Target | RefusedDestination {
  const target = targetOf(destination);
  if (target !== null) return target;
  return topicOf(destination) !== null || /^\/user\//.test(destination) ? forbidden : unknown;
}

function topicOf(destination: string): Topic | null {
  const live = liveName(destination);
  if (live !== null) return { kind: "live", name: live };
  const [, queue] = userQueue.exec(destination) ?? [];
  if (queue !== undefined) return { kind: "userQueue", name: queue as UserQueue };
  const [, word, mark, id] = roomTopic.exec(destination) ?? [];
  if (word === undefined || id === undefined || (mark === "/") !== (word === "chat_room")) return null;
  return { kind: word === "presence" || word === "command" ? word : "room", roomId: id };
}

function targetOf(destination: string): Target | null {
  const live = liveName(destination);
  if (live !== null) return { kind: "live", name: live };
  if (destination === "/app/heartbeat") return { kind: "heartbeat" };
  const [, word = "", id] = roomOrder.exec(destination) ?? [];
  const kind = orders.get(word);
  return kind === undefined || id === undefined ? null : { kind, roomId: id };
}

function liveName(destination: string): string | null {
  const [, name] = liveTopic.exec(destination) ?? [];
  return name !== undefined && name.length <= limits.liveNameCharsMax ? name : null;
}
