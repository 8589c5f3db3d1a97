// The part of the benchmarks' own packages that they use, so that the type check passes where bench/node_modules is not installed.

declare module "express" {
  import type { IncomingMessage, Server, ServerResponse } from "node:http";

  export interface Request extends IncomingMessage {
    params: Record<string, string>;
    query: Record<string, string | undefined>;
    body: unknown;
    get(name: string): string | undefined;
  }
  export interface Response extends ServerResponse {
    locals: Record<string, unknown>;
    status(code: number): Response;
    json(body: unknown): Response;
  }
  export type NextFunction = (error?: unknown) => void;
  export type Handler = (request: Request, response: Response, next: NextFunction) => void | Promise<void>;
  type ErrorHandler = (error: unknown, request: Request, response: Response, next: NextFunction) => void;
  interface Express {
    set(setting: string, value: unknown): void;
    disable(setting: string): void;
    use(handler: Handler | ErrorHandler): void;
    get(path: string, ...handlers: Handler[]): void;
    post(path: string, ...handlers: Handler[]): void;
    listen(port: number, host: string, listening: () => void): Server;
  }
  const express: { (): Express; json(): Handler };
  export default express;
}

declare module "ioredis" {
  interface Pipeline {
    exists(key: string): Pipeline;
    set(key: string, value: string, ex: "EX", seconds: number, nx: "NX"): Pipeline;
    exec(): Promise<[Error | null, unknown][] | null>;
  }
  export class Redis {
    constructor(port: number, host: string);
    set(key: string, value: string, ex: "EX", seconds: number, nx: "NX"): Promise<"OK" | null>;
    mget(keys: string[]): Promise<(string | null)[]>;
    del(keys: string[]): Promise<number>;
    getdel(key: string): Promise<string | null>;
    incr(key: string): Promise<number>;
    zadd(key: string, nx: "NX", score: number, member: string): Promise<number>;
    zpopmin(key: string, count: number): Promise<string[]>;
    zrange(key: string, from: number, to: number): Promise<string[]>;
    pipeline(): Pipeline;
  }
}

declare module "pg" {
  interface Query {
    name: string;
    text: string;
    values: unknown[];
  }
  export interface Client {
    query<Row>(query: Query): Promise<{ rows: Row[] }>;
    release(): void;
  }
  export class Pool {
    constructor(options: { connectionString: string; max: number });
    query<Row>(query: Query): Promise<{ rows: Row[] }>;
    connect(): Promise<Client>;
  }
  const pg: { Pool: typeof Pool };
  export default pg;
}

declare module "undici" {
  interface Reply {
    statusCode: number;
    headers: Record<string, string | string[] | undefined>;
    body: { text(): Promise<string>; dump(): Promise<void> };
  }
  export class Pool {
    constructor(origin: string, options: { connections: number; pipelining: number });
    request(options: { method: string; path: string; headers: Record<string, string>; body?: string }): Promise<Reply>;
    close(): Promise<void>;
  }
}

declare module "ws" {
  import type { IncomingMessage } from "node:http";
  import type { Duplex } from "node:stream";

  export class WebSocket {
    constructor(url: string, options: SocketOptions);
    constructor(url: string, protocols: string[], options: SocketOptions);
    on(event: "open", listener: () => void): void;
    on(event: "message", listener: (data: Buffer) => void): void;
    on(event: "close", listener: (code: number, reason: Buffer) => void): void;
    on(event: "error", listener: (error: Error) => void): void;
    send(text: string): void;
    send(bytes: Buffer, options: { binary: boolean }): void;
    close(): void;
  }
  interface SocketOptions {
    headers: Record<string, string>;
    perMessageDeflate: boolean;
    skipUTF8Validation?: boolean;
  }
  export class WebSocketServer {
    constructor(options: { noServer: true });
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (socket: WebSocket) => void): void;
  }
}

declare module "socket.io" {
  import type { Server as HttpServer } from "node:http";

  interface ServerOptions {
    connectionStateRecovery: { maxDisconnectionDuration: number; skipMiddlewares: boolean };
    transports: "websocket"[];
    perMessageDeflate: boolean;
  }
  interface Socket {
    handshake: { auth: { roomId: string; userId: string } };
    join(room: string): Promise<void> | void;
    on<Sent>(event: string, listener: (sent: Sent, acknowledge: (answer: unknown) => void) => void): void;
  }
  export class Server {
    constructor(server: HttpServer, options: ServerOptions);
    on(event: "connection", listener: (socket: Socket) => void): void;
    to(room: string): { emit(event: string, body: unknown): void };
  }
}
