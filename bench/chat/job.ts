import type { DialectName, Seat } from "./dialect.ts";

/** What the process of the members is told to do: to come into a room, to talk there, to leave it. */
export type MembersJob =
  | { kind: "enter"; room: string; dialect: DialectName; seats: Seat[] }
  | { kind: "talk"; room: string; perSecond: number; seconds: number }
  | { kind: "leave"; room: string };

/** `latencies`: from the moment when a message was due to its arrival at each member, in ms; `ackLatencies`: to its acknowledgement at its sender. */
export interface TalkResult {
  messages: number;
  deliveries: number;
  missing: number;
  twice: number;
  acked: number;
  refusal: string | null;
  seconds: number;
  frames: number;
  bytes: number;
  /** Processor time of the members' own process, as a share of one core. */
  clientShare: number;
  latencies: Float64Array;
  ackLatencies: Float64Array;
}

export interface EnterResult {
  seconds: number;
}
