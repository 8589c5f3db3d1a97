import { type RefObject, useEffect, useRef, useSyncExternalStore } from "react";
import type { PanZoom } from "./pan-zoom.ts";
import { unit } from "./plan.ts";
import type { SeatStore } from "./seat-store.ts";

interface MiniMapProps {
  store: SeatStore;
  panZoom: PanZoom;
  onView: RefObject<(() => void) | undefined>;
  frame: RefObject<HTMLElement | null>;
}
const most = { width: 132, height: 104 };

/** Where one is in the whole, once zoomed in. Decoration: keys and screen readers have the map itself. */
export function MiniMap({ store, panZoom, onView, frame }: MiniMapProps) {
  const { plan } = store;
  const scale = Math.min(most.width / plan.width, most.height / plan.height);
  const dots = useRef<HTMLCanvasElement>(null);
  const window = useRef<HTMLDivElement>(null);
  const ticks = useSyncExternalStore(store.onChange, store.ticks);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a tick is a change of the seats that are drawn
  useEffect(() => {
    const context = dots.current?.getContext("2d");
    if (!context || dots.current === null) return;
    const colours = getComputedStyle(dots.current);
    context.setTransform(2 * scale, 0, 0, 2 * scale, 0, 0);
    context.clearRect(0, 0, plan.width, plan.height);
    for (const seat of plan.drawn) {
      const { status } = store.look(seat.index);
      context.fillStyle = colours.getPropertyValue(status === "mine" ? "--accent" : status === "free" ? "--quiet" : "--line");
      context.fillRect(seat.x - unit * 0.38, seat.y - unit * 0.38, unit * 0.76, unit * 0.76);
    }
  }, [ticks, store, plan, scale]);

  useEffect(() => {
    const place = () => {
      const room = frame.current;
      if (window.current === null || room === null) return;
      const start = panZoom.toDrawing({ x: 0, y: 0 });
      const end = panZoom.toDrawing({ x: room.clientWidth, y: room.clientHeight });
      const left = Math.max(0, start.x) * scale;
      const top = Math.max(0, start.y) * scale;
      window.current.style.transform = `translate(${left}px, ${top}px)`;
      window.current.style.width = `${Math.max(0, Math.min(plan.width, end.x) * scale - left)}px`;
      window.current.style.height = `${Math.max(0, Math.min(plan.height, end.y) * scale - top)}px`;
    };
    place();
    onView.current = place;
    return () => {
      onView.current = undefined;
    };
  }, [panZoom, plan, scale, onView, frame]);

  return (
    <div
      aria-hidden="true"
      className="rise pointer-events-none absolute bottom-[calc(var(--tray-room,0px)+0.75rem)] left-3 rounded-card border border-line bg-raised/90 p-1.5 shadow-(--float) lg:bottom-4 lg:left-4"
    >
      <div className="relative overflow-hidden rounded-sm" style={{ width: plan.width * scale, height: plan.height * scale }}>
        <canvas ref={dots} width={plan.width * scale * 2} height={plan.height * scale * 2} className="size-full" />
        <div ref={window} className="absolute top-0 left-0 rounded-sm border-2 border-accent bg-accent-wash" />
      </div>
    </div>
  );
}
