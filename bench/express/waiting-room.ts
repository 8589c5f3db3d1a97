import type { Server } from "node:http";
import type { Redis } from "ioredis";
import { type WebSocket, WebSocketServer } from "ws";

/** How often people hear of their place. */
const positionsMs = 2000;
const passSeconds = 600;

/** Whether there are seats that anybody can have now, only such that may come back, or none. */
export type SeatsLeft = "free" | "held" | "none";

interface Room {
  showtimeId: string;
  admitPerSecond: number;
  opensAt: number;
}

/**
 * The queue of a hand-made back end: a sorted set in Redis, with a random score for whoever is there before the opening and a counter for whoever
 * comes later. Every second the first so many are popped, get a pass in Redis, and hear of it over their socket.
 */
export class WaitingRoom {
  readonly #redis: Redis;
  readonly #verify: (token: string) => Promise<string | null>;
  readonly #sockets = new Map<string, WebSocket>();
  readonly #seatsLeft: () => Promise<SeatsLeft>;
  #room: Room | null = null;
  #soldOut = false;

  constructor(redis: Redis, verify: (token: string) => Promise<string | null>, seatsLeft: () => Promise<SeatsLeft>) {
    this.#redis = redis;
    this.#verify = verify;
    this.#seatsLeft = seatsLeft;
    setInterval(() => void this.#admit(), 1000);
    setInterval(() => void this.#tellPositions(), positionsMs);
  }

  open(room: Room): void {
    this.#room = room;
  }

  /** Takes the sockets of the queue from the server's upgrades. */
  attach(server: Server): void {
    const sockets = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, socket, head) => {
      void this.#verify(request.headers.authorization?.slice("Bearer ".length) ?? "").then((userId) => {
        if (userId === null || this.#room === null) return socket.destroy();
        sockets.handleUpgrade(request, socket, head, (webSocket) => void this.#join(userId, webSocket));
      });
    });
  }

  /** Spends a pass: true once. */
  async spend(userId: string, pass: string): Promise<boolean> {
    return (await this.#redis.getdel(`pass:${userId}`)) === pass;
  }

  /** What came of nothing gives the pass back. */
  async giveBack(userId: string, pass: string): Promise<void> {
    await this.#redis.set(`pass:${userId}`, pass, "EX", passSeconds, "NX");
  }

  async #join(userId: string, socket: WebSocket): Promise<void> {
    const { showtimeId, opensAt } = this.#room ?? { showtimeId: "", opensAt: 0 };
    this.#sockets.set(userId, socket);
    socket.on("close", () => this.#sockets.delete(userId));
    const score = Date.now() < opensAt ? Math.random() : await this.#redis.incr(`late:${showtimeId}`);
    await this.#redis.zadd(`queue:${showtimeId}`, "NX", score, userId);
  }

  async #admit(): Promise<void> {
    const room = this.#room;
    if (room === null || Date.now() < room.opensAt) return;
    const left = await this.#seatsLeft();
    this.#soldOut = left === "none";
    if (left !== "free") return;
    const popped = await this.#redis.zpopmin(`queue:${room.showtimeId}`, room.admitPerSecond);
    const pipeline = this.#redis.pipeline();
    const passes = popped.flatMap((userId, place) => (place % 2 === 0 ? [{ userId, admission: crypto.randomUUID() }] : []));
    for (const { userId, admission } of passes) pipeline.set(`pass:${userId}`, admission, "EX", passSeconds, "NX");
    await pipeline.exec();
    for (const { userId, admission } of passes) this.#sockets.get(userId)?.send(JSON.stringify({ type: "admitted", admission }));
  }

  async #tellPositions(): Promise<void> {
    const room = this.#room;
    if (room === null) return;
    const queue = await this.#redis.zrange(`queue:${room.showtimeId}`, 0, -1);
    const places = new Map(queue.map((userId, place) => [userId, place + 1]));
    const state = Date.now() < room.opensAt ? "WAITING_FOR_OPENING" : this.#soldOut ? "SOLD_OUT" : "QUEUED";
    for (const [userId, socket] of this.#sockets) {
      socket.send(JSON.stringify({ type: "position", state, position: places.get(userId) ?? null, waiting: queue.length }));
    }
  }
}
