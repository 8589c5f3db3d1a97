import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { type Outcome, type Progress, type Sale, type Step, steps } from "./plan.ts";
import { type Shop, shopOf } from "./shops.ts";

// All the buyers of one sale, in a process of its own: each queues at a socket, holds the best seats for one to three, and mostly pays.

process.on("disconnect", () => process.exit());
process.on("message", async (sale: Sale) => {
  const outcome = await new Crowd(sale).buy().catch((error: unknown) => ({ error: error instanceof Error ? error.stack : String(error) }));
  process.send?.(outcome);
});
process.send?.("ready");

/** Whoever hears that everything is sold waits a little for seats to come back, and goes. */
const soldOutPatienceMs = 5000;
/** What a page does that is told to come back: it waits, and tries a few times. */
const overloadedMs = 1000;
const triesMax = 8;
const progressMs = 500;
/** A sale in which nothing was sold for so long is over. */
const quietMs = 45_000;

class Crowd {
  readonly #sale: Sale;
  readonly #shop: Shop;
  readonly #latencies: Record<Step, number[]> = { queue: [], hold: [], pay: [], confirm: [] };
  readonly #refused: Record<string, number> = {};
  readonly #sold: Outcome["sold"] = [];
  readonly #sockets = new Set<WebSocket>();
  #arrived = 0;
  #admitted = 0;
  #soldSeats = 0;
  #soldOutFor = 0;
  #over = false;
  #lastSaleAt: number;

  constructor(sale: Sale) {
    this.#sale = sale;
    this.#shop = shopOf(sale);
    this.#lastSaleAt = sale.opensAt;
  }

