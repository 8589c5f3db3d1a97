import type { MiddlewareHandler } from "hono";
import { etag } from "hono/etag";
import type { AppEnv } from "./app-env.ts";

/**
 * Gives the public reads of the catalogue an ETag and answers 304 to whoever has it. Browsers ask again each time, and no shared cache may
 * keep an answer, for it depends on the app that asked.
 */
export function etags(): MiddlewareHandler<AppEnv> {
  const digest = etag({ weak: false });
  return async (c, next) => {
    if (c.get("endpoint").style !== "etag") return next();
    await digest(c, next);
    c.res.headers.set("Cache-Control", "private, no-cache");
    c.res.headers.append("Vary", "x-app-id, x-api-key");
  };
}
