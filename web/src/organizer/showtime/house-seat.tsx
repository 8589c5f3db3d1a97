import { memo } from "react";
import type { PlanSeat } from "../../pages/seats/plan.ts";
import { hueOf, outlineOf } from "../../pages/seats/seat-shape.ts";
import type { SeatLook } from "../../pages/seats/seat-store.ts";
import { placeOf } from "../../seat-place.ts";

interface HouseSeatProps {
  seat: PlanSeat;
  status: SeatLook["status"];
  isPicked: boolean;
  isCursor: boolean;
  withSection: boolean;
}
export const statusWords = { free: "free", held: "held", taken: "sold", blocked: "blocked", mine: "held" } as const;

/** One seat of the organizer's map. Drawn anew only when something of it changes. */
export const HouseSeat = memo(function HouseSeat({ seat, status, isPicked, isCursor, withSection }: HouseSeatProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button element in SVG
    <g
      role="button"
      className="seat"
      transform={`translate(${seat.x} ${seat.y})`}
      tabIndex={isCursor ? 0 : -1}
      aria-pressed={isPicked}
      aria-label={`${placeOf(seat, withSection)}, ${seat.tier}, ${statusWords[status]}`}
      data-index={seat.index}
      data-seat-number={seat.seatNumber}
      data-status={status}
      data-tier={hueOf(seat.tierIndex)}
      data-picked={isPicked ? "" : undefined}
    >
      <path d={outlineOf(seat.tierIndex)} fill={status === "held" ? "url(#house-held)" : undefined} />
      {status === "blocked" ? (
        <path className="seat-cross" d="M-6 -6L6 6M6 -6L-6 6" />
      ) : (
        <text className="seat-number" dy="4.5">
          {seat.shortNumber}
        </text>
      )}
    </g>
  );
});
