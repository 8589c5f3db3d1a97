import { messageOf } from "../child.ts";
import type { Secrets } from "./secrets.ts";

export interface Show {
  showtimeId: string;
  seatIds: string[];
}

interface AppWithKeys {
  app: { appId: string };
  publishableKey: string;
  secretKey: string;
}

const wideLimits = {
  "rate.auth.per-second": 10_000,
  "rate.auth.burst": 100_000,
  "rate.reservation.per-second": 10_000,
  "rate.reservation.burst": 100_000,
  "rate.chat.per-second": 10_000,
  "rate.chat.burst": 100_000,
};

const pageOrigin = "https://tickets.bench.test";

/** What is on sale at the measured platform, put there through its public API. */
export class BoxOffice {
  readonly origin: string;
  readonly appId: string;
  /** As the app's own server calls. */
  readonly headers: Record<string, string>;
  /** As a page of the app opens the live channel. */
  readonly socketHeaders: Record<string, string>;
  readonly #venues = new Map<number, Promise<string>>();
  readonly eventId: string;

  private constructor(origin: string, made: AppWithKeys, eventId: string) {
    this.origin = origin;
    this.appId = made.app.appId;
    this.headers = serverHeaders(made);
    this.socketHeaders = { "x-app-id": made.app.appId, "x-api-key": made.publishableKey, origin: pageOrigin };
    this.eventId = eventId;
  }

  static async open(origin: string, secrets: Secrets): Promise<BoxOffice> {
    const admin = { authorization: `Bearer ${await secrets.adminToken()}` };
    const made = await post<AppWithKeys>(origin, "/api/v1/admin/apps", admin, {
      name: "Bench",
      domain: "EVENT",
      allowedOrigins: [pageOrigin],
    });
    await send(origin, "PUT", "/api/v1/admin/config/marquee/default", admin, { properties: wideLimits });
    const { event } = await post<{ event: { id: string } }>(origin, "/api/v1/events", serverHeaders(made), {
      title: "Hamlet",
      status: "PUBLISHED",
    });
    return new BoxOffice(origin, made, event.id);
  }

  /** A new showtime with that many free seats, which stay held for half an hour unless `terms` say otherwise. */
  async newShow(seatCount: number, terms: Record<string, unknown> = {}): Promise<Show> {
    const { showtime } = await post<{ showtime: Record<string, string> }>(
      this.origin,
      `/api/v1/events/${this.eventId}/showtimes`,
      this.headers,
      {
        venueId: await this.venueWith(seatCount),
        startsAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
        currency: "EUR",
        tiers: [{ name: "Standard", price: 4500 }],
        holdSeconds: 1800,
        maxSeatsPerUser: 1_000_000,
        ...terms,
      },
    );
    const showtimeId = showtime.showtimeId ?? showtime.id ?? "";
    return { showtimeId, seatIds: Array.from({ length: seatCount }, (_, index) => `sea_${showtimeId.slice(4)}_${index.toString(36)}`) };
  }

  /** The ids of so many new products, each with that many pieces. */
  async newProducts(count: number, stock: number): Promise<string[]> {
    const ids: string[] = [];
    for (let made = 0; made < count; made++) {
      const body = { name: "Popcorn, large", category: "snacks", price: 650, currency: "EUR", stock };
      const { product } = await post<{ product: { id: string } }>(this.origin, "/api/v1/products", this.headers, body);
      ids.push(product.id);
    }
    return ids;
  }

  /** The id of the venue with that many seats: always the same one. */
  venueWith(seatCount: number): Promise<string> {
    const venue = this.#venues.get(seatCount) ?? this.#newVenue(seatCount);
    this.#venues.set(seatCount, venue);
    return venue;
  }

  async #newVenue(seatCount: number): Promise<string> {
    const seatsPerRow = 50;
    const rows = Array.from({ length: seatCount / seatsPerRow }, (_, row) => ({
      name: `R${row + 1}`,
      seats: Array.from({ length: seatsPerRow }, (_, seat) => ({ number: String(seat + 1), x: seat, y: row })),
    }));
    const layout = { sections: [{ name: "Stalls", rows }] };
    const body = { name: "Grand Theatre", city: "Vienna", timeZone: "Europe/Vienna", layout };
    const { venue } = await post<{ venue: { id: string } }>(this.origin, "/api/v1/venues", this.headers, body);
    return venue.id;
  }
}

const serverHeaders = ({ app, secretKey }: AppWithKeys): Record<string, string> => ({ "x-app-id": app.appId, "x-api-key": secretKey });

const post = <Data>(origin: string, path: string, headers: Record<string, string>, body: unknown): Promise<Data> =>
  send(origin, "POST", path, headers, body);

async function send<Data>(origin: string, method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Data> {
  const response = await fetch(origin + path, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${text.slice(0, 500)}`);
  return messageOf<{ data: Data }>(JSON.parse(text)).data;
}
