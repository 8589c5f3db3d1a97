import { ExternalLink } from "lucide-react";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import type { ShippingAddress } from "../../../../../contracts/orders.ts";
import { CopyButton } from "../../../admin/parts/copy-button.tsx";
import { locale } from "../../../locale.ts";

/** An address as it stands on a parcel. */
export function addressLines({ name, line1, line2, postalCode, city, country }: ShippingAddress): string[] {
  const countryName = new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;
  return [name, line1, ...(line2 === undefined ? [] : [line2]), `${postalCode} ${city}`, countryName];
}

/** Who ordered, where it goes and where it is. */
export function OrderParcel({ order: { buyer, shippingAddress, tracking } }: { order: DeskOrder }) {
  const address = shippingAddress === null ? null : addressLines(shippingAddress);
  return (
    <dl className="grid gap-5 text-sm">
      <div className="grid gap-0.5">
        <dt className="text-xs font-medium text-quiet">Buyer</dt>
        <dd className="font-medium">{buyer.name === "" ? "An account that is gone" : buyer.name}</dd>
        {buyer.email === null ? null : (
          <dd>
            <a href={`mailto:${buyer.email}`} className="underline decoration-line underline-offset-4 hover:decoration-current">
              {buyer.email}
            </a>
          </dd>
        )}
      </div>
      {address === null ? null : (
        <div className="grid gap-0.5">
          <dt className="flex items-center justify-between text-xs font-medium text-quiet">
            Send to
            <CopyButton text={address.join("\n")} what="the address" />
          </dt>
          <dd className="whitespace-pre-line">{address.join("\n")}</dd>
        </div>
      )}
      {tracking === null ? null : (
        <div className="grid gap-0.5">
          <dt className="text-xs font-medium text-quiet">Tracking</dt>
          <dd className="tabular">{[tracking.carrier, tracking.number].filter(Boolean).join(" ")}</dd>
          {tracking.url === undefined ? null : (
            <dd>
              <a
                href={tracking.url}
                target="_blank"
                rel="noreferrer"
                className="inline-flex items-center gap-1 underline decoration-line underline-offset-4 hover:decoration-current"
              >
                Follow it
                <ExternalLink className="size-3.5" aria-hidden />
              </a>
            </dd>
          )}
        </div>
      )}
    </dl>
  );
}
