import type { MarqueeEvent } from "../../../contracts/events.ts";
import type { Ctx } from "../../platform/context.ts";
import { cartOf } from "./cart-of.ts";

/**
 * On `order.paid` and `order.cancelled`: the cart that the order was made of hears how that ended, in case whoever completed the order could not say it any
 * more. A cart that knows does nothing.
 */
export async function closeCheckouts(
  ctx: Ctx,
  events: readonly Pick<Extract<MarqueeEvent, { orderId: string; userId: string }>, "appId" | "userId" | "orderId" | "type">[],
): Promise<void> {
  for (const { appId, userId, orderId, type } of events) {
    const cart = cartOf(ctx.env, appId, { userId });
    if (type === "order.cancelled") await cart.checkoutFailed({ orderId });
    else await cart.checkedOut({ orderId });
  }
}
