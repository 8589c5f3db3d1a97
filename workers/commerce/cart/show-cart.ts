import type { Reservation } from "../../../contracts/bookings.ts";
import type { Cart, StoredCart } from "../../../contracts/cart.ts";
import { askLedger } from "../../booking/showtime-ledger.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { showtimeOf } from "../../platform/ids.ts";
import { type SellableVariant, variantsOf } from "../products/variants-of.ts";
import { promotionFor } from "../promotions/promotion-for.ts";
import { showsOf } from "../shows-of.ts";
import { askCart, type CartOwner, cartIdOf } from "./cart-of.ts";
import { viewCart } from "./view-cart.ts";

/** The cart as it is, with the prices, the stock and the reservations of this moment. */
export const readCart = async (ctx: TenantCtx, owner: CartOwner): Promise<Cart> =>
  showCart(ctx, owner, await askCart(ctx, owner, { idempotent: true }, (cart) => cart.read()));

/**
 * Shows what a cart's object has answered: asks for all that it does not know, at once. At most `limits.cartReservationsMax` showtimes are asked. `known`:
 * variants that were read a moment ago.
 */
export async function showCart(
  ctx: TenantCtx,
  owner: CartOwner,
  stored: StoredCart,
  known: readonly SellableVariant[] = [],
): Promise<Cart> {
  const isKnown = (id: string): boolean => known.some(({ variantId }) => variantId === id);
  const variantIds = stored.items.flatMap((item) => (item.kind === "PRODUCT" && !isKnown(item.variantId) ? [item.variantId] : []));
  const tokens = stored.items.flatMap((item) => (item.kind === "TICKETS" ? [item.reservationToken] : []));
  const [variants, reservations, shows, promotion] = await Promise.all([
    variantsOf(ctx, variantIds),
    reservationsOf(ctx, owner, tokens),
    showsOf(ctx, [...new Set(tokens.map((token) => showtimeOf(token) ?? ""))]),
    stored.promotionCode === null ? null : promotionFor(ctx, stored.promotionCode),
  ]);
  const facts = {
    variants: new Map([...known, ...variants].map((variant) => [variant.variantId, variant])),
    reservations,
    shows,
    promotion,
  };
  return viewCart(cartIdOf(owner), stored, facts, ctx.now());
}

async function reservationsOf(ctx: TenantCtx, owner: CartOwner, tokens: readonly string[]): Promise<Map<string, Reservation>> {
  if (!("userId" in owner)) return new Map();
  const { userId } = owner;
  const found = await Promise.all(
    tokens.map(async (token): Promise<[string, Reservation][]> => {
      const answer = await askLedger(ctx, showtimeOf(token) ?? "", { idempotent: true }, (ledger) => ledger.reservation({ userId, token }));
      return answer.ok ? [[token, answer.reservation]] : [];
    }),
  );
  return new Map(found.flat());
}
