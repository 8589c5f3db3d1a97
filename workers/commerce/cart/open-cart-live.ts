import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { openedSocket } from "../../platform/opened-socket.ts";
import { type CartOwner, cartOf } from "./cart-of.ts";

/**
 * Hands a socket over to the cart's object, which spends the ticket. A guest names the cart in `x-cart-id`, here or where the ticket was asked for.
 * UPGRADE_REQUIRED, VALIDATION_FAILED if nobody's cart is named, TICKET_INVALID, OVERLOADED if too many look at it.
 */
export async function openCartLive(ctx: TenantCtx, guestId: string | null, request: Request): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("UPGRADE_REQUIRED");
  const headers = new Headers({ upgrade: "websocket" });
  if (ctx.ticketId !== null) headers.set("x-marquee-ticket", ctx.ticketId);
  const cart = cartOf(ctx.env, ctx.tenant.appId, ownerIn(ctx, guestId));
  const response = await cart.fetch("https://cart/live", { headers });
  return new Response(null, { status: 101, webSocket: await openedSocket(response) });
}

function ownerIn({ actor }: TenantCtx, guestId: string | null): CartOwner {
  if (actor.kind === "user") return { userId: actor.userId };
  const named = (actor.kind === "anonymous" ? actor.cartId : undefined) ?? guestId;
  if (named === null)
    throw new AppError("VALIDATION_FAILED", { issues: [{ path: "x-cart-id", message: "whose cart? send it, or sign in" }] });
  return { guestId: named };
}
