/**
 * Every number that the platform counts of itself, under the names by which Prometheus knows them. The values of a label come from a closed set
 * (a path's template, a status, a code): never an id, never what a caller sent.
 */
export const counters = {
  holds_total: { help: "Holds that were granted.", labels: [] },
  hold_refusals_total: { help: "Holds that were refused, by the error code.", labels: ["code"] },
  hold_releases_total: { help: "Holds that were given back.", labels: [] },
  hold_expiries_total: { help: "Holds that ran out.", labels: [] },
  confirms_total: { help: "Holds that became bookings.", labels: [] },
  booking_failures_total: {
    help: "Attempts to hold, pay or confirm that failed for other reasons than a taken seat, by code.",
    labels: ["code"],
  },
  payment_failures_total: { help: "Payments that failed, by reason.", labels: ["reason"] },
  webhook_attempts_total: { help: "Requests to tenants' webhook endpoints, by what came of them.", labels: ["outcome"] },
  mails_sent_total: { help: "Mails that a transport took.", labels: [] },
  mails_skipped_total: { help: "Mails that were left unsent for good, by why.", labels: ["reason"] },
  queue_messages_total: { help: "Messages that were worked off, by queue and outcome.", labels: ["queue", "outcome"] },
  telemetry_dropped_total: { help: "Counts that found no room because a named maximum was reached.", labels: [] },
} as const satisfies Record<string, Metric>;

export const histograms = {
  http_server_requests_seconds: {
    help: "Requests by method, route and status, and how long they took.",
    labels: ["method", "uri", "status"],
    buckets: [0.005, 0.01, 0.02, 0.033, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  hold_duration_seconds: {
    help: "How long holds lived until they were confirmed, released or expired.",
    labels: ["outcome"],
    buckets: [1, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 2400],
  },
} as const satisfies Record<string, Metric & { buckets: readonly number[] }>;

/** What is looked up when somebody asks, in place of being counted. Those of the circuit breakers are called as Resilience4j calls them. */
export const gauges = {
  hold_conflict_ratio: "Holds that were refused for a taken seat, of all holds asked for in the last five minutes.",
  sockets: "Open WebSockets, by channel.",
  resilience4j_circuitbreaker_state: "1 for the state in which a circuit breaker is.",
  resilience4j_circuitbreaker_failure_rate: "Per cent of the window that failed; -1 while there are too few calls to say.",
  resilience4j_circuitbreaker_buffered_calls: "Calls in the window, by how they went.",
  resilience4j_circuitbreaker_not_permitted_calls: "Calls that an open breaker did not let through.",
  database_up: "Whether D1 answered.",
  mails: "Mails that wait and mails that were given up, up to 10,000 each.",
  reconciliation_unhealed: "What the last reconciliation found and could not mend.",
  dead_letters: "Messages that failed every time and were not replayed, by queue, up to 10,000 each.",
} as const;
export type GaugeName = keyof typeof gauges;

interface Metric {
  help: string;
  labels: readonly string[];
}

export type CounterName = keyof typeof counters;
export type HistogramName = keyof typeof histograms;
export type CounterLabels<Name extends CounterName> = Record<(typeof counters)[Name]["labels"][number], string>;
export type HistogramLabels<Name extends HistogramName> = Record<(typeof histograms)[Name]["labels"][number], string>;

/** What stands between the label values in the key of a series; no label value contains it. */
export const labelSeparator = "\t";

/** Where sockets end: the live channels of showtimes, and their waiting rooms. */
export const socketChannels = ["seats", "queue", "rooms", "gateway"] as const;
export type SocketChannel = (typeof socketChannels)[number];

/** What is counted for each app and UTC day. `conflicts` are those of `holdsRefused` where somebody else had the seat. */
export const appCounts = ["holds", "holdsRefused", "conflicts", "expiries", "confirms", "bookingFailures", "requests"] as const;
export type AppCount = (typeof appCounts)[number];

/** Refusals of a hold because somebody else has the seat: contention, and no failure of ours. */
export const conflictCodes: readonly string[] = ["SEAT_ALREADY_LOCKED", "SEAT_ALREADY_BOOKED"];

/**
 * What one isolate has counted since its last batch. `seq` numbers the batches of an isolate, so that one that is sent again is added once.
 * Old and new code talk to each other during a deploy: the receiver ignores names that it does not know.
 */
export interface TelemetryBatch {
  isolate: string;
  seq: number;
  counters: [name: string, series: string, by: number][];
  /** `buckets`: how many observations fell into each bucket and no smaller one; the last beyond all of them. */
  histograms: [name: string, series: string, buckets: number[], sum: number][];
  /** The sockets that an object has open, by its name. */
  sockets: [channel: string, object: string, open: number][];
  apps: [appId: string, count: string, by: number][];
  /** Requests by app and key, and when the last one came, in milliseconds. */
  keys: [appId: string, keyId: string, requests: number, lastAt: number][];
  /** Failed attempts to book, by app and code. */
  failures: [appId: string, code: string, by: number][];
}

/** All that was counted since the platform's first day, for the exposition. */
export interface TelemetrySnapshot {
  counters: { name: string; series: string; value: number }[];
  histograms: { name: string; series: string; buckets: number[]; sum: number }[];
  sockets: { channel: string; open: number }[];
  /** Holds that were refused for a taken seat, of all that were asked for in the last five minutes; null if there were none. */
  conflictRatio: number | null;
}
