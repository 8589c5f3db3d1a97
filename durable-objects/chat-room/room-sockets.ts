import { limits } from "../../contracts/limits.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";
import { answeredCode, sendText } from "../sockets.ts";
import { keepSeat, type Seat, seatOf } from "./room-socket.ts";

/** So often the sockets are looked at, in bytes told to each. */
const bytesPerLook = 1024 * 1024;

/** The JSON sockets of a room. They hibernate; which of them hear what is said now is known by what is attached to them. */
export class RoomSockets {
  readonly #ctx: DurableObjectState;
  /** Those that hear what is said as it is said. */
  readonly #listening = new Set<WebSocket>();
  /** Those that are still to be sent what they missed. What nobody keeps they hear as it happens, for it would not come again. */
  readonly #behind = new Set<WebSocket>();
  readonly #buckets = new WeakMap<WebSocket, Bucket>();
  /** How many bytes had been told when a socket last gave a sign of life, and when that was. */
  readonly #signs = new WeakMap<WebSocket, { bytes: number; at: number }>();
  #open = 0;
  #bytes = 0;
  #bytesAtLook = 0;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    for (const socket of ctx.getWebSockets()) {
      this.#open++;
      const { started, catchingUp } = seatOf(socket);
      // What it was being sent is forgotten: it comes again, and says how far it got.
      if (catchingUp) socket.close(1012, "come again");
      else if (started) this.#listening.add(socket);
    }
  }

  get size(): number {
    return this.#open;
  }

  of(tag: string): WebSocket[] {
    return this.#ctx.getWebSockets(tag);
  }

  all(): WebSocket[] {
    return this.#ctx.getWebSockets();
  }

  /** Whose sockets are open. */
  users(): Set<string> {
    return new Set(this.#ctx.getWebSockets().map((socket) => seatOf(socket).userId));
  }

  /** It hears nothing more. */
  silence(socket: WebSocket): void {
    this.#listening.delete(socket);
    this.#behind.delete(socket);
  }

  /** It was told who is here, and hears from now on who comes and goes. */
  told(socket: WebSocket): void {
    this.#behind.add(socket);
  }

  /** Those that have not begun to listen. */
  waiting(): WebSocket[] {
    return this.#ctx.getWebSockets().filter((socket) => !seatOf(socket).started && !seatOf(socket).catchingUp);
  }

  accept(seat: Seat): { client: WebSocket; server: WebSocket } {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [seat.userId, seat.sessionId]);
    server.serializeAttachment(seat);
    this.#open++;
    return { client, server };
  }

  start(socket: WebSocket): void {
    keepSeat(socket, { started: true, catchingUp: false });
    this.#signs.set(socket, { bytes: this.#bytes, at: Date.now() });
    this.#behind.delete(socket);
    this.#listening.add(socket);
  }

  /** It is being sent what it missed, and hears what is said now after that. */
  pause(socket: WebSocket): void {
    keepSeat(socket, { catchingUp: true });
    this.#listening.delete(socket);
    this.#behind.add(socket);
  }

  /** The close must be answered, or the client waits ten seconds and sees 1006. */
  closed(socket: WebSocket, code: number, reason: string): void {
    this.#behind.delete(socket);
    if (this.#listening.delete(socket) || this.#open > 0) this.#open = Math.max(0, this.#open - 1);
    socket.close(answeredCode(code), reason);
  }

  /** Whether this frame of a client may be looked at; whoever floods is sent away. */
  admits(socket: WebSocket, now: number): boolean {
    this.#signs.set(socket, { bytes: this.#bytes, at: now });
    const { bucket, allowed } = takeToken(this.#buckets.get(socket) ?? null, limits.roomFramesBurst, limits.roomFramesPerSecond, now);
    this.#buckets.set(socket, bucket);
    if (!allowed) socket.close(1008, "too many frames");
    return allowed;
  }

  /** The same text to everybody who listens. `passing`: what of it nobody keeps, for those who are behind. */
  tell(text: string, passing: () => string): void {
    if (text === "") return;
    const apart = this.#behind.size > 0 ? passing() : "";
    if (apart !== "") for (const socket of this.#behind) sendText(socket, apart);
    for (const socket of this.#listening) sendText(socket, text);
    this.#bytes += text.length;
    if (this.#bytes - this.#bytesAtLook > bytesPerLook) this.#dropSlow();
  }

  /** Closes those that have not said anything for long, not even a ping answered by the platform. Returns how many there were. */
  dropSilent(before: number): number {
    let dropped = 0;
    for (const socket of this.#ctx.getWebSockets()) {
      const sign = this.#ctx.getWebSocketAutoResponseTimestamp(socket);
      if (sign === null || sign.getTime() > before) continue;
      socket.close(1001, "nothing was heard of you");
      dropped++;
    }
    return dropped;
  }

  /** The runtime keeps what a socket does not read, and does not say how much: whoever is told much without a sign of life is taken for one of these. */
  #dropSlow(): void {
    this.#bytesAtLook = this.#bytes;
    for (const socket of this.#listening) {
      const sign = this.#signs.get(socket);
      if (sign === undefined) this.#signs.set(socket, { bytes: this.#bytes, at: Date.now() });
      else if (this.#bytes - sign.bytes > limits.socketUnreadBytesMax) {
        const answered = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
        if (answered > sign.at) this.#signs.set(socket, { bytes: this.#bytes, at: Date.now() });
        else {
          this.#listening.delete(socket);
          socket.close(1013, "too slow: read faster, and send ping");
        }
      }
    }
  }
}
