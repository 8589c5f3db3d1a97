import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowUpRight, Hourglass } from "lucide-react";
import type { Order } from "../../../../contracts/orders.ts";
import type { Payment } from "../../../../contracts/payments.ts";
import { own } from "../../api/queries.ts";
import { request } from "../../api/request.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { bankPageOf } from "../../pages/pay/settled-payment.ts";
import { buttonStyle } from "../../parts/button-style.ts";

/** An order that waits for its payment, or came to nothing for want of it: what happens next. */
export function Unpaid({ domain, order }: { domain: Domain; order: Order }) {
  const waits = order.status === "PENDING";
  const payment = useQuery({
    queryKey: [own, "payment", order.paymentId],
    queryFn: async ({ signal }) => (await request<{ payment: Payment }>(domain, `/payments/${order.paymentId}`, { signal })).payment,
    enabled: waits && order.paymentId !== null,
  });
  const bankPage = payment.data === undefined ? undefined : bankPageOf(payment.data);
  if (waits) {
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border border-line bg-raised p-4 text-sm">
        <Hourglass className="size-5 shrink-0 text-quiet" aria-hidden />
        <p className="min-w-0 flex-1 basis-56">
          {bankPage !== undefined
            ? "Your bank wants to see that it is you. You come back here afterwards."
            : "This takes a few seconds. Everything in it stays yours meanwhile."}
        </p>
        {bankPage !== undefined ? (
          <a href={bankPage} className={buttonStyle("primary", "medium")}>
            Continue at your bank
            <ArrowUpRight className="size-4" aria-hidden />
          </a>
        ) : null}
      </div>
    );
  }
  const nothing = order.status === "CANCELLED" && order.endReason !== null && !order.endReason.startsWith("CANCELLED_BY");
  if (!nothing) return null;
  return (
    <div className="flex flex-wrap gap-3">
      <Link to="/checkout" search={{ d: domainWords[domain].param }} className={buttonStyle("primary", "medium")}>
        Try again
      </Link>
      <Link to="/shop" search={{ d: domainWords[domain].param }} className={buttonStyle("plain", "medium")}>
        Back to the shop
      </Link>
    </div>
  );
}
