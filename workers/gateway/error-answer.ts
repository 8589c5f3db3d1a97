import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { FailureBody } from "../../contracts/envelope.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import { AppError } from "../platform/app-error.ts";
import { isDatabaseOutage } from "../platform/database.ts";
import type { AppEnv } from "./app-env.ts";
import { respondJson } from "./respond.ts";

/** The one place where an error becomes an answer. What we did not expect is logged whole and answers a fixed text. */
export function answerError(error: Error, c: Context<AppEnv>): Response {
  const known = error instanceof AppError ? error : (fromHono(error) ?? fromDatabase(error, c));
  if (known === null) c.get("ctx").log.error("unhandled error", error, { path: c.req.path, method: c.req.method });
  const { code, message, details, status, headers } = known ?? new AppError("INTERNAL");
  const gathered = c.get("headers");
  Object.assign(gathered, { ...challenges[code], ...gathered, ...headers });
  c.set("errorCode", code);
  const { retryAfterSeconds: _, ...shown } = details ?? {};
  const body: FailureBody = { success: false, error: { code, message, ...(Object.keys(shown).length > 0 && { details: shown }) } };
  return respondJson(c, body, status);
}

/** Which scheme would do, as HTTP wants to be told with a 401 (RFC 9110, 11.6.1; RFC 6750, 3). A route that has said its own keeps that. */
const challenges: Partial<Record<ErrorCode, Record<string, string>>> = {
  TOKEN_MISSING: { "www-authenticate": "Bearer" },
  TOKEN_INVALID: { "www-authenticate": 'Bearer error="invalid_token"' },
  TOKEN_EXPIRED: { "www-authenticate": 'Bearer error="invalid_token", error_description="expired"' },
};

function fromHono(error: Error): AppError | null {
  if (!(error instanceof HTTPException)) return null;
  if (error.status === 400) return new AppError("MALFORMED_JSON");
  if (error.status === 413) return new AppError("BODY_TOO_LARGE");
  return null;
}

function fromDatabase(error: Error, c: Context<AppEnv>): AppError | null {
  if (!isDatabaseOutage(error)) return null;
  c.get("ctx").log.error("the database is away", error);
  return new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 2 });
}
