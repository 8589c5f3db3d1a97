import type { CartTold } from "../../../../contracts/cart.ts";
import type { Domain } from "../../domains.ts";
import { LiveSocket } from "../../live/live-socket.ts";
import { cartIsAt } from "./cart-queries.ts";
import { liveCartTicket } from "./cart-request.ts";

/** Hears of every change of a cart, wherever it is made, and asks for the cart then. */
export const liveCart = (domain: Domain): LiveSocket<CartTold> =>
  new LiveSocket({
    path: "/cart/live",
    ticket: () => liveCartTicket(domain),
    hear: ({ type, rev }) => {
      if (type === "cart") cartIsAt(domain, rev);
    },
  });
