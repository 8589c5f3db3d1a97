import { z } from "zod";
import { AddCartItem, CartAnswer, CartItemAnswer, EnterPromotion, UpdateCartItem } from "../../../contracts/cart.ts";
import { limits } from "../../../contracts/limits.ts";
import { Id } from "../../../contracts/values.ts";
import { Answer, Endpoints, opensSocket } from "../../gateway/endpoint.ts";
import { guestCartIn } from "../../gateway/guest-cart.ts";
import { addToCart } from "./add-to-cart.ts";
import { cartAtHand } from "./cart-at-hand.ts";
import { changeCartItem } from "./change-cart-item.ts";
import { enterCartPromotion, leaveCartPromotion } from "./enter-cart-promotion.ts";
import { openCartLive } from "./open-cart-live.ts";
import { emptyCart, removeFromCart } from "./remove-from-cart.ts";
import { readCart } from "./show-cart.ts";

export const cartRoutes = new Endpoints("Cart", "commerce");

const params = z.strictObject({ id: Id });

/** What is answered, with what the owner should hear of it. */
const told = <Data>(data: Data, ...messages: (string | null)[]): Answer<Data> => {
  const message = messages.filter((each) => each !== null).join(" ");
  return new Answer(data, message === "" ? {} : { message });
};

cartRoutes.get(
  "/api/v1/cart",
  {
    operationId: "getCart",
    summary: "One's cart, with the prices and the stock of this moment",
    description:
      "Of whoever is signed in; else of the guest whose cart `x-cart-id` names: whoever knows that id has the cart. A guest without one gets an empty cart, and its `id` is a new one to send from then on. Sent with a user's token, the guest's cart is merged into the user's.",
    access: "visitor",
    answer: CartAnswer,
  },
  async (ctx, _input, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    return told({ cart: await readCart(ctx, owner) }, message);
  },
);

cartRoutes.post(
  "/api/v1/cart/items",
  {
    operationId: "addToCart",
    summary: "Put pieces of a product, or one's reservation, into the cart",
    description: `Pieces of a variant that is in it already are added to those. A guest who sends no \`x-cart-id\` finds the new cart's as \`cart.id\`. At most ${limits.cartItemsMax} items, ${limits.cartReservationsMax} of them reservations, ${limits.cartQuantityMax} pieces of each, all in one currency.`,
    access: "visitor",
    body: AddCartItem,
    answer: CartItemAnswer,
    status: 201,
    errors: [
      "PRODUCT_NOT_FOUND",
      "VARIANT_NOT_FOUND",
      "OUT_OF_STOCK",
      "TOKEN_MISSING",
      "RESERVATION_NOT_FOUND",
      "RESERVATION_NOT_YOURS",
      "RESERVATION_EXPIRED",
      "RESERVATION_CONFIRMED",
      "CURRENCY_MISMATCH",
      "CART_FULL",
      "CART_CHECKING_OUT",
    ],
  },
  async (ctx, { body }, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    return told(await addToCart(ctx, owner, body), message);
  },
);

cartRoutes.patch(
  "/api/v1/cart/items/{id}",
  {
    operationId: "changeCartItem",
    summary: "Make it more or fewer pieces",
    access: "visitor",
    params,
    body: UpdateCartItem,
    answer: CartAnswer,
    errors: ["CART_ITEM_NOT_FOUND", "OUT_OF_STOCK", "CART_FULL", "CART_CHECKING_OUT"],
  },
  async (ctx, { params, body }, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    return told({ cart: await changeCartItem(ctx, owner, { itemId: params.id, ...body }) }, message);
  },
);

cartRoutes.delete(
  "/api/v1/cart/items/{id}",
  {
    operationId: "removeFromCart",
    summary: "Take an item out of the cart",
    description: "The seats of a reservation are given back.",
    access: "visitor",
    params,
    answer: CartAnswer,
    errors: ["CART_ITEM_NOT_FOUND", "CART_CHECKING_OUT"],
  },
  async (ctx, { params }, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    const removed = await removeFromCart(ctx, owner, { itemId: params.id });
    return told({ cart: removed.cart }, message, removed.message);
  },
);

cartRoutes.delete(
  "/api/v1/cart",
  {
    operationId: "emptyCart",
    summary: "Take everything out of the cart",
    description: "The code too. The seats of reservations are given back.",
    access: "visitor",
    answer: CartAnswer,
    errors: ["CART_CHECKING_OUT"],
  },
  async (ctx, _input, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    const removed = await emptyCart(ctx, owner);
    return told({ cart: removed.cart }, message, removed.message);
  },
);

cartRoutes.post(
  "/api/v1/cart/promo",
  {
    operationId: "enterCartPromotion",
    summary: "Enter a promotion's code",
    description: "In place of the one before. One that would bring nothing now is refused, with the reason in `details.reason`.",
    access: "visitor",
    body: EnterPromotion,
    answer: CartAnswer,
    errors: ["PROMOTION_NOT_FOUND", "PROMOTION_NOT_APPLICABLE", "PROMOTION_USED_UP", "CART_CHECKING_OUT"],
  },
  async (ctx, { body }, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    return told({ cart: await enterCartPromotion(ctx, owner, body) }, message);
  },
);

cartRoutes.delete(
  "/api/v1/cart/promo",
  {
    operationId: "leaveCartPromotion",
    summary: "Take the code out of the cart",
    access: "visitor",
    answer: CartAnswer,
    errors: ["CART_CHECKING_OUT"],
  },
  async (ctx, _input, c) => {
    const { owner, message } = await cartAtHand(ctx, guestCartIn(c));
    return told({ cart: await leaveCartPromotion(ctx, owner) }, message);
  },
);

cartRoutes.get(
  "/api/v1/cart/live",
  {
    operationId: "watchCart",
    summary: "That one's cart has changed, in whichever window (WebSocket)",
    description:
      'Frames: {"type":"cart","rev":7}, on opening and with every change: read GET /cart then. A guest asks for the ticket with `x-cart-id`, so that the id is in no address.',
    access: "socket",
    query: z.strictObject({ ticket: z.string().max(2048).optional() }),
    answer: opensSocket,
    status: 101,
    errors: ["UPGRADE_REQUIRED", "TICKET_INVALID", "OVERLOADED"],
  },
  (ctx, _input, c) => openCartLive(ctx, guestCartIn(c), c.req.raw),
);
