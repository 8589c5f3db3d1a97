import type { UseQueryResult } from "@tanstack/react-query";
import type { RefundQuote } from "../../../../../contracts/bookings.ts";
import { money } from "../../../money.ts";
import { FormFailure } from "../../../parts/form-failure.tsx";
import { reasonWords } from "./refusal-words.ts";

interface RefundPreviewProps {
  /** No seat is chosen. */
  none: boolean;
  quote: UseQueryResult<RefundQuote>;
}

/** What comes back, before anything is given up. */
export function RefundPreview({ none, quote }: RefundPreviewProps) {
  if (none) return <p className="text-sm text-quiet">Choose at least one seat.</p>;
  if (quote.isError) return <FormFailure error={quote.error} />;
  if (quote.data === undefined) return <div aria-busy="true" className="skeleton h-18 rounded-card" />;
  const { cancellable, reason, amount, currency, percent } = quote.data;
  if (!cancellable) {
    return (
      <p role="status" className="rounded-card border border-line bg-stage p-4 text-sm">
        {reasonWords(reason)}
      </p>
    );
  }
  return (
    <p role="status" className="tabular flex items-baseline justify-between gap-4 rounded-card border border-line bg-stage p-4">
      <span className="text-sm">
        <b className="block font-semibold">{amount === 0 ? "Nothing comes back" : "Comes back to you"}</b>
        <span className="text-quiet">
          {percent === 100 ? "The whole price" : amount === 0 ? "These seats give no refund now" : `${percent} % of the price`}
        </span>
      </span>
      <span className="font-display text-xl font-bold">{money(amount, currency)}</span>
    </p>
  );
}
