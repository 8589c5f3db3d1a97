import type { CartTold } from "../../contracts/cart.ts";
import { limits } from "../../contracts/limits.ts";
import { answeredCode, refusedUpgrade, sendText } from "../sockets.ts";

/** After that a page must open another one, so that nobody goes on listening for ever. */
const openMs = limits.socketHoldHours * 3_600_000;

/** Who looks at a cart: every tab and device. They hibernate; until when one may listen is attached to it, in ms. */
export class CartSockets {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  get areFull(): boolean {
    return this.#ctx.getWebSockets().length >= limits.socketsPerCartMax;
  }

  /** Opens a socket that hears at once where the cart is. OVERLOADED. */
  accept(rev: number, now: number): Response {
    if (this.areFull) return refusedUpgrade("OVERLOADED");
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ until: now + openMs });
    sendText(server, frameOf(rev));
    return new Response(null, { status: 101, webSocket: client });
  }

  tell(rev: number, now: number): void {
    const text = frameOf(rev);
    for (const socket of this.#ctx.getWebSockets()) {
      sendText(socket, text);
      if (socket.deserializeAttachment().until <= now) socket.close(1012, "come again");
    }
  }

  sendAway(): void {
    for (const socket of this.#ctx.getWebSockets()) socket.close(1000, "the cart is gone");
  }

  /** The close must be answered, or the client waits ten seconds and sees 1006. */
  close(socket: WebSocket, code: number, reason: string): void {
    socket.close(answeredCode(code), reason);
  }
}

function frameOf(rev: number): string {
  const told: CartTold = { type: "cart", rev };
  return JSON.stringify(told);
}
