import { Link } from "@tanstack/react-router";
import { domainWords } from "../../domains.ts";
import { money } from "../../money.ts";
import { Poster } from "../../parts/poster.tsx";
import { day } from "../../time.ts";
import type { OwnOrder } from "../api/order-queries.ts";
import { Picture } from "../parts/picture.tsx";
import { StatusChip } from "./status-chip.tsx";

const picturesMax = 3;
const namesMax = 2;

/** An order in the list: what is in it, when it was made, how it stands. */
export function OrderRow({ domain, order }: OwnOrder) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const gone = order.status === "CANCELLED" || order.status === "REFUNDED";
  const [first, ...others] = order.lines.slice(0, picturesMax);
  return (
    <Link
      to="/orders/$id"
      params={{ id: order.id }}
      search={{ d: domainWords[domain].param }}
      className="flex items-center gap-4 rounded-card border border-line bg-raised p-3 transition-colors duration-150 hover:border-edge sm:p-4"
    >
      <span className={`flex shrink-0 ${gone ? "opacity-60 grayscale" : ""}`}>
        {[first, ...others].map((line, index) =>
          line === undefined ? null : (
            <span key={line.id} className={`rounded-control ring-2 ring-raised ${index === 0 ? "" : "-ml-5 max-sm:hidden"}`}>
              {line.kind === "PRODUCT" ? (
                <Picture url={line.imageUrl} className="size-14 rounded-control" />
              ) : (
                <Poster title={line.name} url={line.imageUrl} className="h-14 w-14 rounded-control" />
              )}
            </span>
          ),
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span className="line-clamp-1 font-medium">{namesOf(order.lines)}</span>
        <span className="tabular block truncate text-sm text-quiet">
          {day(order.createdAt, here)} · {money(order.total, order.currency)}
        </span>
      </span>
      <StatusChip order={order} />
    </Link>
  );
}

function namesOf(lines: OwnOrder["order"]["lines"]): string {
  const named = lines
    .slice(0, namesMax)
    .map(({ name, quantity, kind }) => (kind === "PRODUCT" && quantity > 1 ? `${quantity} × ${name}` : name));
  const more = lines.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}
