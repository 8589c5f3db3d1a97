import type { BatchItem } from "drizzle-orm/batch";
import type { TenantCtx } from "../../platform/context.ts";
import { TimedCache } from "../../platform/timed-cache.ts";
import type { CartOwner } from "./cart-of.ts";
import { carts } from "./tables.ts";

/** A row goes only when its person is erased, who puts nothing into carts any more. */
const noted = new TimedCache<true>({ entriesMax: 20_000, seconds: 300 });

/** Writes down that this person has a cart here, so that an export and an erasure find it: before anything is put into it. */
export const noteCart = (ctx: TenantCtx, owner: CartOwner): Promise<void> =>
  noteBy(ctx, owner, async (note) => {
    await note;
  });

/** The same in one batch with the query of what is to be put into it, whose rows it answers. */
export async function noteCartWith<Query extends BatchItem<"sqlite"> & PromiseLike<unknown>>(
  ctx: TenantCtx,
  owner: CartOwner,
  query: Query,
): Promise<Awaited<Query>> {
  let rows: { found: Awaited<Query> } | null = null;
  await noteBy(ctx, owner, async (note) => {
    const [found] = await ctx.db.batch([query, note]);
    rows = { found: found as Awaited<Query> };
  });
  return rows === null ? await query : (rows as { found: Awaited<Query> }).found;
}

async function noteBy(ctx: TenantCtx, owner: CartOwner, write: (note: ReturnType<typeof noteOf>) => Promise<void>): Promise<void> {
  if (!("userId" in owner)) return;
  const { userId } = owner;
  await noted.get(`${ctx.tenant.appId}:${userId}`, ctx.now(), async () => {
    await write(noteOf(ctx, userId));
    return true;
  });
}

const noteOf = (ctx: TenantCtx, userId: string) =>
  ctx.db.insert(carts).values({ userId, appId: ctx.tenant.appId, createdAt: ctx.now() }).onConflictDoNothing();
