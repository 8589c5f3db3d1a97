import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Order } from "../../../../contracts/orders.ts";
import { own } from "../../api/queries.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { orderQuery } from "../api/order-queries.ts";
import { rereadCart } from "../cart/cart-queries.ts";

/** Asks for a change of an order; it is shown as soon as it is answered, and so is everything that it touches. */
export function useOrderChange(domain: Domain, { id }: Order, verb: "cancel" | "return", done: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      request<{ order: Order }>(domain, `/orders/${id}/${verb}`, {
        method: "POST",
        body,
        headers: { "idempotency-key": crypto.randomUUID() },
      }),
    onSuccess: ({ order }) => {
      queryClient.setQueryData(orderQuery(domain, id).queryKey, { domain, order });
      void queryClient.invalidateQueries({ queryKey: [own, "orders"] });
      void queryClient.invalidateQueries({ queryKey: [own, "bookings"] });
      void queryClient.invalidateQueries({ queryKey: [own, "booking"] });
      // What an unpaid order was made of is in the cart again.
      void rereadCart(domain);
      done();
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: [own, "order", id] }),
  });
}
