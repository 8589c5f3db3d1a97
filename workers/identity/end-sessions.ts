import { and, inArray, isNull, type SQL } from "drizzle-orm";
import type { TenantCtx } from "../platform/context.ts";
import { audiencesAt } from "./audience.ts";
import { sessions } from "./tables.ts";

/** The statement that ends those sessions which are live and of this app. Their access tokens run out by themselves, within 15 minutes. */
export const endSessions = (ctx: TenantCtx, which: SQL) =>
  ctx.db
    .update(sessions)
    .set({ endedAt: ctx.now() })
    .where(and(which, isNull(sessions.endedAt), inArray(sessions.audience, audiencesAt(ctx.tenant))))
    .returning({ id: sessions.id });
