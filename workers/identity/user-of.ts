import { AppError } from "../platform/app-error.ts";
import type { Ctx, Tenant, UserCtx } from "../platform/context.ts";
import { verifyToken } from "../platform/tokens.ts";
import { audiencesAt } from "./audience.ts";
import { roleByClaims } from "./role.ts";

/** The user whose access token this is, at this app. TOKEN_INVALID, TOKEN_EXPIRED. */
export async function userOf({ env, now }: Pick<Ctx, "env" | "now">, tenant: Tenant | null, token: string): Promise<UserCtx["actor"]> {
  if (tenant === null) throw new AppError("TOKEN_INVALID");
  const claims = await verifyToken(env, "at+jwt", token, audiencesAt(tenant), now());
  const { sub, sid } = claims;
  if (typeof sub !== "string" || typeof sid !== "string") throw new AppError("TOKEN_INVALID");
  return { kind: "user", userId: sub, sessionId: sid, role: roleByClaims(tenant, claims) };
}

/** The token of an Authorization header; undefined if there is none. TOKEN_INVALID. */
export function bearerIn(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(header)?.[1];
  if (token === undefined) throw new AppError("TOKEN_INVALID");
  return token;
}
