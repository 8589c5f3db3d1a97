import type { RoomPosition } from "../../contracts/chat-room.ts";
import { limits } from "../../contracts/limits.ts";
import { sendText } from "../sockets.ts";
import type { LiveRoom } from "./live-room.ts";
import { seatOf, sendFrame } from "./room-socket.ts";
import type { RoomSockets } from "./room-sockets.ts";
import { changeFrame, messageFrame, together } from "./tick-part.ts";

/** What a client has already; `rev` null: it does not ask for changes. */
interface Known {
  seq: number;
  rev: number | null;
}

/**
 * Brings a socket to where everybody has been told, in order and without gap, and lets it hear what is said from there on. A client that does not say at once
 * what it has begins where it came in.
 */
export class CatchUp {
  readonly #live: LiveRoom;
  readonly #sockets: RoomSockets;

  constructor(live: LiveRoom, sockets: RoomSockets) {
    this.#live = live;
    this.#sockets = sockets;
  }

  /** Begins with what the client said when it came, or else waits a moment for it to say so. */
  startSoon(socket: WebSocket, known: Known | null): void {
    if (known !== null) void this.resume(socket, known);
    else setTimeout(() => this.startNow(socket), limits.roomResumeGraceMs);
  }

  /** Begins where the socket came in, if it has not begun. */
  startNow(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const { started, catchingUp, from } = seatOf(socket);
    if (!started && !catchingUp) void this.#bring(socket, from);
  }

  /** Sends again what a client says it lacks. */
  async resume(socket: WebSocket, { seq, rev }: Known): Promise<void> {
    this.#live.fanOut.flush();
    const { told } = this.#live.fanOut;
    await this.#bring(socket, { seq: Math.min(seq, told.seq), rev: Math.min(rev ?? told.rev, told.rev) });
    sendFrame(socket, { type: "resumed", head: this.#live.fanOut.told.seq, rev: this.#live.fanOut.told.rev });
  }

  /** While it is behind, it hears nothing else. The last page is sent in one piece with its beginning to listen. */
  async #bring(socket: WebSocket, from: RoomPosition): Promise<void> {
    const { fanOut, past } = this.#live;
    this.#sockets.pause(socket);
    const first = { ...from };
    for (let { seq, rev } = from; ; ) {
      const lines = past.lines(seq, fanOut.told.seq, limits.roomReplayPage);
      const messages = lines instanceof Promise ? await lines : lines;
      if (socket.readyState !== WebSocket.OPEN) return;
      sendTogether(socket, messages.map(messageFrame));
      seq = messages.at(-1)?.n ?? seq;
      if (seq < fanOut.told.seq && messages.length > 0) {
        await scheduler.wait(0);
        continue;
      }
      const changes = past.changes({ seq: first.seq, rev }, fanOut.told.rev, limits.roomReplayPage);
      sendTogether(socket, changes.map(changeFrame));
      if (changes.length < limits.roomReplayPage) return this.#sockets.start(socket);
      rev = changes.at(-1)?.n ?? rev;
      await scheduler.wait(0);
    }
  }
}

function sendTogether(socket: WebSocket, frames: string[]): void {
  if (frames.length > 0) sendText(socket, together(frames));
}
