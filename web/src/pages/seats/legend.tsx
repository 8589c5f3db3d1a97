import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { priceRange } from "../../money.ts";
import { hueOf, outlineOf } from "./seat-shape.ts";
import type { SeatStore } from "./seat-store.ts";

interface LegendProps {
  store: SeatStore;
  only: number | undefined;
  choose: (tier: number | undefined) => void;
}

/** What the shapes and colours cost; each shows its own seats alone. */
export function Legend({ store, only, choose }: LegendProps) {
  const { plan } = store;
  return (
    <div className="hide-scrollbar flex shrink-0 items-center gap-4 overflow-x-auto px-3 py-2 sm:px-5">
      <ToggleButtonGroup
        aria-label="Show only"
        selectionMode="single"
        selectedKeys={only === undefined ? [] : [String(only)]}
        onSelectionChange={(keys) => {
          const [key] = keys;
          choose(key === undefined ? undefined : Number(key));
        }}
        className="flex gap-2"
      >
        {plan.tiers.map((tier, index) =>
          tier.count === 0 ? null : (
            <ToggleButton
              key={tier.name}
              id={String(index)}
              data-tier={hueOf(index)}
              className="inline-flex h-9 items-center gap-2 rounded-full border border-line bg-raised pr-4 pl-2.5 text-sm whitespace-nowrap transition-colors duration-150 hover:border-edge data-[selected]:border-ink"
            >
              <TierMark tier={index} />
              <span className="font-medium">{tier.name}</span>
              <span className="tabular text-quiet">
                {priceRange(store.priced(tier.priceFrom), store.priced(tier.priceTo), plan.currency)}
              </span>
            </ToggleButton>
          ),
        )}
      </ToggleButtonGroup>
      <ul className="flex gap-4 text-xs whitespace-nowrap text-quiet">
        <li className="flex items-center gap-1.5">
          <span className="size-3.5 rounded-sm bg-accent" aria-hidden="true" />
          Yours
        </li>
        <li className="flex items-center gap-1.5">
          <span
            className="size-3.5 rounded-sm border border-edge bg-[repeating-linear-gradient(135deg,var(--edge)_0_1.5px,transparent_1.5px_4px)]"
            aria-hidden="true"
          />
          Held by others
        </li>
        <li className="flex items-center gap-1.5">
          <span className="size-3.5 rounded-sm bg-(--taken)" aria-hidden="true" />
          Taken
        </li>
      </ul>
    </div>
  );
}

/** The shape and hue of a tier. */
export function TierMark({ tier }: { tier: number }) {
  return (
    <svg viewBox="-18 -18 36 36" className="size-4 shrink-0" data-tier={hueOf(tier)} aria-hidden="true">
      <path d={outlineOf(tier)} className="fill-(--tier)" />
    </svg>
  );
}
