import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { contentOf, type Dialect, type DialectName, dialects, eachTurn, type Seat } from "../dialect.ts";
import type { TalkResult } from "../job.ts";

/** So many sockets are opened at the same time. */
const openingMax = 50;
/** How long the last message may take to come. */
const settleMsMax = 20_000;
/** As clients do that want to be known as alive. */
const beatMs = 10_000;

/** What arrives while a room talks. */
interface Ear {
  first: number;
  dueAt: Float64Array;
  /** Of each message and member, whether it came. */
  heard: Uint8Array;
  latencies: Float64Array;
  deliveries: number;
  twice: number;
  ackLatencies: Float64Array;
  acked: number;
  frames: number;
  bytes: number;
  refusal: string | null;
}

/** All members of one room, each at a socket of their own. */
export class Audience {
  readonly #dialect: Dialect;
  readonly #seats: readonly Seat[];
  readonly #sockets: WebSocket[] = [];
  #beats: NodeJS.Timeout | undefined;
  #ear: Ear | null = null;
  #said = 0;
  #isLeaving = false;

  constructor(dialect: DialectName, seats: readonly Seat[]) {
    this.#dialect = dialects[dialect];
    this.#seats = seats;
  }

  /** Resolves when everybody listens. */
  async enter(): Promise<void> {
    let next = 0;
    const openNext = async () => {
      for (let place = next++; place < this.#seats.length; place = next++) await this.#open(place);
    };
    await Promise.all(Array.from({ length: openingMax }, openNext));
    const { says, answers } = this.#dialect.beat;
    if (answers === null) this.#beats = setInterval(() => this.#sockets.forEach((socket) => void socket.send(says)), beatMs);
  }

  /** One message after another, each at its time and from the next member, whether or not those before it have come. */
  async talk(perSecond: number, seconds: number): Promise<TalkResult> {
    const messages = Math.round(perSecond * seconds);
    const members = this.#seats.length;
    const ear: Ear = {
      first: this.#said,
      dueAt: new Float64Array(messages),
      heard: new Uint8Array(messages * members),
      latencies: new Float64Array(messages * members),
      deliveries: 0,
      twice: 0,
      ackLatencies: new Float64Array(messages),
      acked: 0,
      frames: 0,
      bytes: 0,
      refusal: null,
    };
    this.#said += messages;
    this.#ear = ear;
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    for (let turn = 0; turn < messages; ) {
      const due = Math.min(messages, Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1);
      for (; turn < due; turn++) {
        ear.dueAt[turn] = startedAt + (turn / perSecond) * 1000;
        this.#say(turn % members, ear.first + turn);
      }
      if (turn < messages) await wait(Math.max(1, startedAt + (turn / perSecond) * 1000 - performance.now()));
    }
    const giveUpAt = performance.now() + settleMsMax;
    while ((ear.deliveries < messages * members || ear.acked < messages) && ear.refusal === null && performance.now() < giveUpAt)
      await wait(5);
    const elapsedMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpuBefore);
    this.#ear = null;
    const { deliveries, twice, acked, refusal, frames, bytes } = ear;
    return {
      messages,
      deliveries,
      missing: messages * members - deliveries,
      twice,
      acked,
      refusal,
      seconds: elapsedMs / 1000,
      frames,
      bytes,
      clientShare: (user + system) / 1000 / elapsedMs,
      latencies: ear.latencies.slice(0, deliveries),
      ackLatencies: ear.ackLatencies.slice(0, acked),
    };
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    clearInterval(this.#beats);
    const closed = this.#sockets.map((socket) => new Promise<void>((done) => socket.on("close", () => done())));
    for (const socket of this.#sockets) socket.close();
    await Promise.race([Promise.all(closed), wait(5000)]);
  }

  #say(place: number, turn: number): void {
    const seat = this.#seats[place];
    if (seat !== undefined) this.#sockets[place]?.send(this.#dialect.say(seat, turn, contentOf(turn)));
  }

  #open(place: number): Promise<void> {
    const seat = this.#seats[place];
    if (seat === undefined) return Promise.resolve();
    const dialect = this.#dialect;
    const socket = new WebSocket(seat.url, dialect.protocols, {
      headers: seat.headers,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    this.#sockets[place] = socket;
    return new Promise((listens, fails) => {
      let listening = false;
      socket.on("open", () => {
        const hello = dialect.hello(seat);
        if (hello !== null) socket.send(hello);
      });
      socket.on("message", (data) => {
        const text = data.toString("latin1");
        if (text === dialect.beat.answers) return socket.send(dialect.beat.says);
        if (listening) return this.#hear(place, text);
        if (dialect.refuses(text)) return fails(new Error(`refused: ${text.slice(0, 300)}`));
        const next = dialect.greets(text, seat);
        if (next === true) {
          listening = true;
          listens();
        } else if (next !== null) socket.send(next);
      });
      socket.on("error", fails);
      socket.on("close", (code, reason) => {
        if (this.#isLeaving) return;
        const what = `a socket closed with ${code} ${reason.toString()}`;
        fails(new Error(what));
        if (this.#ear !== null) this.#ear.refusal ??= what;
      });
    });
  }

  #hear(place: number, text: string): void {
    const ear = this.#ear;
    if (ear === null) return;
    const now = performance.now();
    ear.frames++;
    ear.bytes += text.length;
    for (const turn of this.#dialect.acked(text)) {
      const dueAt = ear.dueAt[turn - ear.first];
      if (dueAt !== undefined) ear.ackLatencies[ear.acked++] = now - dueAt;
    }
    if (this.#dialect.refuses(text)) ear.refusal ??= text.slice(0, 300);
    eachTurn(text, (turn) => {
      const index = turn - ear.first;
      const dueAt = ear.dueAt[index];
      if (dueAt === undefined || index < 0) return;
      const cell = index * this.#seats.length + place;
      if (ear.heard[cell] === 1) ear.twice++;
      else {
        ear.heard[cell] = 1;
        ear.latencies[ear.deliveries++] = now - dueAt;
      }
    });
  }
}
