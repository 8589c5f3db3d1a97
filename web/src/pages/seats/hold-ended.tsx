import { Button } from "../../parts/button.tsx";
import type { SeatStore } from "./seat-store.ts";
import type { HoldFlow } from "./use-hold.ts";

interface HoldEndedProps {
  flow: HoldFlow;
  store: SeatStore;
  indexes: number[];
}

/** The hold ran out. Says so plainly and offers the same seats, where nobody has them yet. */
export function HoldEnded({ flow, store, indexes }: HoldEndedProps) {
  const stillFree = indexes.filter((index) => store.isFree(index));
  return (
    <div role="alert" className="rise grid shrink-0 gap-3 border-b border-line bg-stage px-4 py-4 sm:px-6">
      <div>
        <h2 className="text-base font-bold">Your hold ended</h2>
        <p className="text-sm text-quiet">
          Nothing was charged.{" "}
          {stillFree.length === indexes.length ? "The same seats are still free." : "The seats are open to everybody again."}
        </p>
      </div>
      <Button size="small" className="justify-self-start" onPress={flow.again}>
        {stillFree.length > 0 ? "Choose them again" : "Choose others"}
      </Button>
    </div>
  );
}
