import { Accessibility, Sparkles } from "lucide-react";
import { useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import type { BestAvailable } from "../../../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { Button } from "../../parts/button.tsx";
import type { SeatStore } from "./seat-store.ts";
import { Stepper } from "./stepper.tsx";
import type { HoldFlow } from "./use-hold.ts";

interface BestTogetherProps {
  show: ShowtimeWithListing;
  store: SeatStore;
  flow: HoldFlow;
  onlyTier: number | undefined;
}
const stepsMax = 10;

/** For those who do not want to choose: one tap holds the best seats side by side, as the server chooses them. */
export function BestTogether({ show, store, flow, onlyTier }: BestTogetherProps) {
  const [count, setCount] = useState(2);
  const [accessible, setAccessible] = useState(false);
  const tier = onlyTier === undefined ? undefined : store.plan.tiers[onlyTier]?.name;
  const wish = (adjacent: boolean): BestAvailable => ({
    quantity: count,
    ...(count > 1 && { adjacent }),
    ...(tier !== undefined && { tier }),
    ...(accessible && { accessible }),
  });
  const free = store.freeCount(store.plan.drawn);
  return (
    <div className="grid gap-3 pt-4 max-lg:pt-3 lg:pt-6">
      <div className="max-lg:hidden">
        <h2 className="text-lg">Pick your seats</h2>
        <p className="mt-1 text-sm text-quiet">Press seats on the map, or take the best ones side by side in one tap.</p>
      </div>
      <div className="flex items-center gap-2">
        <Stepper
          label="How many"
          value={count}
          least={1}
          most={Math.min(show.maxSeatsPerUser, stepsMax)}
          change={(next) => {
            setCount(next);
            flow.choosing();
          }}
        />
        <Button className="flex-1" isDisabled={free === 0} isPending={flow.busy} onPress={() => void flow.best(wish(true))}>
          <Sparkles className="size-4" aria-hidden />
          {count === 1 ? "Best seat" : `Best ${count} together`}
        </Button>
      </div>
      {store.plan.drawn.some((seat) => seat.accessible) ? (
        <ToggleButton
          isSelected={accessible}
          onChange={setAccessible}
          className="inline-flex h-9 w-fit items-center gap-2 rounded-full border border-line bg-raised px-3 text-sm transition-colors duration-150 hover:border-edge data-[selected]:border-ink data-[selected]:bg-ink data-[selected]:text-ground"
        >
          <Accessibility className="size-4" aria-hidden />
          With a wheelchair space
        </ToggleButton>
      ) : null}
      <div role="status" className="grid gap-2 text-sm text-quiet empty:hidden">
        {flow.unmet === undefined ? null : <Unmet wish={flow.unmet} apart={() => void flow.best(wish(false))} free={free} />}
      </div>
    </div>
  );
}

function Unmet({ wish, apart, free }: { wish: BestAvailable; apart: () => void; free: number }) {
  const { quantity, tier, adjacent, accessible } = wish;
  const words = [
    `No ${quantity === 1 ? "free seat" : `${quantity} free seats${adjacent ? " side by side" : ""}`}`,
    accessible ? " with a wheelchair space" : "",
    tier === undefined ? "" : ` in ${tier}`,
  ];
  return (
    <>
      <p>{words.join("")}. Try fewer, or press seats on the map.</p>
      {adjacent === true && free >= quantity ? (
        <Button size="small" className="justify-self-start" onPress={apart}>
          Take {quantity} apart
        </Button>
      ) : null}
    </>
  );
}
