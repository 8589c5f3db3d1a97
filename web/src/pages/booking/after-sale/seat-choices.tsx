import { Check } from "lucide-react";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import type { HeldSeat } from "../../../../../contracts/seats.ts";
import { money } from "../../../money.ts";
import { placeOf } from "../../../seat-place.ts";

interface SeatChoicesProps {
  seats: HeldSeat[];
  currency: string;
  chosen: string[];
  choose: (ids: string[]) => void;
  disabled: boolean;
}

/** Which of a booking's seats are meant. */
export function SeatChoices({ seats, currency, chosen, choose, disabled }: SeatChoicesProps) {
  return (
    <CheckboxGroup aria-label="Seats to give back" value={chosen} onChange={choose} isDisabled={disabled} className="grid gap-2">
      {seats.map((seat) => (
        <Checkbox
          key={seat.id}
          value={seat.id}
          className="group flex cursor-pointer items-center gap-3 rounded-card border border-line bg-raised px-3.5 py-2.5 text-sm transition-colors duration-150 hover:border-edge data-[disabled]:cursor-default data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent-text data-[selected]:border-ink"
        >
          <span
            aria-hidden="true"
            className="grid size-5 shrink-0 place-items-center rounded-sm border border-edge group-data-[selected]:border-ink group-data-[selected]:bg-ink group-data-[selected]:text-ground"
          >
            <Check className="invisible size-4 group-data-[selected]:visible" />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{placeOf(seat, true)}</span>
            <span className="block truncate text-quiet">{seat.tier}</span>
          </span>
          <span className="tabular">{money(seat.price, currency)}</span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
