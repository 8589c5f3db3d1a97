import type { Message } from "../../../contracts/messages.ts";
import type { ChatCalls } from "./chat-calls.ts";
import type { RoomState } from "./core/room-state.ts";

/** So many pages at most are loaded at once to get to the first unread message. */
const unreadPagesMax = 4;
const unreadPage = 100;

/** Loads what to read first: the end, back to the first unread message if that is not too far. */
export async function readUnread(calls: ChatCalls, room: RoomState): Promise<void> {
  const page = await calls.history(room.id, "OLDER");
  room.know(page.data, "open");
  for (let pages = 0; pages < unreadPagesMax && !room.log.atStart; pages++) {
    if ((room.log.shown[0]?.seq ?? 0) <= room.readSeq) return;
    await readOn(calls, room, "above", unreadPage);
  }
}

/** Loads what is around a message. MESSAGE_NOT_FOUND. */
export async function readAround(calls: ChatCalls, room: RoomState, messageId: string): Promise<void> {
  const [page, anchor] = await Promise.all([calls.history(room.id, "AROUND", messageId), readOne(calls, room, messageId)]);
  const messages = anchor === undefined ? page.data : [...page.data, anchor];
  room.know(
    messages.sort((a, b) => a.seq - b.seq),
    "open",
  );
}

/** One message, wherever it is; undefined if there is none. A page leaves its anchor out: it is the one after the one before it. MESSAGE_NOT_FOUND. */
export async function readOne(calls: ChatCalls, room: RoomState, messageId: string): Promise<Message | undefined> {
  const known = room.log.byId(messageId);
  if (known !== undefined) return known;
  const before = (await calls.history(room.id, "OLDER", messageId, 1)).data[0];
  const { data } = await calls.history(room.id, "NEWER", before?.id, 1);
  return data.find(({ id }) => id === messageId);
}

/** Goes on above or below what is shown. */
export async function readOn(calls: ChatCalls, room: RoomState, side: "above" | "below", limit?: number): Promise<void> {
  const { shown } = room.log;
  const from = side === "above" ? shown[0] : shown.at(-1);
  if (from === undefined) return;
  const page = await calls.history(room.id, side === "above" ? "OLDER" : "NEWER", from.id, limit);
  room.know(page.data, side);
}
