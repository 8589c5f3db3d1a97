import { Link } from "@tanstack/react-router";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import type { OrderLine } from "../../../../../contracts/orders.ts";
import { rowLink } from "../../../admin/parts/row-link.ts";
import { type Domain, domainWords } from "../../../domains.ts";
import { money } from "../../../money.ts";
import { placeOf } from "../../../seat-place.ts";
import { ThingImage } from "../parts/thing-image.tsx";
import { ownTotal } from "./order-words.ts";

/** What was ordered of one's own, and what it came to. */
export function OrderLines({ domain, order }: { domain: Domain; order: DeskOrder }) {
  const { lines, currency, refundedAmount, total } = order;
  const discount = lines.reduce((all, line) => all + line.discount, 0);
  const own = ownTotal(order);
  const sum = own === total ? "Total" : "Yours";
  const sums = [
    ...(discount === 0
      ? []
      : [[`Discount${order.promotionCode === null ? "" : ` (${order.promotionCode})`}`, `−${money(discount, currency)}`] as const]),
    [sum, money(own, currency)] as const,
    ...(own === total ? [] : [["The whole order, with what others sell", money(total, currency)] as const]),
    ...(refundedAmount === 0 ? [] : [["Given back", `−${money(refundedAmount, currency)}`] as const]),
  ];
  return (
    <div className="rounded-card border border-line bg-raised">
      <ul aria-label="Ordered" className="divide-y divide-line">
        {lines.map((line) => (
          <li key={line.id} className="grid grid-cols-[3rem_minmax(0,1fr)_auto] items-center gap-4 px-4 py-3">
            <ThingImage url={line.imageUrl} className="size-12" />
            <div className="grid min-w-0 gap-0.5">
              <p className="truncate font-medium">
                {line.kind === "PRODUCT" ? (
                  <Link
                    to="/organizer/products/$id"
                    params={{ id: line.productId }}
                    search={{ d: domainWords[domain].param }}
                    className={rowLink}
                  >
                    {line.name}
                  </Link>
                ) : (
                  line.name
                )}
              </p>
              <p className="text-sm text-quiet">{detailsOf(line, order)}</p>
            </div>
            <p className="tabular text-sm font-medium">{money(line.amount, currency)}</p>
          </li>
        ))}
      </ul>
      <dl className="grid gap-1 border-t border-line px-4 py-3 text-sm">
        {sums.map(([name, value]) => (
          <div key={name} className={`flex justify-between gap-4 ${name === sum ? "font-semibold" : ""}`}>
            <dt>{name}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function detailsOf(line: OrderLine, { currency, state }: DeskOrder): string {
  if (line.kind === "TICKETS") return line.seats.map((seat) => placeOf(seat)).join(" · ");
  return [
    line.variantName,
    `${line.quantity} × ${money(line.unitPrice, currency)}`,
    // What was called off never left the shelf.
    line.returnedQuantity === 0 || state === "CANCELLED" ? "" : `${line.returnedQuantity} came back`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
