import { memo, useCallback, useSyncExternalStore } from "react";
import { shortMoney } from "../../money.ts";
import type { PlanSeat } from "./plan.ts";
import { hueOf, outlineOf } from "./seat-shape.ts";
import type { SeatStore } from "./seat-store.ts";
import { seatLabel } from "./seat-words.ts";

interface SeatProps {
  seat: PlanSeat;
  store: SeatStore;
  withSection: boolean;
}

/** One seat: a toggle button in the drawing. Clicks and keys are handled by the map, for all seats at once. */
export const Seat = memo(function Seat({ seat, store, withSection }: SeatProps) {
  const { index } = seat;
  const look = useSyncExternalStore(
    useCallback((listener: () => void) => store.onSeat(index, listener), [store, index]),
    () => store.look(index),
  );
  const open = look.status === "free" || look.chosen;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button element in SVG
    <g
      role="button"
      className="seat"
      transform={`translate(${seat.x} ${seat.y})`}
      tabIndex={look.cursor ? 0 : -1}
      aria-label={seatLabel(seat, look, shortMoney(store.priceOf(seat), store.plan.currency), withSection)}
      aria-pressed={look.chosen || look.status === "mine"}
      aria-disabled={open ? undefined : true}
      data-index={index}
      data-seat-number={seat.seatNumber}
      data-status={look.status}
      data-tier={hueOf(seat.tierIndex)}
      data-chosen={look.chosen ? "" : undefined}
      data-live={look.live ? "" : undefined}
    >
      <path d={outlineOf(seat.tierIndex)} fill={look.status === "held" ? "url(#held)" : undefined} />
      {look.status !== "free" && look.status !== "mine" ? null : seat.accessible ? (
        <path className="seat-wheelchair" d="M-2 -9a2 2 0 1 1 4 0a2 2 0 1 1 -4 0M0 -6v7h6l3 6M-3.5 -2a5.5 5.5 0 1 0 7 7.5" />
      ) : (
        <text className="seat-number" dy="4.5">
          {seat.shortNumber}
        </text>
      )}
    </g>
  );
});
