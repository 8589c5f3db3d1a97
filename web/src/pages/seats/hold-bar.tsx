import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { priceReason } from "../../price-words.ts";
import { duration } from "../../time.ts";
import { seats } from "../../words.ts";
import type { PlanSeat } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";
import type { HoldFlow } from "./use-hold.ts";

interface HoldBarProps {
  chosen: PlanSeat[];
  show: ShowtimeWithListing;
  store: SeatStore;
  flow: HoldFlow;
}

/** The total and the main step. */
export function HoldBar({ chosen, show, store, flow }: HoldBarProps) {
  const none = chosen.length === 0;
  const total = chosen.reduce((sum, seat) => sum + store.priceOf(seat), 0);
  const reason = priceReason(store.change, show);
  return (
    <div className="shrink-0 px-4 pt-3 pb-4 sm:px-6 lg:border-t lg:border-line lg:pt-4 lg:pb-6">
      {none ? null : (
        <div className="tabular mb-3 flex items-baseline justify-between gap-4">
          <span className="text-sm text-quiet">{seats(chosen.length)}, no fees added</span>
          <span className="font-display text-lg font-bold">{money(total, show.currency)}</span>
        </div>
      )}
      {none || reason === "" ? null : <p className="tabular -mt-2 mb-3 text-xs text-quiet">{reason}</p>}
      <Button variant="primary" size="large" className="w-full" isDisabled={none} isPending={flow.busy} onPress={() => void flow.hold()}>
        {flow.busy ? "Holding…" : none ? "Hold seats" : `Hold ${seats(chosen.length)}`}
      </Button>
      <p className={`mt-2 text-center text-xs text-quiet ${none ? "max-lg:hidden" : ""}`}>
        {none ? "Choose at least one seat." : `Yours for ${holdWords(show.holdSeconds)} while you pay. Nothing is charged yet.`}
      </p>
    </div>
  );
}

function holdWords(seconds: number): string {
  return seconds < 60 ? `${seconds} seconds` : duration(Math.floor(seconds / 60)).replace(" min", seconds < 120 ? " minute" : " minutes");
}
