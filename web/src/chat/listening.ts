import type { Change, RoomServerFrame } from "../../../contracts/chat-socket.ts";
import type { Message } from "../../../contracts/messages.ts";
import type { ChatLink } from "./chat-link.ts";
import type { RoomState } from "./core/room-state.ts";

/** A connection has so many subscriptions at most; those of older rooms begin when they are opened. */
const roomsMax = 150;
/** Of so many of the latest rooms, what is read and decided elsewhere is heard at once too. */
const commandRoomsMax = 40;
/** More than this is not replayed to a page that was away. */
const replayMax = 300;

/** What this connection hears of rooms. It begins anew with every connection, each room from where it was heard last. */
export class Listening {
  /** When something was heard last, in ms. */
  lastHeardAt = Date.now();
  /** The room that is on the screen. */
  openRoom: string | null = null;
  readonly #link: ChatLink;
  readonly #heardMessage: (room: RoomState, message: Message) => void;
  readonly #ends = new Map<string, (() => void)[]>();
  readonly #attending = new Set<string>();

  constructor(link: ChatLink, heardMessage: (room: RoomState, message: Message) => void) {
    this.#link = link;
    this.#heardMessage = heardMessage;
  }

  /** The connection is another one, or gone. */
  reset(): void {
    this.#ends.clear();
    this.#attending.clear();
  }

  /** Hears a room from where it was heard last; of the open one, and of direct ones, also who is here. */
  listen(room: RoomState): void {
    if (!this.#link.isLive || room.gone !== null) return;
    const { id, log, info } = room;
    const ends = this.#ends.get(id) ?? [];
    if (ends.length === 0 && this.#ends.size >= roomsMax && id !== this.openRoom) return;
    if (ends.length === 0) {
      if (log.head - log.heardSeq > replayMax) log.skipTo(log.head);
      const from = { after: String(log.heardSeq), "after-rev": String(log.heardRev), seen: "explicit" };
      ends.push(this.#link.subscribe(`/topic/chatroom.${id}`, from, (body, headers) => this.#heard(room, body, headers)));
      this.#ends.set(id, ends);
      if (this.#ends.size <= commandRoomsMax) this.#hearCommands(room, ends);
      if (info.type === "DIRECT") this.#hearPresence(room, ends);
    }
    if (id === this.openRoom) {
      this.#hearCommands(room, ends);
      this.#hearPresence(room, ends);
    }
  }

  #hearCommands(room: RoomState, ends: (() => void)[]): void {
    if (!this.#attend(`command ${room.id}`)) return;
    ends.push(this.#link.subscribe(`/topic/command.${room.id}`, { seen: "explicit" }, (body) => this.#commanded(room, body)));
  }

  #hearPresence(room: RoomState, ends: (() => void)[]): void {
    if (!this.#attend(`presence ${room.id}`)) return;
    const heard = (body: string) => room.present(JSON.parse(body) as { id: string; isOnline: boolean });
    ends.push(this.#link.subscribe(`/topic/presence.${room.id}`, { seen: "explicit" }, heard));
  }

  /** True the first time of a connection. */
  #attend(what: string): boolean {
    if (this.#attending.has(what)) return false;
    this.#attending.add(what);
    return true;
  }

  unlisten(roomId: string): void {
    for (const end of this.#ends.get(roomId) ?? []) end();
    this.#ends.delete(roomId);
    this.#attending.delete(`command ${roomId}`);
    this.#attending.delete(`presence ${roomId}`);
  }

  #heard(room: RoomState, body: string, headers: Record<string, string>): void {
    this.lastHeardAt = Date.now();
    if (headers.rev === undefined) this.#heardMessage(room, JSON.parse(body) as Message);
    else room.change(JSON.parse(body) as Change);
  }

  #commanded(room: RoomState, body: string): void {
    this.lastHeardAt = Date.now();
    const frame = JSON.parse(body) as Extract<RoomServerFrame, { type: "change" | "typing" | "seen" }>;
    if (frame.type !== "change") {
      room.pass(frame, Date.now());
      return;
    }
    // How far changes have been heard is counted on the other topic, which leaves none of the messages' out.
    const { heardRev } = room.log;
    room.change(frame);
    room.log.heardRev = heardRev;
    if (room.gone !== null) this.unlisten(room.id);
  }
}
