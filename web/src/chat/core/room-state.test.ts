import { describe, expect, it } from "vitest";
import type { OwnChatRoom } from "../../../../contracts/chat.ts";
import type { Change } from "../../../../contracts/chat-socket.ts";
import { RoomState } from "./room-state.ts";
import { message, messages } from "./sample-messages.ts";

const me = "usr_me";
const at = "2026-11-21T09:00:00.000Z";
const own = (more: Partial<OwnChatRoom> = {}): OwnChatRoom => ({
  id: "room_1",
  name: "Row B",
  description: "",
  type: "GROUP",
  visibility: "PUBLIC",
  status: "ACTIVE",
  ownerId: "usr_a",
  memberCount: 3,
  role: "MEMBER",
  metadata: {},
  peerId: null,
  showtimeId: null,
  slowModeSeconds: 0,
  pinned: [],
  headSeq: 10,
  rev: 2,
  createdAt: at,
  updatedAt: at,
  unreadCount: 4,
  readSeq: 6,
  lastMessage: null,
  lastSeenAt: null,
  ...more,
});
const change = (kind: Change["change"], more: Partial<Change> = {}): Change => ({ rev: 3, change: kind, at, by: "usr_a", ...more });

describe("a room of one's own", () => {
  it("counts as unread what lies between the newest message and the last one read, and nothing else", () => {
    const room = new RoomState(me, own());
    expect(room.unread).toBe(4);
    room.hear(message(11));
    expect(room.unread).toBe(5);
    expect(room.saw(9)).toBe(true);
    expect(room.unread).toBe(2);
    expect(room.saw(8)).toBe(false);
    room.pass({ type: "seen", userId: me, seq: 11, at }, 0);
    expect(room.unread).toBe(0);
  });

  it("has been read up to what one says oneself", () => {
    const room = new RoomState(me, own());
    room.hear(message(11, { senderId: me }));
    expect(room.unread).toBe(0);
  });

  it("is not unread again because a list comes late", () => {
    const room = new RoomState(me, own());
    room.saw(10);
    room.hear(message(11));
    room.refresh(own({ lastMessage: message(10) }));
    expect(room.unread).toBe(1);
    expect(room.lastMessage?.seq).toBe(11);
  });

  it("says who is writing until they stop, send, or are not heard of for six seconds", () => {
    const room = new RoomState(me, own());
    room.pass({ type: "typing", userId: "usr_a", active: true }, 1000);
    room.pass({ type: "typing", userId: "usr_b", active: true }, 2000);
    room.pass({ type: "typing", userId: me, active: true }, 2000);
    expect(room.typing.who(2000)).toEqual(["usr_a", "usr_b"]);
    expect(room.typing.dueAt(2000)).toBe(7000);
    expect(room.typing.who(7000)).toEqual(["usr_b"]);
    room.hear(message(11, { senderId: "usr_b" }));
    expect(room.typing.who(2000)).toEqual(["usr_a"]);
  });

  it("follows what moderators decide", () => {
    const room = new RoomState(me, own());
    room.change(change("PINNED", { fields: { pinned: ["1000003"] } }));
    room.change(change("ROOM", { fields: { slowModeSeconds: 30, name: "Row C" } }));
    room.change(change("ROLE", { userId: me, fields: { role: "MODERATOR" } }));
    expect(room.info).toMatchObject({ pinned: ["1000003"], slowModeSeconds: 30, name: "Row C", role: "MODERATOR" });
    expect(room.mayModerate).toBe(true);
    room.change(change("MUTED", { userId: me, fields: { mutedUntil: at } }));
    expect(room.mutedUntil).toBe(at);
    room.change(change("JOINED", { userId: "usr_c" }));
    expect(room.info.memberCount).toBe(4);
    room.change(change("KICKED", { userId: me }));
    expect(room.gone).toBe("KICKED");
  });

  it("shows its last message as it is now", () => {
    const room = new RoomState(me, own({ lastMessage: message(10) }));
    room.know(messages(1, 10), "open");
    room.change(change("DELETED", { message: message(10, { content: "", deletedAt: at, rev: 3 }) }));
    expect(room.lastMessage?.deletedAt).toBe(at);
  });
});
