import type { AddCartItem, Cart, StoredCart } from "../../../contracts/cart.ts";
import { getReservation } from "../../booking/read.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { type SellableVariant, variantsOfProduct } from "../products/variants-of.ts";
import { askCart, type CartOwner } from "./cart-of.ts";
import { noteCart, noteCartWith } from "./note-cart.ts";
import { showCart } from "./show-cart.ts";

/**
 * Puts pieces of a product, or a reservation of one's own, into the cart. PRODUCT_NOT_FOUND, VARIANT_NOT_FOUND, VALIDATION_FAILED if it has several
 * variants and none is named, OUT_OF_STOCK with details.available; TOKEN_MISSING, RESERVATION_NOT_FOUND, _NOT_YOURS, _EXPIRED, _CONFIRMED; CURRENCY_MISMATCH,
 * CART_FULL, CART_CHECKING_OUT.
 */
export async function addToCart(ctx: TenantCtx, owner: CartOwner, item: AddCartItem): Promise<{ cart: Cart; itemId: string }> {
  const { productId, variantId, quantity = 1, reservationToken } = item;
  const { cart, itemId, known } =
    productId === undefined
      ? await addReservation(ctx, owner, reservationToken ?? "")
      : await addProduct(ctx, owner, { productId, variantId, quantity });
  return { cart: await showCart(ctx, owner, cart, known), itemId };
}

/** `known`: what was read of the shelf for it. */
interface Added {
  cart: StoredCart;
  itemId: string;
  known: readonly SellableVariant[];
}

interface Wanted {
  productId: string;
  variantId: string | undefined;
  quantity: number;
}

async function addProduct(ctx: TenantCtx, owner: CartOwner, wanted: Wanted): Promise<Added> {
  const variants = await noteCartWith(ctx, owner, variantsOfProduct(ctx, wanted.productId));
  const { productId, variantId, available, price, currency } = chosen(variants, wanted);
  const input = { productId, variantId, quantity: wanted.quantity, atMost: available, price, currency };
  return { ...granted(await askCart(ctx, owner, { idempotent: false }, (cart) => cart.addProduct(input))), known: variants };
}

/** The variant that is meant. The only one need not be named. */
function chosen(variants: readonly SellableVariant[], { variantId }: Wanted): SellableVariant {
  const [first] = variants;
  if (first?.status !== "ACTIVE") throw new AppError("PRODUCT_NOT_FOUND");
  if (variantId === undefined && variants.length > 1) {
    throw new AppError("VALIDATION_FAILED", {
      issues: [{ path: "variantId", message: "this product comes in variants: name one of details.variants" }],
      variants: variants.map(({ variantId: id, variantName: name, price, available }) => ({ id, name, price, available })),
    });
  }
  const variant = variantId === undefined ? first : variants.find((each) => each.variantId === variantId);
  if (variant === undefined) throw new AppError("VARIANT_NOT_FOUND");
  return variant;
}

async function addReservation(ctx: TenantCtx, owner: CartOwner, token: string): Promise<Added> {
  if (!("userId" in owner)) throw new AppError("TOKEN_MISSING");
  const [{ status, expiresAt, exchanges, currency }] = await Promise.all([getReservation(ctx, token), noteCart(ctx, owner)]);
  if (status === "CONFIRMED") throw new AppError("RESERVATION_CONFIRMED");
  if (status !== "ACTIVE" || Date.parse(expiresAt) <= ctx.now()) throw new AppError("RESERVATION_EXPIRED");
  if (exchanges !== null) {
    const issues = [{ path: "reservationToken", message: "is for an exchange: pay for that by itself" }];
    throw new AppError("VALIDATION_FAILED", { issues });
  }
  const added = await askCart(ctx, owner, { idempotent: true }, (cart) => cart.addReservation({ reservationToken: token, currency }));
  return { ...granted(added), known: [] };
}
