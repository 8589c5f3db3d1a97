import { and, asc, eq } from "drizzle-orm";
import type { StoredItem } from "../../../contracts/cart.ts";
import { limits } from "../../../contracts/limits.ts";
import { callObject } from "../../platform/call-object.ts";
import { type ExportSection, moment, newerThan, type PersonalData, stretchOf } from "../../platform/personal-data.ts";
import { cartOf } from "./cart-of.ts";
import { carts } from "./tables.ts";

const allCarts: ExportSection = {
  name: "carts",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select()
      .from(carts)
      .where(and(eq(carts.userId, userId), newerThan(after, carts.createdAt, carts.appId)))
      .orderBy(asc(carts.createdAt), asc(carts.appId))
      .limit(rows + 1);
    const { items, next } = stretchOf(
      found,
      rows,
      ({ createdAt, appId }) => [createdAt, appId],
      ({ appId }) => appId,
    );
    const shown = (items as string[]).map(async (appId) => {
      const cart = await callObject(() => cartOf(ctx.env, appId, { userId }).read(), { idempotent: true });
      return { appId, promotionCode: cart.promotionCode, updatedAt: moment(cart.updatedAtMs || null), items: cart.items.map(itemShown) };
    });
    return { items: await Promise.all(shown), next };
  },
};

const itemShown = (item: StoredItem) =>
  item.kind === "PRODUCT"
    ? { productId: item.productId, variantId: item.variantId, quantity: item.quantity, addedAt: moment(item.addedAtMs) }
    : { reservation: true, addedAt: moment(item.addedAtMs) };

/** Whoever is erased has no cart any more. A hold that was in it runs out by itself; guests' carts are nobody's. */
export const cartData: PersonalData = {
  sections: [allCarts],
  async erase(ctx, { userId }) {
    const found = await ctx.db.select({ appId: carts.appId }).from(carts).where(eq(carts.userId, userId)).limit(limits.cartsPerErasureMax);
    await Promise.all(found.map(({ appId }) => callObject(() => cartOf(ctx.env, appId, { userId }).erase(), { idempotent: true })));
    return [ctx.db.delete(carts).where(eq(carts.userId, userId))];
  },
};
