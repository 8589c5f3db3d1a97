import { errors } from "../../contracts/errors.ts";
import { issuesOf } from "../../contracts/issues.ts";
import type { Refusal } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { LiveClientFrame, type LiveServerFrame, type SeatCode, seatStatuses } from "../../contracts/seats.ts";
import type { RateLimit } from "../../contracts/settings.ts";
import { toBase64 } from "../../workers/platform/digest.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";
import { parseJson, sendText } from "../sockets.ts";
import type { Ledger } from "./ledger.ts";
import type { SeatMapStorage } from "./storage.ts";
import { availabilityBitmap } from "./views.ts";

type Format = "json" | "compact";

/** Who sits at a socket: kept with it through hibernation. */
export interface Watcher {
  format: Format;
  /** Who may hold and release; null for whoever only watches. */
  person: Person | null;
}

/** `socketId`: by which their inbox knows this socket. `until`: after that they must open another one, in milliseconds. */
export interface Person {
  userId: string;
  sessionId: string;
  socketId: string;
  until: number;
  /** Whether the session has ended: they may go on watching. */
  ended: boolean;
  /** The limit of their holds and releases when the socket was opened. */
  limit?: RateLimit;
}

/** The live channel of a showtime: whoever applies the deltas to the snapshot has the map that a fresh snapshot shows. */
export class LiveChannel {
  readonly #ctx: DurableObjectState;
  readonly #buckets = new WeakMap<WebSocket, Bucket>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  get watchers(): number {
    return this.#ctx.getWebSockets().length;
  }

  /** Accepts a watcher and sends it the map as it is now. */
  accept(watcher: Watcher, ledger: Ledger, version: number): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, watcher.person === null ? [watcher.format] : [watcher.format, watcher.person.sessionId]);
    server.serializeAttachment(watcher);
    server.send(JSON.stringify(snapshot(ledger, version, watcher.format)));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** The sockets of this session go on as those of watchers. */
  endSession(sessionId: string): void {
    for (const socket of this.#ctx.getWebSockets(sessionId)) {
      const { format, person } = watcherOf(socket);
      if (person?.sessionId === sessionId) socket.serializeAttachment({ format, person: { ...person, ended: true } } satisfies Watcher);
    }
  }

  /** The frame that this message is, or null after telling the sender what was wrong with it. */
  read(socket: WebSocket, message: string | ArrayBuffer, now: number): LiveClientFrame | null {
    if (typeof message !== "string" || message.length > limits.socketFrameBytesMax) {
      socket.close(typeof message === "string" ? 1009 : 1003, "send JSON text of at most 64 KiB");
      return null;
    }
    const { bucket, allowed } = takeToken(this.#buckets.get(socket) ?? null, limits.socketFramesBurst, limits.socketFramesPerSecond, now);
    this.#buckets.set(socket, bucket);
    if (!allowed) {
      socket.close(1008, "too many frames");
      return null;
    }
    const content = parseJson(message);
    const frame = LiveClientFrame.safeParse(content);
    if (frame.success) return frame.data;
    this.send(socket, {
      type: "error",
      ...refOf(content),
      code: "VALIDATION_FAILED",
      message: "This is not a frame of this channel.",
      details: { issues: issuesOf(frame.error) },
    });
    return null;
  }

  send(socket: WebSocket, frame: LiveServerFrame): void {
    sendText(socket, JSON.stringify(frame));
  }

  /** Tells every watcher which seats changed. Each form is made once, however many watch. */
  publish(ledger: Ledger, version: number, changes: ReadonlyMap<number, SeatCode>): void {
    for (const format of ["json", "compact"] as const) {
      const sockets = this.#ctx.getWebSockets(format);
      if (sockets.length === 0) continue;
      const text = JSON.stringify(delta(ledger, version, changes, format));
      for (const socket of sockets) sendText(socket, text);
    }
  }

  /** Sends what this watcher missed since `version`, or a snapshot if that is too long ago or not of this showtime's past. */
  resume(socket: WebSocket, since: number, ledger: Ledger, version: number, storage: SeatMapStorage): void {
    const { format } = watcherOf(socket);
    if (since > version || version - since > limits.resumeVersionsMax) {
      this.send(socket, snapshot(ledger, version, format));
      return;
    }
    for (const [missed, changes] of storage.changesAfter(since, version)) this.send(socket, delta(ledger, missed, changes, format));
  }
}

/** By which its sender knows a frame that is wrong otherwise. */
function refOf(content: unknown): { ref?: string } {
  const ref = typeof content === "object" && content !== null && "ref" in content ? content.ref : undefined;
  return typeof ref === "string" && ref !== "" && ref.length <= limits.socketRefCharsMax ? { ref } : {};
}

/** Whether a person at a socket may hold and release now, or the code of why not. */
export function holder(socket: WebSocket, now: number): Person | "TOKEN_MISSING" | "TOKEN_INVALID" | "TOKEN_EXPIRED" {
  const { person } = watcherOf(socket);
  if (person === null) return "TOKEN_MISSING";
  if (person.ended) return "TOKEN_INVALID";
  return person.until <= now ? "TOKEN_EXPIRED" : person;
}

/** What `accept` attached to the socket. */
export const watcherOf = (socket: WebSocket): Watcher => socket.deserializeAttachment();

function snapshot(ledger: Ledger, version: number, format: Format): LiveServerFrame {
  if (format === "compact") {
    return { type: "snapshot", version, bitmap: toBase64(availabilityBitmap(ledger, version)) };
  }
  return {
    type: "snapshot",
    version,
    seats: ledger.seats.map(({ id }, index) => ({ id, status: seatStatuses[ledger.status[index] ?? 3] })),
  };
}

const delta = (ledger: Ledger, version: number, changes: ReadonlyMap<number, SeatCode>, format: Format): LiveServerFrame =>
  format === "compact"
    ? { type: "delta", version, seats: [...changes] }
    : {
        type: "delta",
        version,
        seats: [...changes].map(([index, code]) => ({ id: ledger.seats[index]?.id ?? "", status: seatStatuses[code] })),
      };

/** What a client is told whose frame was refused. */
export const errorFrame = (ref: string, { code, details }: Omit<Refusal, "ok">) =>
  ({ type: "error", ref, code, message: errors[code][1], ...(details && { details }) }) as const;
