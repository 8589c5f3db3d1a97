import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { money } from "../../money.ts";
import { placeOf } from "../../seat-place.ts";
import type { PanZoom } from "./pan-zoom.ts";
import { type PlanSeat, unit } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";

interface SeatTipProps {
  seat: PlanSeat;
  store: SeatStore;
  panZoom: PanZoom;
  /** Why its price is what it is. */
  reason: string;
}
const words = { free: "", held: "Held by somebody else right now", taken: "Taken", blocked: "Not for sale", mine: "Yours" } as const;

/** What a seat is, beside the pointer or the focus. The seat's own label says the same to a screen reader. */
export function SeatTip({ seat, store, panZoom, reason }: SeatTipProps) {
  const look = useSyncExternalStore(
    (listener) => store.onChange(listener),
    () => store.look(seat.index),
  );
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    const frame = element?.parentElement;
    if (!element || !frame) return;
    const at = panZoom.toFrame(seat);
    const reach = unit * 0.5 * panZoom.view.scale + 8;
    const below = at.y - reach - element.offsetHeight < 4;
    const left = Math.min(frame.clientWidth - element.offsetWidth - 8, Math.max(8, at.x - element.offsetWidth / 2));
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(below ? at.y + reach : at.y - reach - element.offsetHeight)}px)`;
  });
  const note = look.chosen ? "Chosen" : words[look.status];
  return (
    <div
      ref={tip}
      aria-hidden="true"
      className="pointer-events-none absolute top-0 left-0 z-10 min-w-36 rounded-control border border-line bg-raised px-3 py-2 text-sm shadow-(--float)"
    >
      {store.plan.sections.length > 0 && seat.section !== null ? <p className="text-xs text-quiet">{seat.section}</p> : null}
      <p className="font-medium">{placeOf(seat)}</p>
      <p className="tabular flex justify-between gap-4 text-quiet">
        <span>{seat.tier}</span>
        <span className="font-semibold text-ink">{money(store.priceOf(seat), store.plan.currency)}</span>
      </p>
      {reason === "" || store.ours.has(seat.index) ? null : <p className="tabular text-xs text-quiet">{reason}</p>}
      {store.ours.has(seat.index) ? <p className="text-xs text-quiet">What you paid</p> : null}
      {seat.accessible ? <p className="text-quiet">Wheelchair space</p> : null}
      {note === "" ? null : <p className="text-quiet">{note}</p>}
    </div>
  );
}
