import { Minus, Plus, Sparkles } from "lucide-react";
import { useState } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import type { SeatStore } from "./seat-store.ts";
import { bestTogether } from "./together.ts";

interface BestTogetherProps {
  show: ShowtimeWithListing;
  store: SeatStore;
  onlyTier: number | undefined;
}

/** Picks for those who do not want to: the best seats side by side. */
export function BestTogether({ show, store, onlyTier }: BestTogetherProps) {
  const [count, setCount] = useState(2);
  const [none, setNone] = useState(false);
  const most = Math.min(show.maxSeatsPerUser, 10);
  const find = () => {
    const found = bestTogether(store.plan, { count, tierIndex: onlyTier, isFree: (index) => store.isFree(index) });
    setNone(found === undefined);
    if (found !== undefined) store.choose(found.map((seat) => seat.index));
  };
  const step = (by: number) => {
    setNone(false);
    setCount((old) => Math.min(most, Math.max(1, old + by)));
  };
  return (
    <div className="grid gap-3 pt-4 max-lg:pt-3 lg:pt-6">
      <div className="max-lg:hidden">
        <h2 className="text-lg">Pick your seats</h2>
        <p className="mt-1 text-sm text-quiet">Press seats on the map, or let us find the best ones side by side.</p>
      </div>
      <div className="flex items-center gap-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a stepper of two buttons, no form */}
        <div role="group" aria-label="How many" className="flex items-center rounded-control border border-line bg-raised">
          <IconButton aria-label="One fewer" isDisabled={count <= 1} onPress={() => step(-1)}>
            <Minus className="size-4" aria-hidden />
          </IconButton>
          <span className="tabular w-6 text-center font-semibold" aria-live="polite">
            {count}
          </span>
          <IconButton aria-label="One more" isDisabled={count >= most} onPress={() => step(1)}>
            <Plus className="size-4" aria-hidden />
          </IconButton>
        </div>
        <Button className="flex-1" onPress={find}>
          <Sparkles className="size-4" aria-hidden />
          {count === 1 ? "Best seat" : `Best ${count} together`}
        </Button>
      </div>
      <p role="status" className="text-sm text-quiet empty:hidden">
        {none
          ? `No ${count} free seats side by side${onlyTier === undefined ? "" : " at this price"}. Try fewer, or pick them one by one.`
          : ""}
      </p>
    </div>
  );
}
