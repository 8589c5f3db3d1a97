import { app } from "./app.ts";
import { scheduled } from "./scheduled.ts";
import { consume } from "./subscriptions.ts";

export { Cart } from "../durable-objects/cart/cart.ts";
export { CatalogueSearch } from "../durable-objects/catalogue-search/catalogue-search.ts";
export { ChatGateway } from "../durable-objects/chat-gateway/chat-gateway.ts";
export { ChatRoom } from "../durable-objects/chat-room/chat-room.ts";
export { CircuitBreaker } from "../durable-objects/circuit-breaker/circuit-breaker.ts";
export { Inbox } from "../durable-objects/inbox/inbox.ts";
export { LiveRelay } from "../durable-objects/live-relay/live-relay.ts";
export { MessageSearch } from "../durable-objects/message-search/message-search.ts";
export { Metrics } from "../durable-objects/metrics/metrics.ts";
export { RateLimiter } from "../durable-objects/rate-limiter/rate-limiter.ts";
export { SeatMap } from "../durable-objects/seat-map/seat-map.ts";
export { WaitingRoom } from "../durable-objects/waiting-room/waiting-room.ts";
export { WebhookEndpoint } from "../durable-objects/webhook-endpoint/webhook-endpoint.ts";

export default {
  fetch: app.fetch,
  queue: consume,
  scheduled,
} satisfies ExportedHandler<Env>;
