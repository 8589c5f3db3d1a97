import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import type { Order } from "../../../../contracts/orders.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { money } from "../../money.ts";
import { Poster } from "../../parts/poster.tsx";
import { placeOf } from "../../seat-place.ts";
import { CartSums } from "../cart/cart-sums.tsx";
import { Picture } from "../parts/picture.tsx";

/** What was bought, as it was sold, and what it came to: the receipt. */
export function OrderLines({ domain, order }: { domain: Domain; order: Order }) {
  const { currency } = order;
  const d = domainWords[domain].param;
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" className="mb-2 text-lg">
        What you bought
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {order.lines.map((line) => (
          <li key={line.id} className="flex gap-4 py-4">
            {line.kind === "PRODUCT" ? (
              <Picture url={line.imageUrl} className="size-14 shrink-0 rounded-control ring-1 ring-line print:hidden" />
            ) : (
              <Poster title={line.name} url={line.imageUrl} className="w-14 shrink-0 self-start rounded-control print:hidden" />
            )}
            <div className="min-w-0 flex-1">
              {line.kind === "PRODUCT" ? (
                <Link to="/shop/$id" params={{ id: line.productId }} search={{ d }} className="font-medium hover:underline">
                  {line.name}
                </Link>
              ) : (
                <p className="font-medium">{line.name}</p>
              )}
              <p className="tabular text-sm text-quiet">{sideOf(line, currency)}</p>
              {line.kind === "TICKETS" && line.bookingId !== null ? (
                <Link
                  to="/bookings/$id"
                  params={{ id: line.bookingId }}
                  search={{ d }}
                  className="mt-1 inline-flex items-center gap-0.5 text-sm font-semibold text-accent-text hover:underline print:hidden"
                >
                  Open the tickets
                  <ChevronRight className="size-4" aria-hidden />
                </Link>
              ) : null}
              {line.kind === "PRODUCT" && line.returnedQuantity > 0 ? (
                <p className="text-sm text-quiet">
                  {line.returnedQuantity === line.quantity ? "Returned" : `${line.returnedQuantity} returned`}
                </p>
              ) : null}
            </div>
            <p className="tabular shrink-0 text-right font-medium">
              {money(line.amount, currency)}
              {line.discount > 0 ? <span className="block text-sm font-normal text-good">−{money(line.discount, currency)}</span> : null}
            </p>
          </li>
        ))}
      </ul>
      <div className="grid gap-1 pt-4">
        <CartSums cart={order} />
        {order.promotionCode === null ? null : <p className="text-sm text-quiet">With the code {order.promotionCode.toUpperCase()}.</p>}
        {order.refundedAmount > 0 ? (
          <p className="tabular flex justify-between gap-4 text-sm">
            <span className="text-quiet">Refunded</span>
            <span>{money(order.refundedAmount, currency)}</span>
          </p>
        ) : null}
      </div>
    </section>
  );
}

function sideOf(line: Order["lines"][number], currency: string): string {
  if (line.kind === "TICKETS") return line.seats.map((seat) => placeOf(seat)).join(" · ");
  const each = line.quantity > 1 ? `${line.quantity} × ${money(line.unitPrice, currency)}` : "";
  return [line.variantName, each].filter(Boolean).join(" · ");
}
