import { X } from "lucide-react";
import { money } from "../../money.ts";
import { IconButton } from "../../parts/button.tsx";
import { placeOf } from "../../seat-place.ts";
import { TierMark } from "./legend.tsx";
import type { PlanSeat } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";

interface ChosenSeatsProps {
  title?: string;
  seats: PlanSeat[];
  store: SeatStore;
  remove: (seat: PlanSeat) => void;
}

export function ChosenSeats({ title = "Your seats", seats, store, remove }: ChosenSeatsProps) {
  const { sections, currency } = store.plan;
  return (
    <>
      <h2 className="pt-6 text-lg max-lg:sr-only">{title}</h2>
      <ul className="divide-y divide-line max-lg:max-h-40">
        {seats.map((seat) => (
          <li key={seat.id} className="rise flex items-center gap-3 py-2.5">
            <TierMark tier={seat.tierIndex} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{placeOf(seat)}</span>
              <span className="block truncate text-sm text-quiet">
                {sections.length > 0 && seat.section !== null ? `${seat.section} · ` : ""}
                {seat.tier}
              </span>
            </span>
            <span className="tabular font-medium">{money(store.priceOf(seat), currency)}</span>
            <IconButton className="-mr-2" aria-label={`Take away ${placeOf(seat)}`} onPress={() => remove(seat)}>
              <X className="size-4 text-quiet" aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </>
  );
}
