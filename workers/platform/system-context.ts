import type { Ctx } from "./context.ts";
import { openDatabase } from "./database.ts";
import { Logger } from "./log.ts";

/** The context of what the platform does by itself: a queue's consumer or a cron, named by `origin`. */
export function systemContext(env: Env, execution: Pick<ExecutionContext, "waitUntil">, origin: string): Ctx {
  const requestId = `${origin}-${crypto.randomUUID()}`;
  return {
    requestId,
    env,
    db: openDatabase(env),
    log: new Logger(env.LOG_LEVEL, { requestId }),
    now: () => Date.now(),
    waitUntil: (promise) => execution.waitUntil(promise),
    client: { ip: "", userAgent: null, origin: null, endUser: false },
    ownOrigin: null,
    actor: { kind: "system" },
    tenant: null,
    ticketId: null,
    idempotency: null,
  };
}