  async buy(): Promise<Outcome> {
    const { plan, opensAt, tokens } = this.#sale;
    const watching = this.#watch();
    const comings = tokens.map((token, place) => this.#come(token, this.#arrivalOf(place)));
    await Promise.race([watching, Promise.all(comings).then(() => watching)]);
    this.#over = true;
    for (const socket of this.#sockets) socket.close();
    await Promise.allSettled(comings);
    await this.#shop.close();
    return {
      type: "outcome",
      sold: this.#sold,
      latencies: this.#latencies,
      refused: this.#refused,
      admitted: this.#admitted,
      soldOutFor: this.#soldOutFor,
      seconds: Math.min((Date.now() - opensAt) / 1000, plan.secondsMax),
    };
  }

  /** Resolves when every seat is sold, nothing is sold any more, or the time is over. */
  async #watch(): Promise<void> {
    const { plan, opensAt } = this.#sale;
    for (;;) {
      await wait(progressMs);
      const now = Date.now();
      const progress: Progress = {
        type: "progress",
        arrived: this.#arrived,
        waiting: this.#sockets.size,
        admitted: this.#admitted,
        soldSeats: this.#soldSeats,
        secondsSinceOpening: (now - opensAt) / 1000,
      };
      process.send?.(progress);
      const allCame = this.#arrived === plan.buyers;
      if (this.#soldSeats >= plan.seats && allCame) return;
      if (now - opensAt > plan.secondsMax * 1000) return;
      if (allCame && now - Math.max(this.#lastSaleAt, opensAt) > quietMs) return;
    }
  }

  #arrivalOf(place: number): number {
    const { early, leadSeconds, arrivalsPerSecond } = this.#sale.plan;
    // The last tenth of the lead stays quiet, so that whoever is early is there at the opening.
    if (place < early) return this.#sale.opensAt - leadSeconds * 1000 * (1 - (0.9 * place) / early);
    return this.#sale.opensAt + ((place - early) / arrivalsPerSecond) * 1000;
  }

  async #come(token: string, at: number): Promise<void> {
    await wait(Math.max(0, at - Date.now()));
    this.#arrived++;
    if (this.#over) return;
    const queuedAt = performance.now();
    const pass = await this.#queue(token);
    if (pass === null) return;
    this.#admitted++;
    if (Date.now() >= at) this.#latencies.queue.push(performance.now() - queuedAt);
    await this.#order(token, pass);
  }

  /** Waits at the socket for the pass; null if the seats are gone first. */
  #queue(token: string): Promise<string | null> {
    const { socketHeaders } = this.#sale;
    return new Promise((done) => {
      let soldOut: ReturnType<typeof setTimeout> | null = null;
      const socket = new WebSocket(this.#shop.queueUrl, {
        headers: { ...socketHeaders, authorization: `Bearer ${token}` },
        perMessageDeflate: false,
      });
      this.#sockets.add(socket);
      const leave = (pass: string | null) => {
        if (!this.#sockets.delete(socket)) return;
        if (soldOut !== null) clearTimeout(soldOut);
        if (pass === null && soldOut !== null) this.#soldOutFor++;
        socket.close();
        done(pass);
      };
      socket.on("message", (data) => {
        const news = this.#shop.readQueue(data.toString());
        if (typeof news === "object") leave(news.pass);
        else if (news === "sold out") soldOut ??= setTimeout(() => leave(null), soldOutPatienceMs);
        else if (soldOut !== null) {
          clearTimeout(soldOut);
          soldOut = null;
        }
      });
      socket.on("close", () => leave(null));
      socket.on("error", (error) => {
        this.#refuse("queue", error.message.slice(0, 60));
        leave(null);
      });
    });
  }

  async #order(token: string, pass: string): Promise<void> {
    const { abandonPercent, thinkMsMax } = this.#sale.plan;
    let quantity = 1 + Math.floor(Math.random() * 3);
    let held = await this.#timed("hold", () => this.#shop.hold(token, pass, quantity));
    for (let again = 0; again < triesMax && (held === "OVERLOADED" || (held === "NOT_ENOUGH_SEATS" && quantity > 1)); again++) {
      if (held === "OVERLOADED") await wait(overloadedMs * (1 + Math.random()));
      else quantity--;
      held = await this.#timed("hold", () => this.#shop.hold(token, pass, quantity));
    }
    if (typeof held === "string" || Math.random() * 100 < abandonPercent) return;
    const { token: reservationToken, price, seatIds } = held;
    await wait(Math.random() * thinkMsMax);
    const paymentId = await this.#timed("pay", async () => wrapped(await this.#shop.pay(token, reservationToken)));
    if (typeof paymentId === "string") return;
    const bookingId = await this.#timed("confirm", async () => wrapped(await this.#shop.confirm(token, reservationToken, paymentId.is)));
    if (typeof bookingId === "string") return;
    this.#lastSaleAt = Date.now();
    this.#soldSeats += seatIds.length;
    this.#sold.push({ bookingId: bookingId.is, seatIds, amount: price, at: this.#lastSaleAt - this.#sale.opensAt });
  }

  /** The step's value, or the code with which it was refused. */
  async #timed<Value extends object>(
    step: Step,
    run: () => Promise<{ ok: true; value: Value } | { ok: false; code: string }>,
  ): Promise<Value | string> {
    const startedAt = performance.now();
    try {
      const answer = await run();
      if (answer.ok) {
        this.#latencies[step].push(performance.now() - startedAt);
        return answer.value;
      }
      this.#refuse(step, answer.code);
      return answer.code;
    } catch (error) {
      const code = error instanceof Error ? error.message.slice(0, 60) : "failed";
      this.#refuse(step, code);
      return code;
    }
  }

  #refuse(step: Step, code: string): void {
    const key = `${steps.includes(step) ? step : "?"} ${code}`;
    this.#refused[key] = (this.#refused[key] ?? 0) + 1;
  }
}

/** A text in an object, so that it cannot be taken for a refusal's code. */
const wrapped = (answer: { ok: true; value: string } | { ok: false; code: string }) =>
  answer.ok ? { ok: true as const, value: { is: answer.value } } : answer;
