import type { ChatRoom, OwnChatRoom } from "../../../../contracts/chat.ts";
import type { Change, RoomServerFrame } from "../../../../contracts/chat-socket.ts";
import type { Message } from "../../../../contracts/messages.ts";
import { RoomLog } from "./room-log.ts";
import { Told } from "./told.ts";
import { Typing } from "./typing.ts";

type Passing = Extract<RoomServerFrame, { type: "typing" | "seen" }>;
/** How somebody ceased to be a member. OUT: nobody says how. */
export type Gone = "LEFT" | "KICKED" | "BANNED" | "OUT";

/** One of one's own rooms as this page knows it. Unread is the newest message's number less that of the last one read, and nothing else. */
export class RoomState extends Told {
  readonly me: string;
  info: ChatRoom;
  readSeq: number;
  lastMessage: Message | null;
  gone: Gone | null = null;
  mutedUntil: string | null = null;
  readonly log: RoomLog;
  readonly typing = new Typing();
  /** Who is online here, oneself left out. */
  readonly online = new Set<string>();
  /** Up to where others have read, as far as it is known. */
  readonly readSeqs = new Map<string, number>();
  /** Another number whenever the list of members is not what it was. */
  membersVersion = 0;

  constructor(me: string, room: OwnChatRoom) {
    super();
    this.me = me;
    this.info = withoutStanding(room);
    this.readSeq = room.readSeq;
    this.lastMessage = room.lastMessage;
    this.log = new RoomLog(room.headSeq, room.rev);
  }

  get id(): string {
    return this.info.id;
  }

  get unread(): number {
    return Math.max(0, this.log.head - this.readSeq);
  }

  /** When something was last said here, as ISO text: what rooms are sorted by. */
  get latestAt(): string {
    return this.lastMessage?.timestamp ?? this.info.createdAt;
  }

  get mayModerate(): boolean {
    return this.info.role === "OWNER" || this.info.role === "MODERATOR";
  }

  /** As the list of rooms says it is now. */
  refresh(room: OwnChatRoom): void {
    this.info = withoutStanding(room);
    this.gone = null;
    this.readSeq = Math.max(this.readSeq, room.readSeq);
    this.log.note(room.headSeq);
    if ((room.lastMessage?.seq ?? 0) >= (this.lastMessage?.seq ?? 0)) this.lastMessage = room.lastMessage;
    this.tell();
  }

  /** True if it was not known. */
  hear(message: Message): boolean {
    const isNew = this.log.hear(message);
    if (message.seq >= (this.lastMessage?.seq ?? 0)) this.lastMessage = message;
    if (message.senderId === this.me && message.kind === "TEXT") this.readSeq = Math.max(this.readSeq, message.seq);
    this.typing.hear({ userId: message.senderId, active: false }, 0);
    this.tell();
    return isNew;
  }

  /** A page of history. */
  know(page: readonly Message[], as: "open" | "above" | "below"): void {
    if (as === "open") this.log.open(page);
    else this.log.extend(page, as);
    this.tellNow();
  }

  change(change: Change): void {
    this.log.change(change);
    if (change.message !== undefined && change.message.seq === this.lastMessage?.seq) this.lastMessage = change.message;
    this.#changeRoom(change);
    this.tell();
  }

  pass(frame: Passing, now: number): void {
    if (frame.type === "typing") {
      if (frame.userId !== this.me) this.typing.hear(frame, now);
    } else if (frame.userId === this.me) this.readSeq = Math.max(this.readSeq, frame.seq);
    else this.readSeqs.set(frame.userId, Math.max(frame.seq, this.readSeqs.get(frame.userId) ?? 0));
    this.tell();
  }

  present({ id, isOnline }: { id: string; isOnline: boolean }): void {
    if (id === this.me) return;
    if (isOnline) this.online.add(id);
    else this.online.delete(id);
    this.tell();
  }

  /** Everything up to here has been on the screen. True if that is news. */
  saw(seq: number): boolean {
    if (seq <= this.readSeq) return false;
    this.readSeq = Math.min(seq, this.log.head);
    this.tellNow();
    return true;
  }

  #changeRoom({ change, userId, fields = {}, at }: Change): void {
    const isMe = userId === this.me;
    if (change === "ROOM" || change === "PINNED") this.info = { ...this.info, ...fields };
    else if (change === "ERASED" && userId !== undefined) this.log.erase(userId, at);
    else if (change === "ROLE" && isMe) this.info = { ...this.info, role: fields.role as ChatRoom["role"] };
    else if (change === "MUTED" && isMe) this.mutedUntil = (fields.mutedUntil as string | null | undefined) ?? null;
    else if ((change === "LEFT" || change === "KICKED" || change === "BANNED") && isMe) this.gone = change;
    if (userId === undefined) return;
    if (change === "JOINED") this.info = { ...this.info, memberCount: this.info.memberCount + 1 };
    if (change === "LEFT" || change === "KICKED" || change === "BANNED") {
      this.info = { ...this.info, memberCount: Math.max(0, this.info.memberCount - 1) };
      this.readSeqs.delete(userId);
      this.online.delete(userId);
    }
    this.membersVersion++;
  }
}

function withoutStanding({ unreadCount: _, readSeq: __, lastMessage: ___, lastSeenAt: ____, ...room }: OwnChatRoom): ChatRoom {
  return room;
}
