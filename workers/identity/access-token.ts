import { limits } from "../../contracts/limits.ts";
import type { TenantCtx } from "../platform/context.ts";
import { signToken } from "../platform/tokens.ts";
import { roleAt } from "./role.ts";

export interface AccessTokenOf {
  userId: string;
  sessionId: string;
  audience: string;
}

/** A user's access token, with the role that they have at this app. */
export const signAccessToken = (ctx: TenantCtx, { userId, sessionId, audience }: AccessTokenOf): Promise<string> =>
  signToken(
    ctx.env,
    "at+jwt",
    { sub: userId, sid: sessionId, role: roleAt(ctx.tenant) },
    { audience, seconds: limits.accessTokenSeconds, nowMs: ctx.now() },
  );
