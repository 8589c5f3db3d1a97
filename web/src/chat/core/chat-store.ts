import type { ChatRoom, OwnChatRoom } from "../../../../contracts/chat.ts";
import type { Drafts } from "./drafts.ts";
import { Outbox, type OutboxKeep } from "./outbox.ts";
import { People } from "./people.ts";
import { RoomState } from "./room-state.ts";
import { Told } from "./told.ts";

/** CONNECTING: for the first time. AWAY: it was live and is not at the moment. */
export type LinkState = "CONNECTING" | "LIVE" | "AWAY";

/** Everything that this page knows of one person's rooms at one app. It says so when a room comes, goes, or changes its place in the list. */
export class ChatStore extends Told {
  readonly me: string;
  readonly rooms = new Map<string, RoomState>();
  readonly people = new People();
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  link: LinkState = "CONNECTING";
  /** Whether the list of rooms has been there once. */
  isListed = false;
  /** Why there is none. */
  listFailure: unknown = null;
  /** Rooms that somebody has invited this person to while the page was open. */
  readonly invitations = new Set<string>();
  /** Where the list goes on, or null. */
  nextCursor: string | null = null;

  constructor(me: string, keep: OutboxKeep, drafts: Drafts) {
    super();
    this.me = me;
    this.outbox = new Outbox(keep);
    this.drafts = drafts;
  }

  /** The one with the latest message first. */
  get inOrder(): RoomState[] {
    return [...this.rooms.values()]
      .filter(({ gone }) => gone === null)
      .sort((a, b) => b.latestAt.localeCompare(a.latestAt) || a.id.localeCompare(b.id));
  }

  get unread(): number {
    let unread = 0;
    for (const room of this.rooms.values()) if (room.gone === null) unread += room.unread;
    return unread;
  }

  /** Takes up a room, or what is new of it. */
  put(room: OwnChatRoom): RoomState {
    const known = this.rooms.get(room.id);
    if (known !== undefined) {
      known.refresh(room);
      return known;
    }
    const state = new RoomState(this.me, room);
    state.subscribe(() => this.tell());
    this.rooms.set(room.id, state);
    this.tell();
    return state;
  }

  /** A room that one has just made or joined: there is nothing in it that one has not read. */
  putOwn(room: ChatRoom): RoomState {
    return this.put({ ...room, unreadCount: 0, readSeq: room.headSeq, lastMessage: null, lastSeenAt: null });
  }

  drop(roomId: string): void {
    this.rooms.delete(roomId);
    this.tellNow();
  }

  become(link: LinkState): void {
    if (this.link === link) return;
    this.link = link;
    this.tellNow();
  }

  /** What a room is called: a direct one by the other person's name. */
  nameOf({ info }: { info: Pick<ChatRoom, "type" | "peerId" | "name"> }): string {
    if (info.type !== "DIRECT") return info.name;
    return info.peerId === null ? "Deleted account" : (this.people.get(info.peerId)?.name ?? "…");
  }

  /** Rooms whose name has these words. */
  matching(words: string): RoomState[] {
    const wanted = words.trim().toLowerCase();
    return wanted === "" ? this.inOrder : this.inOrder.filter((room) => this.nameOf(room).toLowerCase().includes(wanted));
  }
}
