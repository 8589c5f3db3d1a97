import { z } from "zod";
import type { Outcome } from "./ledger.ts";
import { limits } from "./limits.ts";
import { PromotionCode } from "./promotions.ts";
import { HeldSeat } from "./seats.ts";
import { Amount, Currency, Id, Time } from "./values.ts";

const Quantity = z.number().int().min(1).max(limits.cartQuantityMax).meta({ example: 2 });

/** A guest's cart. Whoever knows it, has it: take the one that the first answer gives, or make one of at least 16 random characters. */
export const CartId = Id.min(limits.cartIdCharsMin);

/** Pieces of a product, which join those of the same variant; or a reservation of one's own. `variantId` may be left out where there is but one. */
export const AddCartItem = z
  .strictObject({
    productId: Id.optional(),
    variantId: Id.optional(),
    quantity: Quantity.optional(),
    reservationToken: Id.optional(),
  })
  .refine(({ productId, reservationToken }) => (productId === undefined) !== (reservationToken === undefined), {
    message: "send one of productId and reservationToken",
    path: ["productId"],
  })
  .refine(
    ({ reservationToken, variantId, quantity }) => reservationToken === undefined || (variantId === undefined && quantity === undefined),
    {
      message: "has neither variant nor quantity: its seats are what was held",
      path: ["reservationToken"],
    },
  )
  .meta({ id: "AddCartItem", example: { productId: "prd_01K9Z3V6T8W2Y4A6C8E0G2J4M6", quantity: 2 } });
export type AddCartItem = z.infer<typeof AddCartItem>;

export const UpdateCartItem = z.strictObject({ quantity: Quantity }).meta({ id: "UpdateCartItem", example: { quantity: 3 } });
export type UpdateCartItem = z.infer<typeof UpdateCartItem>;

export const EnterPromotion = z.strictObject({ code: PromotionCode }).meta({ id: "EnterPromotion", example: { code: "WINTER15" } });
export type EnterPromotion = z.infer<typeof EnterPromotion>;

/**
 * What stands in the way of ordering an item as it is, or is different from when it was put in. OUT_OF_STOCK: fewer than `quantity` are left, see `available`.
 * PRICE_CHANGED: it was `was`. UNAVAILABLE: it is sold no more. RESERVATION_EXPIRED: the hold ran out or was given back.
 */
export const CartProblem = z.enum(["OUT_OF_STOCK", "PRICE_CHANGED", "UNAVAILABLE", "RESERVATION_EXPIRED"]);
export type CartProblem = z.infer<typeof CartProblem>;

/** Of many pieces: it may be more than one may cost. */
const Sum = z.number().int().min(0).meta({ example: 4200 });

const shared = {
  id: z.string(),
  quantity: z.number().int(),
  unitPrice: Sum,
  price: Sum,
  problem: CartProblem.nullable(),
  was: Amount.nullable(),
};

/** `available`: how many could be ordered now. `was`: what one cost when it was put in, if that is not what it costs now. */
const ProductItem = z.object({
  ...shared,
  kind: z.literal("PRODUCT"),
  productId: z.string(),
  variantId: z.string(),
  name: z.string(),
  variantName: z.string(),
  imageUrl: z.string().nullable(),
  available: z.number().int(),
});
/** A reservation; `quantity`: its seats, which may differ in price; `expiresAt`: when its hold runs out. */
const TicketsItem = z.object({
  ...shared,
  kind: z.literal("TICKETS"),
  reservationToken: z.string(),
  showtimeId: z.string(),
  listingId: z.string(),
  name: z.string(),
  imageUrl: z.string().nullable(),
  startsAt: Time,
  timeZone: z.string(),
  venue: z.string(),
  seats: z.array(HeldSeat),
  expiresAt: Time,
});
export const CartItem = z.discriminatedUnion("kind", [ProductItem, TicketsItem]).meta({ id: "CartItem" });
export type CartItem = z.infer<typeof CartItem>;

const example = {
  id: "cart_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  rev: 3,
  items: [
    {
      id: "cit_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      kind: "PRODUCT",
      productId: "prd_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      variantId: "var_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      name: "Popcorn, large",
      variantName: "salted",
      imageUrl: "/products/popcorn.svg",
      quantity: 2,
      unitPrice: 650,
      price: 1300,
      available: 58,
      problem: null,
      was: null,
    },
  ],
  promotion: { code: "WINTER15", discount: 195, refusal: null },
  subtotal: 1300,
  discount: 195,
  total: 1105,
  currency: "EUR",
  itemCount: 2,
  expiresAt: null,
  checkout: null,
  updatedAt: "2026-11-21T09:00:00.000Z",
};

/**
 * What somebody is about to buy, with the prices of this moment. `rev` rises with every change. `itemCount`: pieces, and reservations as one each.
 * `promotion.refusal`: why its code brings nothing now. `expiresAt`: when the first of its holds runs out. `checkout`: the order that is being made of it.
 * `currency` null: it is empty. Items that cannot be bought count for nothing in the sums.
 */
export const Cart = z
  .object({
    id: z.string(),
    rev: z.number().int(),
    items: z.array(CartItem),
    promotion: z.object({ code: z.string(), discount: Sum, refusal: z.string().nullable() }).nullable(),
    subtotal: Sum,
    discount: Sum,
    total: Sum,
    currency: Currency.nullable(),
    itemCount: z.number().int(),
    expiresAt: Time.nullable(),
    checkout: z.object({ orderId: z.string() }).nullable(),
    updatedAt: Time,
  })
  .meta({ id: "Cart", example });
