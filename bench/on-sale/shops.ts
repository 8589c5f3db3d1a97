import { Pool } from "undici";
import type { Sale } from "./plan.ts";

export type Answer<Value> = { ok: true; value: Value } | { ok: false; code: string };
export interface Held {
  token: string;
  seatIds: string[];
  price: number;
}
/** What a frame of the queue means for the buyer. */
export type QueueNews = { pass: string } | "sold out" | "waiting";

/** How a buyer uses a side. The two have the same steps under other names. */
export interface Shop {
  queueUrl: string;
  readQueue(frame: string): QueueNews;
  hold(token: string, pass: string, quantity: number): Promise<Answer<Held>>;
  pay(token: string, reservationToken: string): Promise<Answer<string>>;
  confirm(token: string, reservationToken: string, paymentId: string): Promise<Answer<string>>;
  close(): Promise<void>;
}

const connections = 128;

/** The shop of a sale. */
export function shopOf({ kind, origin, headers, showtimeId }: Sale): Shop {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const isMarquee = kind === "marquee";

  async function post<Value>(
    path: string,
    token: string,
    body: unknown,
    read: (data: Record<string, never>) => Value,
    further: Record<string, string> = {},
  ): Promise<Answer<Value>> {
    const reply = await pool.request({
      method: "POST",
      path: `/api/v1${path}`,
      headers: { ...headers, ...further, "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const answer = JSON.parse(await reply.body.text());
    return reply.statusCode < 300
      ? { ok: true, value: read(answer.data) }
      : { ok: false, code: String(answer.error?.code ?? reply.statusCode) };
  }

  return {
    queueUrl: `${origin.replace("http", "ws")}/api/v1/waiting-room/${showtimeId}/live`,
    readQueue(frame) {
      const news = JSON.parse(frame);
      if (typeof news.admission === "string") return { pass: news.admission };
      return news.state === "SOLD_OUT" || news.state === "CLOSED" ? "sold out" : "waiting";
    },
    hold: (token, pass, quantity) =>
      post(
        "/reserve-seat",
        token,
        isMarquee ? { entityId: showtimeId, bestAvailable: { quantity } } : { showtimeId, quantity },
        (data) => {
          const { reservationToken, price, seats } = data as unknown as {
            reservationToken: string;
            price: number;
            seats: { id: string }[];
          };
          return { token: reservationToken, price, seatIds: seats.map(({ id }) => id) };
        },
        { "x-admission": pass },
      ),
    pay: (token, reservationToken) =>
      post(
        "/payments/process",
        token,
        { reservationToken, token: "tok_ok" },
        (data) => (data as unknown as { payment: { id: string } }).payment.id,
      ),
    confirm: (token, reservationToken, paymentId) =>
      post("/confirm-booking", token, { reservationToken, paymentId }, (data) => (data as unknown as { bookingId: string }).bookingId),
    close: () => pool.close(),
  };
}
