/** One sale, as both sides hold it. Times in seconds unless they say otherwise. */
export interface Plan {
  buyers: number;
  seats: number;
  admitPerSecond: number;
  /** How many of the buyers are there before the opening; they come evenly over `leadSeconds`. */
  early: number;
  leadSeconds: number;
  /** The others, after the opening. */
  arrivalsPerSecond: number;
  /** How many in a hundred hold seats and never pay. */
  abandonPercent: number;
  holdSeconds: number;
  /** The longest that anybody thinks between holding and paying, in milliseconds. */
  thinkMsMax: number;
  secondsMax: number;
}

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

/** The sale of the issue, or a smaller one by environment for a quick look. */
export function planFromEnvironment(): Plan {
  const buyers = number("ON_SALE_BUYERS", 20_000);
  return {
    buyers,
    seats: number("ON_SALE_SEATS", 5000),
    admitPerSecond: number("ON_SALE_ADMIT_PER_SECOND", 100),
    // Each socket is two open files in workerd, which may have 20,000 on most machines: fewer than 9,500 can wait at one moment.
    early: Math.round(buyers * 0.2),
    leadSeconds: number("ON_SALE_LEAD_SECONDS", 30),
    arrivalsPerSecond: number("ON_SALE_ARRIVALS_PER_SECOND", 80),
    abandonPercent: 8,
    holdSeconds: 15,
    thinkMsMax: 1500,
    secondsMax: number("ON_SALE_SECONDS_MAX", 270),
  };
}

export const steps = ["queue", "hold", "pay", "confirm"] as const;
export type Step = (typeof steps)[number];

/** What the buyers' process is told. */
export interface Sale {
  plan: Plan;
  kind: "marquee" | "express";
  origin: string;
  /** The app's headers: of a page for the queue's socket, of its server for the calls. */
  socketHeaders: Record<string, string>;
  headers: Record<string, string>;
  showtimeId: string;
  tokens: string[];
  /** When the sale opens, in ms since 1970. */
  opensAt: number;
}

/** What it says while the sale runs. */
export interface Progress {
  type: "progress";
  arrived: number;
  waiting: number;
  admitted: number;
  soldSeats: number;
  secondsSinceOpening: number;
}

/** An order that was confirmed to its buyer. */
export interface Sold {
  bookingId: string;
  seatIds: string[];
  amount: number;
  /** Milliseconds after the opening. */
  at: number;
}

/** What it says at the end. `refused`: by step and code. Latencies in ms. */
export interface Outcome {
  type: "outcome";
  sold: Sold[];
  latencies: Record<Step, number[]>;
  refused: Record<string, number>;
  admitted: number;
  soldOutFor: number;
  seconds: number;
}
