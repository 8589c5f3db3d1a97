import { z } from "zod";
import { scopes } from "./tenants.ts";

const percent = z.string().regex(/^-?\d+\.\d%$/);

/** One circuit breaker as Resilience4j's actuator shows it. `failureRate` is -1.0% while there are too few calls to say. */
export const CircuitBreakerFacts = z.object({
  state: z.enum(["CLOSED", "OPEN", "HALF_OPEN", "FORCED_OPEN"]),
  failureRate: percent,
  failureRateThreshold: percent,
  bufferedCalls: z.number().int(),
  failedCalls: z.number().int(),
  notPermittedCalls: z.number().int(),
  openedAt: z.iso.datetime().nullable(),
});
const closed = {
  state: "CLOSED",
  failureRate: "-1.0%",
  failureRateThreshold: "50.0%",
  bufferedCalls: 2,
  failedCalls: 0,
  notPermittedCalls: 0,
  openedAt: null,
} as const;

export const CircuitBreakers = z
  .object({ circuitBreakers: z.record(z.string(), CircuitBreakerFacts) })
  .meta({ id: "CircuitBreakers", example: { circuitBreakers: { mail: closed, payments: closed } } });
export type CircuitBreakers = z.infer<typeof CircuitBreakers>;

/** `CLOSE` lets calls through again and forgets what failed; `FORCE_OPEN` lets none through until `CLOSE`. */
export const UpdateCircuitBreaker = z
  .strictObject({ updateState: z.enum(["CLOSE", "FORCE_OPEN"]) })
  .meta({ example: { updateState: "CLOSE" } });
export type UpdateCircuitBreaker = z.infer<typeof UpdateCircuitBreaker>;

export const CircuitBreakerUpdated = z
  .object({ circuitBreakerName: z.string(), currentState: CircuitBreakerFacts.shape.state, message: z.string() })
  .meta({ example: { circuitBreakerName: "mail", currentState: "CLOSED", message: "mail is CLOSED now; it was OPEN." } });
export type CircuitBreakerUpdated = z.infer<typeof CircuitBreakerUpdated>;

/** A route as Spring Cloud Gateway's actuator shows it, and beside that what its words mean here. */
export const GatewayRoute = z.object({
  route_id: z.string(),
  predicate: z.string(),
  filters: z.array(z.string()),
  uri: z.string(),
  order: z.number().int(),
  method: z.string(),
  path: z.string(),
  access: z.string(),
  scope: z.enum(scopes).nullable(),
  /** The limit with its numbers of this moment. `countedBy`: `object` exactly, `binding` approximately, `owner` in the object that the route calls. */
  policy: z.object({
    name: z.string(),
    perSecond: z.number(),
    burst: z.number(),
    countedBy: z.enum(["object", "binding", "owner"]),
  }),
  idempotency: z.enum(["gateway", "object", "none"]),
  bodyBytesMax: z.number().int().nullable(),
});
export type GatewayRoute = z.infer<typeof GatewayRoute>;

export const GatewayRoutes = z.array(GatewayRoute).meta({
  id: "GatewayRoutes",
  example: [
    {
      route_id: "logIn",
      predicate: "Methods: [POST] && Paths: [/api/v1/auth/login]",
      filters: ["[Access = app]", "[RequestRateLimiter = auth, 3/s, burst 5]", "[RequestSize = 65536]"],
      uri: "worker://marquee/logIn",
      order: 12,
      method: "POST",
      path: "/api/v1/auth/login",
      access: "app",
      scope: "identity:write",
      policy: { name: "auth", perSecond: 3, burst: 5, countedBy: "object" },
      idempotency: "none",
      bodyBytesMax: 65_536,
    },
  ],
});
