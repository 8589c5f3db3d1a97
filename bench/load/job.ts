/** What a load process is told to do. Loopback only, bounded in time and in count. */
export type Job = HttpJob | PacedJob | SocketJob | OrderJob | WatchJob | CheckoutJob | LastItemsJob;

export interface HttpJob {
  kind: "http";
  origin: string;
  method: "GET" | "POST";
  /** Dealt out to the connections, one each. */
  paths: string[];
  headers: Record<string, string>;
  /** Access tokens of many users, taken in turns; none: unauthenticated. */
  tokens: string[];
  /** Each is sent once, and the run ends with the last; null: no body, and only the time ends the run. */
  bodies: string[] | null;
  connections: number;
  /** How long a connection rests after each answer, in milliseconds. */
  pauseMs: number;
  secondsMax: number;
}

export interface PacedJob {
  kind: "paced";
  origin: string;
  perSecond: number;
  /** Each is sent once, in this order. */
  requests: PacedRequest[];
}

export interface PacedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
  /** The status that counts as an answer; null: any success. */
  expects: number | null;
}

export interface SocketJob {
  kind: "socket";
  url: string;
  headers: Record<string, string>;
  /** One user per socket. */
  tokens: string[];
  inFlight: number;
  /** Holds are sent at this rate over all sockets, whatever is unanswered; left out: as fast as answers come. */
  perSecond?: number;
  seatIds: string[];
  secondsMax: number;
}

/** Whole orders at a steady pace: hold, pay, confirm. */
export interface OrderJob {
  kind: "orders";
  origin: string;
  headers: Record<string, string>;
  tokens: string[];
  /** One order each. */
  seatIds: string[];
  perSecond: number;
}

/** People who watch a showtime while seats of it are held at a steady pace. */
export interface WatchJob {
  kind: "watch";
  url: string;
  socketHeaders: Record<string, string>;
  watchers: number;
  origin: string;
  headers: Record<string, string>;
  tokens: string[];
  seatIds: string[];
  perSecond: number;
}

/** Shoppers who each put two products into their cart and check out, one order after the other. No two of them at a time are the same user. */
export interface CheckoutJob {
  kind: "checkouts";
  origin: string;
  headers: Record<string, string>;
  tokens: string[];
  productIds: string[];
  clients: number;
  secondsMax: number;
}

/** Everybody has the same product in the cart, and all check out at the same moment. */
export interface LastItemsJob {
  kind: "last-items";
  origin: string;
  headers: Record<string, string>;
  /** One buyer each. */
  tokens: string[];
  productId: string;
}

export interface LoadResult {
  done: number;
  failed: number;
  /** The first failure in words. */
  failure: string | null;
  seconds: number;
  /** Per answered request, in milliseconds, unsorted. */
  latencies: number[];
}

/** `refused`: by route and status. */
export interface OrderResult extends LoadResult {
  refused: Record<string, number>;
  refusalLatencies: number[];
  withoutRetryAfter: number;
}

/** `latencies`: of every delta at every watcher. `missed`: how many of them never came. */
export interface WatchResult extends LoadResult {
  frames: number;
  bytes: number;
  snapshotBytes: number;
  missed: number;
  connectSeconds: number;
}

/** `done`: who got one. `answers`: how many were answered what at the checkout. */
export interface LastItemsResult extends LoadResult {
  answers: Record<string, number>;
}
