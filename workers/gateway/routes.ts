import { z } from "zod";
import { publicKeySet } from "../platform/tokens.ts";
import { Endpoints } from "./endpoint.ts";
import { Health, readHealth } from "./health.ts";

export const gatewayRoutes = new Endpoints("Platform");

gatewayRoutes.get(
  "/.well-known/jwks.json",
  {
    operationId: "getKeySet",
    summary: "The public keys that verify access tokens",
    access: "open",
    answer: z
      .object({ keys: z.array(z.record(z.string(), z.unknown())) })
      .meta({ example: { keys: [{ kty: "EC", crv: "P-256", kid: "2026-11", alg: "ES256", use: "sig", x: "…", y: "…" }] } }),
    style: "raw",
  },
  async (ctx) => ({ keys: (await publicKeySet(ctx.env, ctx.now())).keys.map((key) => ({ ...key })) }),
);

gatewayRoutes.get(
  "/actuator/health",
  {
    operationId: "getHealth",
    summary: "Whether the platform and its parts work",
    description:
      "Asks the database, an object, the queue and the settings each time. 503 when one of them does not answer. An open circuit breaker is shown and is no 503.",
    access: "open",
    answer: Health,
    style: "raw",
  },
  async (ctx, _input, c) => {
    const health = await readHealth(ctx);
    return c.json(health, health.status === "UP" ? 200 : 503);
  },
);

gatewayRoutes.get(
  "/actuator/health/liveness",
  { operationId: "getLiveness", summary: "Whether the Worker runs", access: "open", answer: Health, style: "raw" },
  async () => ({ status: "UP" as const }),
);

gatewayRoutes.get(
  "/actuator/health/readiness",
  { operationId: "getReadiness", summary: "Whether the Worker can serve", access: "open", answer: Health, style: "raw" },
  async (ctx, _input, c) => {
    const health = await readHealth(ctx);
    return c.json(health, health.status === "UP" ? 200 : 503);
  },
);
