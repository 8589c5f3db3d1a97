import { app } from "./app.ts";
import { consume } from "./subscriptions.ts";
import { sweep } from "./sweep.ts";

export { CircuitBreaker } from "../durable-objects/circuit-breaker/circuit-breaker.ts";
export { Inbox } from "../durable-objects/inbox/inbox.ts";
export { Metrics } from "../durable-objects/metrics/metrics.ts";
export { RateLimiter } from "../durable-objects/rate-limiter/rate-limiter.ts";
export { SeatMap } from "../durable-objects/seat-map/seat-map.ts";
export { WaitingRoom } from "../durable-objects/waiting-room/waiting-room.ts";

export default {
  fetch: app.fetch,
  queue: consume,
  scheduled: sweep,
} satisfies ExportedHandler<Env>;
