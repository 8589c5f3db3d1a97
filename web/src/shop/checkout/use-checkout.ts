import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { CheckedOut, Checkout } from "../../../../contracts/orders.ts";
import { failedWith, worthRetrying } from "../../api/failure.ts";
import { bookingsQuery, own } from "../../api/queries.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { forgetHold } from "../../hold.ts";
import { declineWords } from "../../pages/pay/decline-words.ts";
import { orderQuery } from "../api/order-queries.ts";
import { rereadCart } from "../cart/cart-queries.ts";
import { cartRequest } from "../cart/cart-request.ts";
import { type Difference, differencesOf } from "./differences.ts";

export type CheckoutStep =
  | { step: "open" }
  | { step: "working" }
  | { step: "declined"; message: string }
  /** Prices, stock, a hold or a code are not what they were: the cart shows it, and one may go on. */
  | { step: "changed"; differences: Difference[]; refundId: string | undefined }
  | { step: "failed"; error: unknown; unsure: boolean };

/** Orders what is in the cart and pays for it. One press is one order: what may have been lost on the way is sent again under the same key. */
export function useCheckout(domain: Domain) {
  const [now, setNow] = useState<CheckoutStep>({ step: "open" });
  const attempt = useRef<{ key: string; body: string } | undefined>(undefined);
  const working = useRef(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const toOrder = (orderId: string) =>
    navigate({
      to: "/orders/$id",
      params: { id: orderId },
      search: { d: domainWords[domain].param },
      state: { fresh: true },
      replace: true,
    });

  const send = async (body: Checkout) => {
    const text = JSON.stringify(body);
    if (attempt.current?.body !== text) attempt.current = { key: crypto.randomUUID(), body: text };
    const headers = { "idempotency-key": attempt.current.key };
    const { order } = await cartRequest<CheckedOut>(domain, "/checkout", { method: "POST", body, headers });
    for (const line of order.lines) if (line.kind === "TICKETS") forgetHold(line.reservationToken);
    queryClient.setQueryData(orderQuery(domain, order.id).queryKey, { domain, order });
    void queryClient.invalidateQueries({ queryKey: [own, "orders"] });
    void queryClient.invalidateQueries({ queryKey: bookingsQuery.queryKey });
    await toOrder(order.id);
    void rereadCart(domain);
  };

  const pay = async (asked: () => Promise<Checkout>) => {
    if (working.current) return;
    working.current = true;
    setNow({ step: "working" });
    try {
      await send(await asked());
    } catch (error) {
      const unsure = worthRetrying(error) && !failedWith(error, "PAYMENT_PROVIDER_ERROR");
      if (!unsure) attempt.current = undefined;
      if (failedWith(error, "CART_CHECKING_OUT") && typeof error.details.orderId === "string") return await toOrder(error.details.orderId);
      setNow(stepOf(error, unsure));
      // The cart shows what is otherwise now.
      await rereadCart(domain);
    } finally {
      working.current = false;
    }
  };
  return { now, pay };
}

function stepOf(error: unknown, unsure: boolean): CheckoutStep {
  if (failedWith(error, "PAYMENT_DECLINED")) {
    const { failureCode } = error.details;
    return { step: "declined", message: declineWords(typeof failureCode === "string" ? failureCode : undefined) };
  }
  const differences = differencesOf(error);
  if (differences.length > 0 && "details" in Object(error)) {
    const { refundId } = (error as { details: Record<string, unknown> }).details;
    return { step: "changed", differences, refundId: typeof refundId === "string" ? refundId : undefined };
  }
  return { step: "failed", error, unsure };
}
