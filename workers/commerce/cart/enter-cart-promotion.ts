import type { Cart } from "../../../contracts/cart.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { promotionFor } from "../promotions/promotion-for.ts";
import { askCart, type CartOwner } from "./cart-of.ts";
import { showCart } from "./show-cart.ts";

/**
 * Enters a code in place of the one before, if it brings something now. PROMOTION_NOT_FOUND; PROMOTION_USED_UP; PROMOTION_NOT_APPLICABLE with details.reason;
 * CART_CHECKING_OUT. It may bring nothing later: the cart says so, and the order is made without it.
 */
export async function enterCartPromotion(ctx: TenantCtx, owner: CartOwner, { code }: { code: string }): Promise<Cart> {
  const [promotion, before] = await Promise.all([
    promotionFor(ctx, code),
    askCart(ctx, owner, { idempotent: true }, (cart) => cart.read()),
  ]);
  if (promotion === null) throw new AppError("PROMOTION_NOT_FOUND");
  const { promotion: would } = await showCart(ctx, owner, { ...before, promotionCode: promotion.code });
  const reason = would?.refusal ?? null;
  if (reason !== null) throw new AppError(reason.startsWith("USED_") ? "PROMOTION_USED_UP" : "PROMOTION_NOT_APPLICABLE", { reason });
  return setCode(ctx, owner, promotion.code);
}

/** Takes the code out. Without one: nothing. CART_CHECKING_OUT. */
export const leaveCartPromotion = (ctx: TenantCtx, owner: CartOwner): Promise<Cart> => setCode(ctx, owner, null);

async function setCode(ctx: TenantCtx, owner: CartOwner, code: string | null): Promise<Cart> {
  const { cart } = granted(await askCart(ctx, owner, { idempotent: true }, (object) => object.enterPromotion({ code })));
  return showCart(ctx, owner, cart);
}
