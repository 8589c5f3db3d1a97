import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { type Domain, domainWords } from "../../../domains.ts";

const way = "inline-flex items-center gap-1 text-sm font-medium text-quiet hover:text-ink";

export function ToProducts({ domain }: { domain: Domain | undefined }) {
  return (
    <Link to="/organizer/products" search={{ d: domain && domainWords[domain].param }} className={way}>
      <ChevronLeft className="size-4" aria-hidden />
      Products
    </Link>
  );
}

export function ToOrders({ domain }: { domain: Domain | undefined }) {
  return (
    <Link to="/organizer/orders" search={{ d: domain && domainWords[domain].param }} className={way}>
      <ChevronLeft className="size-4" aria-hidden />
      Orders
    </Link>
  );
}
