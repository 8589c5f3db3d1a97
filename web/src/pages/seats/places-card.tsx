import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { money } from "../../money.ts";
import { sideWords } from "../../seat-place.ts";
import type { SeatStore } from "./seat-store.ts";
import { Stepper } from "./stepper.tsx";

interface PlacesCardProps {
  show: ShowtimeWithListing;
  store: SeatStore;
}
/** Above it nobody counts. */
const countedMax = 50;

/** Places without numbers beside the seats of the map: how many, for how much. */
export function PlacesCard({ show, store }: PlacesCardProps) {
  const { places, currency } = store.plan;
  const [place] = places;
  if (place === undefined) return null;
  const count = store.chosenPlaces();
  const free = store.freeCount(places);
  const others = store.chosen.length - count;
  return (
    <section aria-label="General admission" className="mt-4 flex items-center gap-4 rounded-card border border-line bg-raised p-4">
      <div className="min-w-0 flex-1">
        <h3 className="text-base font-semibold">General admission</h3>
        <p className="tabular text-sm text-quiet">
          {[sideWords(place), money(store.priceOf(place), currency)].filter(Boolean).join(" · ")}
        </p>
        <p className="tabular text-sm text-quiet">{leftWords(free)}</p>
      </div>
      <Stepper
        label="Places of general admission"
        value={count}
        least={0}
        most={Math.min(show.maxSeatsPerUser - others, free)}
        change={(next) => store.choosePlaces(next)}
      />
    </section>
  );
}

export function leftWords(free: number): string {
  if (free === 0) return "Sold out";
  return free <= countedMax ? `${free} left` : "No number, stand or sit where you like";
}
