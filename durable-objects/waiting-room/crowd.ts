import { limits } from "../../contracts/limits.ts";
import type { QueueFrame } from "../../contracts/waiting-room.ts";
import { answeredCode, sendText } from "../sockets.ts";
import { nextToTell } from "./rounds.ts";

/** The sockets of a waiting room. They hibernate: who sits at which is their tag. */
export class Crowd {
  readonly #ctx: DurableObjectState;
  /** Whose turn it is to hear of their place. */
  #next = 0;
  /** Listing them costs with their number, and each who comes asks. */
  #open: number;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    this.#open = ctx.getWebSockets().length;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** How many sockets are open; exact after each round. */
  get size(): number {
    return this.#open;
  }

  accept(userId: string, first: QueueFrame): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [userId]);
    this.#open++;
    server.send(JSON.stringify(first));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** The close must be answered, or the client waits ten seconds and sees 1006. */
  close(socket: WebSocket, code: number, reason: string): void {
    this.#open = Math.max(0, this.#open - 1);
    socket.close(answeredCode(code), reason);
  }

  isHere(userId: string): boolean {
    return this.#ctx.getWebSockets(userId).length > 0;
  }

  /** Tells every tab and device of one person. */
  tell(userId: string, frame: QueueFrame): void {
    const text = JSON.stringify(frame);
    for (const socket of this.#ctx.getWebSockets(userId)) sendText(socket, text);
  }

  /** Tells the next so many, round and round, so that one round costs the same however large the crowd is. `frameOf` null: nothing to say. */
  tellNext(frameOf: (userId: string) => QueueFrame | null): void {
    const sockets = this.#ctx.getWebSockets();
    this.#open = sockets.length;
    const { indexes, next } = nextToTell(this.#next, sockets.length, limits.queuePlacesToldPerTick);
    this.#next = next;
    for (const index of indexes) {
      const socket = sockets[index];
      if (socket === undefined) continue;
      const [userId = ""] = this.#ctx.getTags(socket);
      const frame = frameOf(userId);
      if (frame !== null) sendText(socket, JSON.stringify(frame));
    }
  }

  /** Tells everybody the same for the last time. */
  sendAway(last: QueueFrame): void {
    const text = JSON.stringify(last);
    for (const socket of this.#ctx.getWebSockets()) {
      sendText(socket, text);
      socket.close(1000, "the sale is over");
    }
  }
}
