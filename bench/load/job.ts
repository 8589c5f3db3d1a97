/** What a load process is told to do. Loopback only, bounded in time and in count. */
export type Job = HttpJob | PacedJob | SocketJob;

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
  seatIds: string[];
  secondsMax: number;
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
