import { exports } from "cloudflare:workers";
import { Client, type IFrame, type IMessage, type StompConfig } from "@stomp/stompjs";
import { afterEach, expect, vi } from "vitest";
import { call, origin, someAddress, type TestUser } from "./harness.ts";

const open: WebSocket[] = [];
const clients: Client[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.deactivate({ force: true })));
  for (const socket of open.splice(0)) socket.close(1000, "the test is over");
});

const patience = { timeout: 15_000, interval: 5 };
/** Waits until something is so. */
export const until = <Value>(look: () => Value | Promise<Value>): Promise<Value> => vi.waitUntil(look, patience) as Promise<Value>;

export const offered = "v12.stomp, v11.stomp, v10.stomp";

/** Opens a socket at `/ws`. Throws with status and body where it is refused. */
export async function openSocket({ query = "", headers = {} }: { query?: string; headers?: Record<string, string> } = {}) {
  const response = await exports.default.fetch(`${origin}/api/v1/ws${query}`, {
    headers: { upgrade: "websocket", "cf-connecting-ip": someAddress(), ...headers },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  socket.binaryType = "arraybuffer";
  socket.accept();
  open.push(socket);
  return { socket, protocol: response.headers.get("sec-websocket-protocol") };
}

export async function ticketFor(user: TestUser): Promise<string> {
  const answer = await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", { user, body: { target: "/ws" } });
  expect(answer.status).toBe(201);
  return answer.body.data.ticket;
}

/** What `@stomp/stompjs` takes for the browser's WebSocket: the far end is the whole Worker. */
class FarSocket {
  static readonly CONNECTING = 0;
  onopen: (event: unknown) => void = () => {};
  onmessage: (event: { data: unknown }) => void = () => {};
  onclose: (event: { code: number; reason: string; wasClean: boolean }) => void = () => {};
  onerror: (event: unknown) => void = () => {};
  binaryType = "arraybuffer";
  readyState = 0;
  url = `${origin}/api/v1/ws`;
  protocol = "";
  #socket: WebSocket | null = null;

  constructor(options: { query?: string; headers?: Record<string, string> }) {
    openSocket(options).then(
      ({ socket, protocol }) => {
        this.#socket = socket;
        socket.addEventListener("message", ({ data }) => this.onmessage({ data }));
        socket.addEventListener("close", ({ code, reason }) => this.#closed(code, reason));
        this.protocol = protocol ?? "";
        this.readyState = 1;
        this.onopen({});
      },
      (error: Error) => {
        this.onerror({ message: error.message });
        this.#closed(1006, error.message);
      },
    );
  }

  send(data: string | ArrayBuffer): void {
    this.#socket?.send(data);
  }

  close(code?: number, reason?: string): void {
    this.readyState = 2;
    this.#socket?.close(code ?? 1000, reason);
  }

  #closed(code: number, reason: string): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose({ code, reason, wasClean: code !== 1006 });
  }
}

export interface StompOptions {
  /** By default a ticket says who it is; then CONNECT says nothing. */
  connectHeaders?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  versions?: StompConfig["stompVersions"];
  subprotocol?: string | null;
  heartBeat?: [outgoing: number, incoming: number];
  config?: Partial<StompConfig>;
}

export type StompUser = Awaited<ReturnType<typeof stompWith>>;

/** A real client, connected. */
export async function stompWith(options: StompOptions) {
  const { connectHeaders = {}, query, versions, subprotocol = offered, heartBeat = [0, 0], config = {} } = options;
  const headers = { ...options.headers, ...(subprotocol !== null && { "sec-websocket-protocol": subprotocol }) };
  const errors: IFrame[] = [];
  const closes: { code: number; reason: string }[] = [];
  let connected: IFrame | null = null;
  const client = new Client({
    webSocketFactory: () => new FarSocket({ headers, ...(query !== undefined && { query }) }),
    connectHeaders,
    reconnectDelay: 0,
    heartbeatOutgoing: heartBeat[0],
    heartbeatIncoming: heartBeat[1],
    onConnect: (frame) => {
      connected = frame;
    },
    onStompError: (frame) => errors.push(frame),
    onWebSocketClose: ({ code, reason }) => closes.push({ code, reason }),
    ...(versions && { stompVersions: versions }),
    ...config,
  });
  clients.push(client);
  client.activate();
  await until(() => connected !== null || errors.length > 0 || closes.length > 0);
  return {
    client,
    errors,
    closes,
    connected: connected as IFrame | null,
    /** Listens, once the server has said that it does. */
    listen: (destination: string, more: Record<string, string> = {}) => listen(client, destination, more),
    /** Sends, and waits for the RECEIPT. */
    send: (destination: string, body: unknown, more: Record<string, string> = {}) => send(client, destination, body, more),
  };
}

/** Somebody at a socket that a ticket opened, who hears what is refused. */
export async function stompAs(user: TestUser, options: StompOptions = {}) {
  const query = `?ticket=${await ticketFor(user)}`;
  const stomp = await stompWith({ query, headers: { origin: user.app.headers.origin ?? "" }, ...options });
  if (stomp.connected === null) throw new Error(`not connected: ${JSON.stringify([stomp.errors[0]?.headers, stomp.closes])}`);
  const refused = await stomp.listen("/user/queue/errors");
  return { ...stomp, refused: refused.messages };
}

async function listen(client: Client, destination: string, more: Record<string, string>) {
  const messages: IMessage[] = [];
  const receipt = crypto.randomUUID();
  let isOpen = false;
  client.watchForReceipt(receipt, () => {
    isOpen = true;
  });
  const subscription = client.subscribe(destination, (message) => messages.push(message), { receipt, ...more });
  const isListening = () => isOpen;
  if (more.receipt === undefined) await until(isListening);
  return { messages, bodies: () => messages.map(({ body }) => JSON.parse(body)), subscription, isListening };
}

async function send(client: Client, destination: string, body: unknown, headers: Record<string, string>): Promise<IFrame> {
  const receipt = crypto.randomUUID();
  const frames: IFrame[] = [];
  client.watchForReceipt(receipt, (frame) => frames.push(frame));
  client.publish({ destination, body: typeof body === "string" ? body : JSON.stringify(body), headers: { receipt, ...headers } });
  await until(() => frames.length > 0);
  return frames[0] as IFrame;
}

/** A socket without a client: what is sent and what comes is seen as it is. */
export async function rawStomp(options: { query?: string; headers?: Record<string, string> } = {}) {
  const { socket, protocol } = await openSocket(options);
  const received: (string | ArrayBuffer)[] = [];
  const closes: { code: number; reason: string }[] = [];
  socket.addEventListener("message", ({ data }) => {
    received.push(data as string | ArrayBuffer);
  });
  socket.addEventListener("close", ({ code, reason }) => {
    closes.push({ code, reason });
    socket.close(code === 1005 ? 1000 : code);
  });
  const texts = () => received.filter((data): data is string => typeof data === "string");
  return {
    socket,
    protocol,
    received,
    closes,
    texts,
    send: (data: string | Uint8Array) => socket.send(data),
    /** The first frame that has this in it. */
    next: (part: string) => until(() => texts().find((text) => text.includes(part)) ?? "") as Promise<string>,
    closed: () => until(() => closes[0] ?? null) as Promise<{ code: number; reason: string }>,
  };
}
