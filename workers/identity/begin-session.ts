import type { BatchItem } from "drizzle-orm/batch";
import type { TenantCtx } from "../platform/context.ts";
import { type NewTokens, newSession } from "./new-session.ts";
import { idsOf, tellSocketsOfEndedSessions } from "./tell-sockets.ts";

interface Around {
  /** Statements that must come first, such as the one that makes the user. */
  before?: readonly BatchItem<"sqlite">[];
  after?: readonly BatchItem<"sqlite">[];
}

/** Begins a session in one batch with the caller's own statements, and tells the sockets of those that had to make room for it. */
export async function beginSession(ctx: TenantCtx, userId: string, { before = [], after = [] }: Around = {}): Promise<NewTokens> {
  const { tokens, statements } = await newSession(ctx, userId);
  const [endOldest, ...begin] = statements;
  const [ended] = await ctx.db.batch([endOldest, ...before, ...begin, ...after]);
  tellSocketsOfEndedSessions(ctx, userId, idsOf(ended));
  return tokens;
}
