import { z } from "zod";
import { rateLimiter } from "../../durable-objects/rate-limiter/facade.ts";
import type { Ctx } from "../platform/context.ts";
import { newestProperties } from "../platform/settings.ts";
import { readBreakers } from "./circuit-breakers.ts";

const Status = z.enum(["UP", "DOWN"]);
const Part = z.object({ status: Status, ms: z.number(), details: z.record(z.string(), z.string()).optional() });

/** Spring Boot's health document, which monitors know. Anybody may read it: names and states, and no reasons. */
export const Health = z.object({ status: Status, components: z.record(z.string(), Part).optional() }).meta({
  id: "Health",
  example: {
    status: "UP",
    components: {
      database: { status: "UP", ms: 2 },
      objects: { status: "UP", ms: 3 },
      queue: { status: "UP", ms: 1 },
      configuration: { status: "UP", ms: 1 },
      circuitBreakers: { status: "UP", ms: 4, details: { mail: "OPEN", payments: "CLOSED" } },
    },
  },
});

const patienceMs = 2000;

/**
 * Asks each part a real question, all at once: a row, an object's method, a message that its consumer drops, the settings. An open circuit breaker
 * is shown and takes nothing down: the platform goes on without that dependency, and restarting or routing round it would not bring it back.
 */
export async function readHealth(ctx: Pick<Ctx, "env" | "now" | "log">): Promise<z.infer<typeof Health>> {
  const { env } = ctx;
  const [database, objects, queue, configuration, circuitBreakers] = await Promise.all([
    probe(() => env.DB.prepare("SELECT 1 FROM apps LIMIT 1").all()),
    probe(() => rateLimiter(env.RATE_LIMITER, "health").take(1000, 1000, Date.now())),
    probe(() => env.EVENTS.send({ type: "health" })),
    probe(() => env.DB.prepare(newestProperties).bind(env.ENVIRONMENT).all()),
    probe(
      () => readBreakers(ctx),
      (breakers) => Object.fromEntries(breakers.map(({ name, state }) => [name, state])),
    ),
  ]);
  const components = { database, objects, queue, configuration, circuitBreakers };
  return { status: Object.values(components).every((part) => part.status === "UP") ? "UP" : "DOWN", components };
}

async function probe<Answer>(
  ask: () => Promise<Answer>,
  detailsOf?: (answer: Answer) => Record<string, string>,
): Promise<z.infer<typeof Part>> {
  const startedAt = Date.now();
  const answered = await Promise.race([
    ask().then(
      (answer) => ({ answer }),
      () => null,
    ),
    scheduler.wait(patienceMs).then(() => null),
  ]);
  const part = { status: answered === null ? "DOWN" : "UP", ms: Date.now() - startedAt } as const;
  return answered === null || detailsOf === undefined ? part : { ...part, details: detailsOf(answered.answer) };
}
