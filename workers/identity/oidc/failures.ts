import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import type { ErrorCode } from "../../../contracts/errors.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { isDatabaseOutage } from "../../platform/database.ts";

/** What the library says where the provider has spoken and what it said does not hold. */
const doesNotHold = new Set([
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
  "OAUTH_KEY_SELECTION_FAILED",
]);

/** The code of what went wrong in a sign-in. What is not the person's own doing is logged. */
export function failureOf(ctx: Ctx, provider: string, error: unknown): ErrorCode {
  const code = codeOf(error);
  if (code === "INTERNAL") ctx.log.error("a sign-in through a provider failed", error, { provider });
  else if (providersFault.has(code)) ctx.log.warn("a provider's part in a sign-in failed", { provider, code, cause: causesOf(error) });
  return code;
}

const providersFault = new Set<ErrorCode>(["DEPENDENCY_UNAVAILABLE", "OIDC_PROVIDER_ERROR", "OIDC_TOKEN_INVALID"]);

function codeOf(error: unknown): ErrorCode {
  const ours = ownIn(error);
  if (ours !== null) return ours.code === "URL_NOT_ALLOWED" ? "OIDC_PROVIDER_ERROR" : ours.code;
  if (isDatabaseOutage(error)) return "DEPENDENCY_UNAVAILABLE";
  if (error instanceof AuthorizationResponseError) return error.error === "access_denied" ? "OIDC_DENIED" : "OIDC_PROVIDER_ERROR";
  if (error instanceof ResponseBodyError) return error.status >= 500 ? "DEPENDENCY_UNAVAILABLE" : "OIDC_PROVIDER_ERROR";
  if (!(error instanceof ClientError)) return "INTERNAL";
  if (doesNotHold.has(error.code ?? "")) return "OIDC_TOKEN_INVALID";
  const late = error.code === "OAUTH_TIMEOUT" || error.code === "OAUTH_ABORT";
  return late || (error.cause instanceof Response && error.cause.status >= 500) ? "DEPENDENCY_UNAVAILABLE" : "OIDC_PROVIDER_ERROR";
}

/** The library wraps what our own guards throw. */
function ownIn(error: unknown): AppError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof AppError) return cause;
  return null;
}

const causesOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? `${error}: ${error.cause}` : String(error);
