import { z } from "zod";
import { rateLimiter } from "../../durable-objects/rate-limiter/facade.ts";

const Status = z.enum(["UP", "DOWN"]);

/** Spring Boot's health document, which monitors know. */
export const Health = z
  .object({ status: Status, components: z.record(z.string(), z.object({ status: Status, ms: z.number() })).optional() })
  .meta({
    id: "Health",
    example: {
      status: "UP",
      components: { database: { status: "UP", ms: 2 }, objects: { status: "UP", ms: 3 }, queue: { status: "UP", ms: 1 } },
    },
  });

const patienceMs = 2000;

/** Asks each part a real question, all at once: a row, an object's method, and a message that its consumer drops. */
export async function readHealth(env: Env): Promise<z.infer<typeof Health>> {
  const [database, objects, queue] = await Promise.all([
    probe(() => env.DB.prepare("SELECT 1 FROM apps LIMIT 1").all()),
    probe(() => rateLimiter(env.RATE_LIMITER, "health").take(1000, 1000, Date.now())),
    probe(() => env.EVENTS.send({ type: "health" })),
  ]);
  const components = { database, objects, queue };
  return { status: Object.values(components).every((part) => part.status === "UP") ? "UP" : "DOWN", components };
}

async function probe(ask: () => Promise<unknown>): Promise<{ status: "UP" | "DOWN"; ms: number }> {
  const startedAt = Date.now();
  const answered = await Promise.race([
    ask().then(
      () => true,
      () => false,
    ),
    scheduler.wait(patienceMs).then(() => false),
  ]);
  return { status: answered ? "UP" : "DOWN", ms: Date.now() - startedAt };
}