export type Cart = z.infer<typeof Cart>;

export const CartAnswer = z.object({ cart: Cart }).meta({ example: { cart: example } });

/** `itemId`: what was put in, or what it joined. */
export const CartItemAnswer = z
  .object({ cart: Cart, itemId: z.string() })
  .meta({ example: { cart: example, itemId: example.items[0]?.id } });

/** What the socket `/cart/live` says: that the cart is now at `rev`, first on opening and then on every change. */
export const CartTold = z.object({ type: z.literal("cart"), rev: z.number().int() });
export type CartTold = z.infer<typeof CartTold>;

// What crosses the boundary between the Worker and a `Cart` object. Fields are only ever added, and optional when they are. --------------------

/** `price`: what one cost when it was put in, or what its owner has seen since. */
export interface StoredProduct {
  id: string;
  kind: "PRODUCT";
  productId: string;
  variantId: string;
  quantity: number;
  price: number;
  addedAtMs: number;
}
export interface StoredTickets {
  id: string;
  kind: "TICKETS";
  reservationToken: string;
  addedAtMs: number;
}
export type StoredItem = StoredProduct | StoredTickets;

/** `checkout`: the order that is being made of the cart, and until when nothing else may be made of it. `mergedInto`: of a guest's, whose cart it became. */
export interface StoredCart {
  rev: number;
  currency: string | null;
  items: StoredItem[];
  promotionCode: string | null;
  checkout: { orderId: string; untilMs: number } | null;
  mergedInto: string | null;
  updatedAtMs: number;
}

/** How many pieces are in it; a reservation counts as one. */
export const itemCountOf = ({ items }: Pick<StoredCart, "items">): number =>
  items.reduce((sum, item) => sum + (item.kind === "PRODUCT" ? item.quantity : 1), 0);

/** What a `Cart` object can be asked. Each change is on disk before its answer leaves, and every open tab is told. While a checkout runs, changes are refused: CART_CHECKING_OUT. */
export interface CartCalls {
  read(): Promise<StoredCart>;
  /** CART_FULL (also by more pieces of one than `limits.cartQuantityMax`), CURRENCY_MISMATCH. A variant that is there already: so many more. The same reservation again: nothing. `atMost`: pieces there are (OUT_OF_STOCK with details.available). */
  addProduct(input: {
    productId: string;
    variantId: string;
    quantity: number;
    atMost: number;
    price: number;
    currency: string;
  }): Promise<Outcome<{ cart: StoredCart; itemId: string }>>;
  addReservation(input: { reservationToken: string; currency: string }): Promise<Outcome<{ cart: StoredCart; itemId: string }>>;
  /** CART_ITEM_NOT_FOUND; VALIDATION_FAILED for tickets; OUT_OF_STOCK. */
  changeQuantity(input: { itemId: string; quantity: number; atMost: number }): Promise<Outcome<{ cart: StoredCart }>>;
  /** CART_ITEM_NOT_FOUND. Answers what was removed, so that a hold can be given back. */
  removeItem(input: { itemId: string }): Promise<Outcome<{ cart: StoredCart; removed: StoredItem }>>;
  /** Takes everything out, the code too. Answers what was removed. */
  empty(): Promise<Outcome<{ cart: StoredCart; removed: StoredItem[] }>>;
  enterPromotion(input: { code: string | null }): Promise<Outcome<{ cart: StoredCart }>>;
  /** The owner has been told of these prices: from now on they are what was seen. */
  pricesSeen(input: { prices: { itemId: string; price: number }[] }): Promise<StoredCart>;
  /**
   * Keeps the cart as it is while `orderId` is made of it. While another is being made, that one: `begun` false. CART_EMPTY. `untilMs`: when it is given up
   * for lost; asked again for the same order, that is later.
   */
  beginCheckout(input: { orderId: string; untilMs: number }): Promise<Outcome<{ cart: StoredCart; orderId: string; begun: boolean }>>;
  /** The order stands: what it was made of leaves the cart. Again, or for another order: nothing. */
  checkedOut(input: { orderId: string }): Promise<void>;
  /** The order came to nothing: the cart is its owner's again, as it was. */
  checkoutFailed(input: { orderId: string }): Promise<void>;
  /**
   * A guest's cart gives what it has to `into` (an object's name), which has this currency: until `givenTaken` says that it arrived, the same each time.
   * Null: there is nothing. CURRENCY_MISMATCH: it is in another currency and stays. CART_CHECKING_OUT.
   */
  giveAway(input: { into: string; currency: string | null }): Promise<Outcome<{ given: StoredCart | null }>>;
  /** What was given at `rev` has been taken up. Again: nothing. */
  givenTaken(input: { rev: number }): Promise<void>;
  /**
   * Takes up what a guest's cart gave. `mergeId`: of this giving, so that repeating it adds nothing. `left`: how many items found no room.
   * CURRENCY_MISMATCH.
   */
  takeUp(input: { mergeId: string; given: StoredCart }): Promise<Outcome<{ cart: StoredCart; left: number }>>;
  /** The person is gone, and so is what they had. */
  erase(): Promise<void>;
}
