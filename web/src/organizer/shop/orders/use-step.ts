import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import type { UpdateOrderStatus } from "../../../../../contracts/orders.ts";
import { failedWith } from "../../../api/failure.ts";
import { request } from "../../../api/request.ts";
import type { Domain } from "../../../domains.ts";
import { ownOrders } from "../api/shop-queries.ts";

/** Takes an order a step on. One that has moved meanwhile is read again, so that the page offers what is still possible. */
export function useStep(domain: Domain, order: DeskOrder, onDone: () => void) {
  const queryClient = useQueryClient();
  const reread = () => queryClient.invalidateQueries({ queryKey: ownOrders });
  return useMutation({
    mutationFn: (body: UpdateOrderStatus) => request(domain, `/orders/${order.id}/status`, { method: "PATCH", body }),
    onSuccess: async () => {
      await reread();
      onDone();
    },
    onError: (error) => {
      if (failedWith(error, "ILLEGAL_TRANSITION")) void reread();
    },
  });
}
