import { useId, useState } from "react";
import { changedPrice, priceChangeAt } from "../../../../contracts/price-change.ts";
import { weekdayIn } from "../../../../contracts/pricing.ts";
import { money } from "../../money.ts";
import { previewOf } from "./preview-of.ts";
import type { FormProps } from "./showtime-form.tsx";

/** What seats would cost at some moment of the sale, by the very rules that the hold applies. */
export function PricePreview({ draft, timeZone }: FormProps) {
  const [sold, setSold] = useState(50);
  const [hours, setHours] = useState(72);
  const [soldId, hoursId] = [useId(), useId()];
  const preview = previewOf(draft, timeZone);
  if (preview === null || preview.rules.length === 0) return null;
  const { tiers, rules, floor, ceiling, startsAtMs } = preview;
  const day = weekdayIn(timeZone, startsAtMs ?? Date.now());
  const change = priceChangeAt(rules, { occupancy: sold / 100, hoursToStart: hours, day });
  return (
    <div className="grid gap-3 rounded-card bg-stage p-4">
      <h3 className="text-sm">What it comes to</h3>
      <div className="grid gap-3 sm:grid-cols-2">
        <label htmlFor={soldId} className="grid gap-1 text-sm text-quiet">
          <span className="tabular flex justify-between">
            Sold <span className="text-ink">{sold} %</span>
          </span>
          <input id={soldId} type="range" min={0} max={100} value={sold} onChange={({ target }) => setSold(Number(target.value))} />
        </label>
        <label htmlFor={hoursId} className="grid gap-1 text-sm text-quiet">
          <span className="tabular flex justify-between">
            Before the start <span className="text-ink">{hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`}</span>
          </span>
          <input id={hoursId} type="range" min={0} max={24 * 30} value={hours} onChange={({ target }) => setHours(Number(target.value))} />
        </label>
      </div>
      <ul aria-live="polite" className="grid gap-1 text-sm">
        {tiers.map(({ name, price }) => {
          const now = changedPrice(price, change, { floor, ceiling });
          return (
            <li key={name} className="tabular flex items-baseline justify-between gap-3">
              <span className="truncate">{name}</span>
              <span>
                {now === price ? null : <s className="mr-2 text-quiet">{money(price, draft.currency)}</s>}
                <span className="font-semibold">{money(now, draft.currency)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <p className="text-sm text-quiet">
        {change === null
          ? "No rule holds then."
          : `${change.rules.length === 1 ? "One rule holds" : `${change.rules.length} rules hold`}: ${change.percent > 0 ? "+" : ""}${change.percent} %.`}
      </p>
    </div>
  );
}
