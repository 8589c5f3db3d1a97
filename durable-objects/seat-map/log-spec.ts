import type { LogSpec } from "../object-log/log-spec.ts";
import { migrations } from "./storage.ts";

/**
 * What of a showtime outlives a disaster. D1 counts as told: a restore has it told everything anew. Answers that were kept for repeated requests and tickets that were
 * spent are a day old at most, and who asks again is judged by the seats themselves.
 */
export const seatMapLog: LogSpec = {
  migrations,
  head: "SELECT coalesce(max(seq), 0) AS first, 0 AS second FROM log",
  growing: [
    { name: "log", key: ["seq"], changed: "seq > ?1 AND ?2 = 0" },
    { name: "reservation", key: ["token"], changed: "seq > ?1 AND ?2 = 0" },
    { name: "booking", key: ["id"], changed: "seq > ?1 AND ?2 = 0" },
    { name: "waitlist", key: ["id"], changed: "seq > ?1 AND ?2 = 0" },
    { name: "entry", key: ["booking_id", "idx"], changed: "seq > ?1 AND ?2 = 0" },
  ],
  whole: ["showtime", "seat", "spent_admission", "outbox"],
  leftOut: ["idempotency", "spent_ticket", "ended_session"],
  afterwards: "UPDATE showtime SET projected_seq = (SELECT coalesce(max(seq), 0) FROM log)",
};
