import { type CSSProperties, type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from "react";
import type { Domain } from "../../domains.ts";
import { Front } from "../../pages/seats/front.tsx";
import { MapControls } from "../../pages/seats/map-controls.tsx";
import { arrowDirections, rowEnd, seatTowards } from "../../pages/seats/move.ts";
import { type PlanSeat, unit } from "../../pages/seats/plan.ts";
import { Unspoken } from "../../pages/seats/unspoken.tsx";
import { usePanZoom } from "../../pages/seats/use-pan-zoom.ts";
import { heatOf } from "./house-changes.ts";
import "./house-map.css";
import { HouseSeat } from "./house-seat.tsx";
import type { LiveHouse } from "./use-house.ts";

export type MapMode = "seats" | "heat";

interface HouseMapProps {
  house: LiveHouse;
  domain: Domain;
  mode: MapMode;
  picked: ReadonlySet<number>;
  onPick: (picked: ReadonlySet<number>) => void;
}

/** The house as it is sold. A press picks a seat; with shift, all from the last one to it. */
export function HouseMap({ house, domain, mode, picked, onPick }: HouseMapProps) {
  const { plan } = house.store;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const { panZoom, zoom } = usePanZoom(frame, canvas, plan);
  const [cursor, setCursor] = useState(plan.drawn[0]?.index ?? 0);
  const last = useRef<number | null>(null);
  const heat = useMemo(() => heatOf(plan.rows, house.statuses), [plan, house.statuses]);
  const withSection = plan.sections.length > 0;

  const seatAt = (target: EventTarget): PlanSeat | undefined => {
    const element = target instanceof Element ? target.closest("[data-index]") : null;
    return element === null ? undefined : plan.seats[Number(element.getAttribute("data-index"))];
  };
  const pick = (seat: PlanSeat, isRange: boolean) => {
    const from = last.current ?? seat.index;
    last.current = seat.index;
    setCursor(seat.index);
    if (isRange) {
      const [low, high] = [Math.min(from, seat.index), Math.max(from, seat.index)];
      return onPick(new Set([...picked, ...plan.drawn.map(({ index }) => index).filter((index) => index >= low && index <= high)]));
    }
    onPick(picked.has(seat.index) ? new Set([...picked].filter((each) => each !== seat.index)) : new Set([...picked, seat.index]));
  };
  const click = (event: MouseEvent) => {
    if (panZoom.dragged) return;
    const seat = seatAt(event.target);
    if (seat !== undefined) pick(seat, event.shiftKey);
  };
  const go = (seat: PlanSeat) => {
    setCursor(seat.index);
    panZoom.reveal(seat);
    frame.current?.querySelector<SVGGElement>(`[data-index="${seat.index}"]`)?.focus({ preventScroll: true });
  };
  const key = (event: KeyboardEvent) => {
    const seat = seatAt(event.target);
    const direction = arrowDirections[event.key];
    if (event.key === "+" || event.key === "=") panZoom.zoom(1.4);
    else if (event.key === "-") panZoom.zoom(1 / 1.4);
    else if (event.key === "0") panZoom.fit();
    else if (event.key === "Escape") onPick(new Set());
    else if (seat === undefined) return;
    else if (direction !== undefined) go(seatTowards(plan.drawn, seat, direction) ?? seat);
    else if (event.key === "Home" || event.key === "End") go(rowEnd(plan.drawn, seat, event.key === "Home" ? "first" : "last"));
    else if (event.key === "Enter" || event.key === " ") pick(seat, event.shiftKey);
    else return;
    event.preventDefault();
  };

  return (
    <div className="relative size-full overflow-hidden">
      <p id="house-help" className="sr-only">
        Arrow keys move between seats, space picks one, shift and space all up to it, escape lets go of them, plus and minus zoom.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no frame to move a drawing in */}
      <div
        ref={frame}
        role="group"
        aria-label="House"
        aria-describedby="house-help"
        data-zoom={zoom}
        data-mode={mode}
        className="house absolute inset-0 cursor-grab touch-none overflow-hidden select-none active:cursor-grabbing"
        onClick={click}
        onKeyDown={key}
      >
        <div ref={canvas} className="absolute top-0 left-0 origin-top-left" style={{ width: plan.width, height: plan.height }}>
          {/* biome-ignore lint/a11y/noSvgWithoutTitle: the group around it carries the name */}
          <svg width={plan.width} height={plan.height} viewBox={`0 0 ${plan.width} ${plan.height}`}>
            <defs>
              <pattern id="house-held" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="7" height="7" className="held-ground" />
                <rect width="3" height="7" className="held-line" />
              </pattern>
            </defs>
            <Front plan={plan} domain={domain} />
            <Unspoken>
              {plan.sections.map(({ name, x, y }) => (
                <text key={name} x={x} y={y} className="section-name">
                  {name}
                </text>
              ))}
            </Unspoken>
            {plan.rows.map((row) => (
              <g key={row.key} style={{ "--heat": heat.get(row.key) ?? 0 } as CSSProperties}>
                {row.name === null ? null : <RowName name={row.name} seats={row.seats} />}
                {row.seats.map((seat) => (
                  <HouseSeat
                    key={seat.id}
                    seat={seat}
                    status={house.statuses[seat.index] ?? "free"}
                    isPicked={picked.has(seat.index)}
                    isCursor={seat.index === cursor}
                    withSection={withSection}
                  />
                ))}
              </g>
            ))}
          </svg>
        </div>
      </div>
      <MapControls panZoom={panZoom} />
    </div>
  );
}

function RowName({ name, seats }: { name: string; seats: readonly PlanSeat[] }) {
  const [first] = seats;
  if (first === undefined) return null;
  const left = seats.reduce((least, seat) => (seat.x < least.x ? seat : least), first);
  return (
    <Unspoken className="row-name">
      <text x={left.x - unit * 0.95} y={left.y + 5}>
        {name}
      </text>
    </Unspoken>
  );
}
