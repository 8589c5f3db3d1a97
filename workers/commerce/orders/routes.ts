import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { CancelOrder, CheckedOut, Checkout, Order, OrderQuery, ReturnOrder, UpdateOrderStatus } from "../../../contracts/orders.ts";
import { Id } from "../../../contracts/values.ts";
import { Answer, Endpoints } from "../../gateway/endpoint.ts";
import { guestCartIn } from "../../gateway/guest-cart.ts";
import { mergeGuestCart } from "../cart/merge-guest-cart.ts";
import { checkOut } from "../checkout/check-out.ts";
import { cancelOrder } from "./cancel-order.ts";
import { getOrder, listOrders } from "./read.ts";
import { returnOrder } from "./return-order.ts";
import { updateOrderStatus } from "./update-status.ts";

export const orderRoutes = new Endpoints("Orders", "commerce");

const orderExample = Order.meta()?.example;
const OneOrder = z.object({ order: Order }).meta({ example: { order: orderExample } });
const orderPath = z.strictObject({ id: Id });

orderRoutes.post(
  "/api/v1/checkout",
  {
    operationId: "checkOut",
    attempt: "pay",
    summary: "Order what is in the cart, and pay for it",
    description:
      "All or nothing: seats of every reservation, stock of every product and the money. 201 with a PAID order, or with a PENDING one that completes itself when its payment succeeds; 200 with the order that another call is making of the same cart. Whatever is refused leaves the cart as it was.",
    access: "user",
    body: Checkout,
    answer: CheckedOut,
    status: 201,
    alsoAnswers: [200],
    errors: [
      "CART_EMPTY",
      "CART_CHECKING_OUT",
      "OUT_OF_STOCK",
      "PRICE_CHANGED",
      "PROMOTION_USED_UP",
      "PROMOTION_NOT_APPLICABLE",
      "RESERVATION_EXPIRED",
      "RESERVATION_NOT_FOUND",
      "RESERVATION_NOT_YOURS",
      "RESERVATION_CONFIRMED",
      "PAYMENT_METHOD_MISSING",
      "PAYMENT_DECLINED",
      "PAYMENT_PROVIDER_ERROR",
    ],
  },
  async (ctx, { body }, c) => {
    const guestId = guestCartIn(c);
    const message = guestId === null ? null : await mergeGuestCart(ctx, guestId);
    const { created, ...answer } = await checkOut(ctx, body);
    return new Answer(answer, { status: created ? 201 : 200, ...(message !== null && { message }) });
  },
);

orderRoutes.get(
  "/api/v1/orders",
  {
    operationId: "listOrders",
    summary: "One's own orders, or all of the app's with the secret key",
    access: "userOrServer",
    query: OrderQuery,
    answer: pageOf(Order).meta({ example: { items: [orderExample], nextCursor: null } }),
  },
  (ctx, { query }) => listOrders(ctx, query),
);

orderRoutes.get(
  "/api/v1/orders/{id}",
  {
    operationId: "getOrder",
    summary: "An order with its timeline",
    access: "userOrServer",
    params: orderPath,
    answer: OneOrder,
    errors: ["ORDER_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ order: await getOrder(ctx, params.id) }),
);

orderRoutes.patch(
  "/api/v1/orders/{id}/status",
  {
    operationId: "updateOrderStatus",
    summary: "Move an order on",
    description: "PAID, FULFILLING, SHIPPED, DELIVERED, one step at a time; CANCELLED until it is sent; REFUNDED gives all money back.",
    access: "organizer",
    params: orderPath,
    body: UpdateOrderStatus,
    answer: OneOrder,
    errors: ["ORDER_NOT_FOUND", "ILLEGAL_TRANSITION"],
  },
  async (ctx, { params, body }) => ({ order: await updateOrderStatus(ctx, { ...body, ...params }) }),
);

orderRoutes.post(
  "/api/v1/orders/{id}/cancel",
  {
    operationId: "cancelOrder",
    summary: "Cancel an order that has not been sent",
    description: "Products are refunded whole; tickets by the policy of their showtime, or whole when the tenant's server cancels.",
    access: "userOrServer",
    params: orderPath,
    body: CancelOrder,
    answer: OneOrder,
    errors: ["ORDER_NOT_FOUND", "ILLEGAL_TRANSITION", "NOT_CANCELLABLE"],
  },
  async (ctx, { params, body }) => ({ order: await cancelOrder(ctx, { ...body, ...params }) }),
);

orderRoutes.post(
  "/api/v1/orders/{id}/return",
  {
    operationId: "returnOrder",
    summary: "Return products that were delivered",
    access: "userOrServer",
    params: orderPath,
    body: ReturnOrder,
    answer: OneOrder,
    errors: ["ORDER_NOT_FOUND", "ILLEGAL_TRANSITION", "RETURN_NOT_POSSIBLE"],
  },
  async (ctx, { params, body }) => ({ order: await returnOrder(ctx, { ...body, ...params }) }),
);
