import { ExternalLink, Truck } from "lucide-react";
import type { Order } from "../../../../contracts/orders.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { countryName } from "../checkout/countries.ts";

/** Where it goes, and where the parcel is. Nothing for what is not sent. */
export function WhereTo({ order: { shippingAddress: to, tracking } }: { order: Order }) {
  if (to === null && tracking === null) return null;
  return (
    <section aria-labelledby="where-to" className="grid gap-4 rounded-card border border-line bg-raised p-4 text-sm">
      {tracking === null ? null : (
        <div className="grid gap-2">
          <p className="flex items-center gap-2 font-semibold">
            <Truck className="size-4 text-quiet" aria-hidden />
            {tracking.carrier ?? "Your parcel"}
          </p>
          <p className="tabular text-quiet select-all">{tracking.number}</p>
          {tracking.url === undefined ? null : (
            <a href={tracking.url} target="_blank" rel="noreferrer" className={buttonStyle("plain", "dense", "w-full")}>
              Where is it?
              <ExternalLink className="size-3.5" aria-hidden />
            </a>
          )}
        </div>
      )}
      {to === null ? null : (
        <div>
          <h2 id="where-to" className="mb-1 font-sans text-sm font-semibold tracking-normal">
            It goes to
          </h2>
          <address className="text-quiet not-italic">
            {[to.name, to.line1, to.line2, `${to.postalCode} ${to.city}`, countryName(to.country)].map((line) =>
              line === undefined ? null : (
                <span key={line} className="block">
                  {line}
                </span>
              ),
            )}
          </address>
        </div>
      )}
    </section>
  );
}
