import { queryOptions } from "@tanstack/react-query";
import type { CircuitBreakers, GatewayRoute } from "../../../../contracts/actuator.ts";
import { admin } from "./admin-queries.ts";
import { adminExchange } from "./admin-request.ts";

const liveMs = 5000;

/** The actuator answers without an envelope, in the shapes that Spring's tools know. */
async function raw<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  const answer: Answer = await (await adminExchange(path, { signal })).json();
  return answer;
}

/** Looked at every five seconds while the page is in view. */
export const breakersQuery = queryOptions({
  queryKey: [admin, "breakers"],
  queryFn: async ({ signal }) => (await raw<CircuitBreakers>("/actuator/circuitbreakers", signal)).circuitBreakers,
  refetchInterval: liveMs,
});

export interface Health {
  status: string;
  components?: Record<string, { status: string; ms: number }>;
}

/** Answers also when something is down: the document then comes with a 503. */
export const healthQuery = queryOptions({
  queryKey: [admin, "health"],
  queryFn: async ({ signal }): Promise<Health> => {
    const response = await fetch("/actuator/health", { signal });
    if (response.ok || response.status === 503) return response.json();
    throw new Error("The health document did not come.");
  },
  refetchInterval: liveMs * 2,
});

export const routesQuery = queryOptions({
  queryKey: [admin, "routes"],
  queryFn: ({ signal }) => raw<GatewayRoute[]>("/actuator/gateway/routes", signal),
  staleTime: 30_000,
});
