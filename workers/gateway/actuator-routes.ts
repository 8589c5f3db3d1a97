import { z } from "zod";
import {
  CircuitBreakers,
  CircuitBreakerUpdated,
  type GatewayRoute,
  GatewayRoutes,
  UpdateCircuitBreaker,
} from "../../contracts/actuator.ts";
import { limits } from "../../contracts/limits.ts";
import type { Settings } from "../../contracts/settings.ts";
import { settingsOf } from "../platform/settings.ts";
import { showBreakers, updateBreaker } from "./circuit-breakers.ts";
import { type EndpointSpec, Endpoints } from "./endpoint.ts";
import { countedBy } from "./rate-policies.ts";

/** What the platform says of itself to its owner, in the shapes that Spring's tools know. `endpoints`: all that there are, these among them. */
export function actuatorRoutes(endpoints: () => readonly EndpointSpec[]): Endpoints {
  const routes = new Endpoints("Platform");

  routes.get(
    "/actuator/gateway/routes",
    {
      operationId: "getGatewayRoutes",
      summary: "Every route with its guards, its limit and the limit's present numbers",
      access: "admin",
      answer: GatewayRoutes,
      style: "raw",
    },
    async (ctx) => {
      const settings = await settingsOf(ctx);
      return endpoints().map((endpoint, order) => routeOf(endpoint, order, settings));
    },
  );

  routes.get(
    "/actuator/circuitbreakers",
    {
      operationId: "getCircuitBreakers",
      summary: "The circuit breakers of everything that the platform calls",
      access: "admin",
      answer: CircuitBreakers,
      style: "raw",
    },
    (ctx) => showBreakers(ctx),
  );

  routes.post(
    "/actuator/circuitbreakers/{name}",
    {
      operationId: "updateCircuitBreaker",
      summary: "Close a circuit breaker, or hold it open, by hand",
      access: "admin",
      params: z.strictObject({ name: z.string().max(limits.nameCharsMax) }),
      body: UpdateCircuitBreaker,
      answer: CircuitBreakerUpdated,
      errors: ["CIRCUIT_BREAKER_NOT_FOUND"],
      idempotency: "none",
      style: "raw",
    },
    (ctx, { params, body }) => updateBreaker(ctx, { ...params, ...body }),
  );

  return routes;
}

function routeOf(endpoint: EndpointSpec, order: number, { rate }: Settings): GatewayRoute {
  const { operationId, path, access, scope, idempotency, body } = endpoint;
  const method = endpoint.method.toUpperCase();
  const policy = { name: endpoint.rate, ...rate[endpoint.rate], countedBy: countedBy[endpoint.rate] };
  const bodyBytesMax = body === undefined ? null : (endpoint.bodyBytesMax ?? limits.bodyBytesMax);
  return {
    route_id: operationId,
    predicate: `Methods: [${method}] && Paths: [${path}]`,
    filters: [
      `[Access = ${access}]`,
      ...(scope ? [`[Scope = ${scope}]`] : []),
      `[RequestRateLimiter = ${policy.name}, ${policy.perSecond}/s, burst ${policy.burst}]`,
      ...(bodyBytesMax === null ? [] : [`[RequestSize = ${bodyBytesMax}]`]),
      ...(idempotency === "none" ? [] : [`[Idempotency = ${idempotency}]`]),
    ],
    uri: `worker://marquee/${operationId}`,
    order,
    method,
    path,
    access,
    scope: scope ?? null,
    policy,
    idempotency,
    bodyBytesMax,
  };
}
