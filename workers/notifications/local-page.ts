import type { Context } from "hono";
import type { AppEnv } from "../gateway/app-env.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";

/** The guard of what shows everybody's mail, and what mails look like: nowhere but on a laptop does it exist. Throws ROUTE_NOT_FOUND. */
export function onlyOnThisMachine(ctx: Ctx): void {
  if (ctx.env.ENVIRONMENT !== "local") throw new AppError("ROUTE_NOT_FOUND");
}

/** The gateway's policy for what it answers forbids all styles and frames; a page brings its own. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/** Answers a page that runs no script. `stricter`: and that may do nothing at all. */
export function localPage(c: Context<AppEnv>, page: string, stricter: "" | "; sandbox" = ""): Response {
  c.header("Content-Security-Policy", pagePolicy + stricter);
  c.header("X-Frame-Options", "SAMEORIGIN");
  c.header("Cache-Control", "no-store");
  return c.html(page);
}
