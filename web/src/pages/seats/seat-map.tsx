import { type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import type { Domain } from "../../domains.ts";
import { Front } from "./front.tsx";
import { MapControls } from "./map-controls.tsx";
import { MiniMap } from "./mini-map.tsx";
import { arrowDirections, rowEnd, seatTowards } from "./move.ts";
import { type PlanSeat, unit } from "./plan.ts";
import { SeatRows } from "./seat-rows.tsx";
import type { SeatStore } from "./seat-store.ts";
import { SeatTip } from "./seat-tip.tsx";
import { usePanZoom } from "./use-pan-zoom.ts";

interface SeatMapProps {
  store: SeatStore;
  domain: Domain;
  onlyTier: number | undefined;
  /** A press on a seat, free or not. */
  onSeat: (seat: PlanSeat) => void;
  /** Pixels at the bottom that the tray covers. */
  covered: number;
  /** Why the prices are what they are. */
  reason: string;
}

/** Below this width in pixels a finger cannot hit a seat: the first tap comes closer instead. */
const fingerPixels = 20;
const approachScale = 0.95;

/** The map: drawn once, moved by PanZoom, each seat redrawn alone. */
export function SeatMap({ store, domain, onlyTier, onSeat, covered, reason }: SeatMapProps) {
  const { plan } = store;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const { panZoom, zoom, zoomed, onView } = usePanZoom(frame, canvas, plan);
  const [shown, setShown] = useState<PlanSeat>();
  const touch = useRef(false);
  useEffect(() => {
    panZoom.bottomInset = covered;
  }, [panZoom, covered]);

  const seatAt = useCallback(
    (target: EventTarget): PlanSeat | undefined => {
      const element = target instanceof Element ? target.closest("[data-index]") : null;
      return element === null ? undefined : plan.seats[Number(element.getAttribute("data-index"))];
    },
    [plan],
  );
  const focusSeat = (seat: PlanSeat) => {
    store.moveCursor(seat.index);
    frame.current?.querySelector<SVGGElement>(`[data-index="${seat.index}"]`)?.focus({ preventScroll: true });
  };

  const click = (event: MouseEvent) => {
    if (panZoom.dragged) return;
    if (touch.current && unit * panZoom.view.scale < fingerPixels) {
      const box = frame.current?.getBoundingClientRect();
      panZoom.approach(panZoom.toDrawing({ x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) }), approachScale);
      return;
    }
    const seat = seatAt(event.target);
    if (seat === undefined) return;
    store.moveCursor(seat.index);
    onSeat(seat);
  };

  const key = (event: KeyboardEvent) => {
    const seat = seatAt(event.target);
    const direction = arrowDirections[event.key];
    const around = seat === undefined ? undefined : panZoom.toFrame(seat);
    if (event.key === "+" || event.key === "=") panZoom.zoom(1.4, around);
    else if (event.key === "-") panZoom.zoom(1 / 1.4, around);
    else if (event.key === "0") panZoom.fit();
    else if (seat === undefined) return;
    else if (direction !== undefined) focusSeat(seatTowards(plan.drawn, seat, direction) ?? seat);
    else if (event.key === "Home" || event.key === "End") focusSeat(rowEnd(plan.drawn, seat, event.key === "Home" ? "first" : "last"));
    else if (event.key === "Enter" || event.key === " ") onSeat(seat);
    else return;
    event.preventDefault();
  };

  const focus = (event: FocusEvent) => {
    const seat = seatAt(event.target);
    if (seat === undefined || !event.target.matches(":focus-visible")) return;
    store.moveCursor(seat.index);
    panZoom.reveal(seat);
    setShown(seat);
  };
  const hover = (event: PointerEvent) => {
    if (event.pointerType === "mouse") setShown(seatAt(event.target));
  };

  return (
    <div className="seat-map relative size-full overflow-hidden">
      <p id="map-help" className="sr-only">
        Arrow keys move between seats, space chooses, plus and minus zoom, zero shows the whole map.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no frame to move a drawing in */}
      <div
        ref={frame}
        role="group"
        aria-label="Seat map"
        aria-describedby="map-help"
        data-zoom={zoom}
        data-only-tier={onlyTier}
        className="absolute inset-0 cursor-grab touch-none overflow-hidden select-none active:cursor-grabbing"
        onClick={click}
        onKeyDown={key}
        onFocus={focus}
        onBlur={() => setShown(undefined)}
        onPointerDown={(event) => {
          touch.current = event.pointerType === "touch";
        }}
        onPointerOver={hover}
        onPointerLeave={() => setShown(undefined)}
      >
        <div ref={canvas} className="absolute top-0 left-0 origin-top-left" style={{ width: plan.width, height: plan.height }}>
          {/* biome-ignore lint/a11y/noSvgWithoutTitle: the group around it carries the name */}
          <svg width={plan.width} height={plan.height} viewBox={`0 0 ${plan.width} ${plan.height}`}>
            <defs>
              <pattern id="held" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="7" height="7" className="held-ground" />
                <rect width="3" height="7" className="held-line" />
              </pattern>
              <linearGradient id="front-light" x1="0" y1="0" x2="0" y2="1">
                <stop offset="0" className="front-light-near" />
                <stop offset="1" className="front-light-far" />
              </linearGradient>
            </defs>
            <Front plan={plan} domain={domain} />
            <SeatRows plan={plan} store={store} />
          </svg>
        </div>
        {shown === undefined ? null : <SeatTip key={shown.index} seat={shown} store={store} panZoom={panZoom} reason={reason} />}
      </div>
      <MapControls panZoom={panZoom} />
      {zoomed ? <MiniMap store={store} panZoom={panZoom} onView={onView} frame={frame} /> : null}
    </div>
  );
}
