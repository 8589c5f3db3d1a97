import { and, desc, eq, notInArray, type SQL, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { hmac } from "../platform/digest.ts";
import { networkOf } from "../platform/network.ts";
import { knownNetworks } from "./tables.ts";

/** The network of whoever calls, in a form that says nothing without our secret and is another one for every account. */
const networkKey = (ctx: Ctx, userId: string): Promise<string> =>
  hmac(ctx.env.TOKEN_SECRET, "known network", `${userId}\n${networkOf(ctx.client.ip)}`);

/** Whether the caller's network is one from which this person has signed in before. Costs the same for somebody who does not exist. */
export async function isKnownNetwork(ctx: Ctx, userId: string): Promise<boolean> {
  const network = await networkKey(ctx, userId);
  const row = await ctx.db
    .select({ seenAt: knownNetworks.seenAt })
    .from(knownNetworks)
    .where(and(eq(knownNetworks.userId, userId), eq(knownNetworks.network, network)))
    .get();
  return row !== undefined;
}

/** The statements that remember the caller's network for this person, among the latest few. `onlyIf`: what must hold besides. */
export async function rememberNetwork(ctx: Ctx, userId: string, onlyIf: SQL = sql`true`) {
  const network = await networkKey(ctx, userId);
  const newest = ctx.db
    .select({ network: knownNetworks.network })
    .from(knownNetworks)
    .where(eq(knownNetworks.userId, userId))
    .orderBy(desc(knownNetworks.seenAt))
    .limit(limits.knownNetworksPerUserMax);
  return [
    ctx.db
      .insert(knownNetworks)
      .select(sql`SELECT ${userId}, ${network}, ${ctx.now()} WHERE ${onlyIf}`)
      .onConflictDoUpdate({ target: [knownNetworks.userId, knownNetworks.network], set: { seenAt: ctx.now() } }),
    ctx.db.delete(knownNetworks).where(and(eq(knownNetworks.userId, userId), notInArray(knownNetworks.network, newest))),
  ] as const;
}
