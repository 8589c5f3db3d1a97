import type { Cart } from "../../../contracts/cart.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { variantsOf } from "../products/variants-of.ts";
import { askCart, type CartOwner } from "./cart-of.ts";
import { showCart } from "./show-cart.ts";

/** Makes it more or fewer pieces. CART_ITEM_NOT_FOUND, VALIDATION_FAILED for tickets, OUT_OF_STOCK with details.available, CART_CHECKING_OUT. */
export async function changeCartItem(
  ctx: TenantCtx,
  owner: CartOwner,
  { itemId, quantity }: { itemId: string; quantity: number },
): Promise<Cart> {
  const before = await askCart(ctx, owner, { idempotent: true }, (cart) => cart.read());
  const item = before.items.find(({ id }) => id === itemId);
  if (item === undefined) throw new AppError("CART_ITEM_NOT_FOUND");
  const [variant] = item.kind === "PRODUCT" ? await variantsOf(ctx, [item.variantId]) : [];
  const atMost = variant?.status === "ACTIVE" ? variant.available : 0;
  const { cart } = granted(
    await askCart(ctx, owner, { idempotent: true }, (object) => object.changeQuantity({ itemId, quantity, atMost })),
  );
  return showCart(ctx, owner, cart);
}
