import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Printer } from "lucide-react";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import type { Domain } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { Failed } from "../../../parts/failed.tsx";
import { longDay } from "../../../time.ts";
import { packingQuery } from "../api/shop-queries.ts";
import { addressLines } from "../orders/order-parcel.tsx";
import { shortOrder } from "../orders/order-words.ts";
import { Nothing } from "../parts/nothing.tsx";
import { ShopFrame } from "../parts/shop-frame.tsx";
import { ToOrders } from "../parts/to-shop.tsx";

/** A sheet of paper for each order that waits to be sent. */
export function PackingPage() {
  const { q } = useSearch({ from: "/organizer/organizer/orders/packing" });
  return (
    <div className="print:[&_h1]:hidden print:[&_h1+*]:hidden">
      <ShopFrame
        title={q === undefined ? "Packing lists" : "Packing list"}
        lead="A sheet an order, the oldest first, to tick off while you pack."
        above={(domain) => <ToOrders domain={domain} />}
        actions={() => (
          <Button variant="primary" className="print:hidden" onPress={() => window.print()}>
            <Printer className="size-4" aria-hidden />
            Print
          </Button>
        )}
      >
        {(domain) => <Sheets domain={domain} id={q} />}
      </ShopFrame>
    </div>
  );
}

function Sheets({ domain, id }: { domain: Domain; id: string | undefined }) {
  const found = useQuery(packingQuery(domain, id));
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} title="The packing lists did not load" />;
  if (found.data === undefined) {
    return (
      <div key="pending" aria-busy="true" className="skeleton h-96 rounded-card">
        <span className="sr-only">Loading</span>
      </div>
    );
  }
  if (found.data.length === 0) return <Nothing title="Nothing to pack" words="Every order that was paid has been sent." />;
  return (
    <div className="grid gap-6 print:block">
      {found.data.map((order) => (
        <Sheet key={order.id} order={order} />
      ))}
    </div>
  );
}

function Sheet({ order }: { order: DeskOrder }) {
  const { id, buyer, createdAt, shippingAddress, lines } = order;
  return (
    <article
      aria-label={`Order ${shortOrder(id)}`}
      className="day grid break-after-page gap-6 rounded-card border border-line bg-raised p-6 last:break-after-auto print:rounded-none print:border-0 print:p-0"
    >
      <header className="flex flex-wrap items-start justify-between gap-6 print:flex">
        <div>
          <h2 className="text-lg">Order {shortOrder(id)}</h2>
          <p className="text-sm text-quiet">{longDay(createdAt, Intl.DateTimeFormat().resolvedOptions().timeZone)}</p>
          <p className="text-xs text-quiet">{id}</p>
        </div>
        <address className="text-base whitespace-pre-line not-italic">
          {(shippingAddress === null ? [buyer.name, "Handed over at the counter"] : addressLines(shippingAddress)).join("\n")}
        </address>
      </header>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-edge text-left text-xs text-quiet">
            <th scope="col" className="w-10 py-2 font-medium">
              <span className="sr-only">Packed</span>
            </th>
            <th scope="col" className="w-16 py-2 font-medium">
              Pieces
            </th>
            <th scope="col" className="py-2 font-medium">
              What
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lines.map((line) =>
            line.kind === "TICKETS" ? null : (
              <tr key={line.id}>
                <td className="py-2.5">
                  <span className="block size-5 rounded-[4px] border border-edge" aria-hidden="true" />
                </td>
                <td className="tabular py-2.5 text-base font-semibold">{line.quantity - line.returnedQuantity}</td>
                <td className="py-2.5">
                  <span className="font-medium">{line.name}</span>
                  {line.variantName === "" ? null : <span> · {line.variantName}</span>}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </article>
  );
}
