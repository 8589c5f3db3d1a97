import { limits } from "../../contracts/limits.ts";
import type { TenantCtx } from "../platform/context.ts";
import { signToken } from "../platform/tokens.ts";
import { roleAt } from "./role.ts";

export interface AccessTokenOf {
  userId: string;
  sessionId: string;
  audience: string;
}

/** A user's access token, with the role that they have at this app. It must not outlive its session: `seconds`. */
export const signAccessToken = async (
  ctx: TenantCtx,
  { userId, sessionId, audience }: AccessTokenOf,
  seconds: number = limits.accessTokenSeconds,
): Promise<string> =>
  signToken(ctx.env, "at+jwt", { sub: userId, sid: sessionId, role: await roleAt(ctx, userId) }, { audience, seconds, nowMs: ctx.now() });
