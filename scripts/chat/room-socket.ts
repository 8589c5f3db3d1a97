import type { RoomClientFrame, RoomServerFrame } from "../../contracts/chat-socket.ts";
import type { Person } from "./platform.ts";

interface Ends {
  /** Which message the client has last, when it comes again. */
  after: () => number;
  onOpen?: (socket: RoomSocket) => void;
  onFrame: (frame: RoomServerFrame, socket: RoomSocket) => void;
}

const retryMs = { least: 50, most: 600 };
const pingMs = 10_000;

/** The JSON socket of one room as a client has it: it comes again whenever it was cut off, and says where it stood. */
export class RoomSocket {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #ends: Ends;
  #socket: WebSocket | null = null;
  #isOver = false;
  readonly #pings: NodeJS.Timeout;

  constructor(port: number, roomId: string, { headers }: Person, ends: Ends) {
    this.#url = `ws://127.0.0.1:${port}/api/v1/chat/chat-rooms/${roomId}/ws`;
    this.#headers = headers;
    this.#ends = ends;
    this.#pings = setInterval(() => {
      if (this.isOpen) this.#socket?.send("ping");
    }, pingMs);
    this.#connect();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(frame: RoomClientFrame): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(frame));
  }

  close(): void {
    this.#isOver = true;
    clearInterval(this.#pings);
    this.#socket?.close();
  }

  #connect(): void {
    if (this.#isOver) return;
    const socket = socketWith(`${this.#url}?after=${this.#ends.after()}`, this.#headers);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#ends.onOpen?.(this));
    socket.addEventListener("message", ({ data }) => {
      if (data === "pong") return;
      const frames: RoomServerFrame | RoomServerFrame[] = JSON.parse(data);
      for (const frame of Array.isArray(frames) ? frames : [frames]) this.#ends.onFrame(frame, this);
    });
    socket.addEventListener("close", () => setTimeout(() => this.#connect(), retryMs.least + Math.random() * retryMs.most));
  }
}

/** Node's own WebSocket takes headers, which the browser's type knows nothing of. */
export function socketWith(url: string, headers: Record<string, string>): WebSocket {
  const NodeWebSocket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket;
  return new NodeWebSocket(url, { headers });
}
