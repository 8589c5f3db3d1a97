import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { UserPush } from "../../../../contracts/chat-gateway.ts";
import type { Order } from "../../../../contracts/orders.ts";
import { own } from "../../api/queries.ts";
import { ChatLink } from "../../chat/chat-link.ts";
import type { Domain } from "../../domains.ts";
import { orderQuery } from "../api/order-queries.ts";

/** While a bank thinks, and while somebody packs: how often it is asked besides being told. */
const pendingMs = 1500;
const underWayMs = 8000;

function pauseFor(order: Order | undefined): number | false {
  if (order === undefined || order.status === "CANCELLED" || order.status === "REFUNDED") return false;
  return order.status === "PENDING" ? pendingMs : underWayMs;
}

/** An order as it is at this moment: told by a push, and asked for now and then in case that is lost. */
export function useLiveOrder(asked: Domain | undefined, id: string) {
  const queryClient = useQueryClient();
  const found = useQuery({ ...orderQuery(asked, id), refetchInterval: (query) => pauseFor(query.state.data?.order) });
  const domain = found.data?.domain;
  useEffect(() => {
    if (domain === undefined) return;
    const reread = () => void queryClient.invalidateQueries({ queryKey: [own, "order", id] });
    const heard = (body: string) => {
      const { type, data } = JSON.parse(body) as UserPush;
      if (type.startsWith("order.") && data.orderId === id) reread();
    };
    const link = new ChatLink(domain, {
      connected: () => void link.subscribe("/user/queue/notifications", {}, heard),
      disconnected: () => {},
    });
    link.start();
    return () => link.stop();
  }, [domain, id, queryClient]);
  return found;
}
