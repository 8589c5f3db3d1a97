import { Maximize, Minus, Plus } from "lucide-react";
import { IconButton } from "../../parts/button.tsx";
import type { PanZoom } from "./pan-zoom.ts";

export function MapControls({ panZoom }: { panZoom: PanZoom }) {
  return (
    <div className="absolute right-3 bottom-[calc(var(--tray-room,0px)+0.75rem)] grid overflow-hidden rounded-card border border-line bg-raised shadow-(--float) lg:right-4 lg:bottom-4">
      <IconButton aria-label="Zoom in" className="rounded-none" onPress={() => panZoom.zoom(1.5)}>
        <Plus className="size-4" aria-hidden />
      </IconButton>
      <IconButton aria-label="Zoom out" className="rounded-none border-y border-line" onPress={() => panZoom.zoom(1 / 1.5)}>
        <Minus className="size-4" aria-hidden />
      </IconButton>
      <IconButton aria-label="Show the whole map" className="rounded-none" onPress={() => panZoom.fit()}>
        <Maximize className="size-4" aria-hidden />
      </IconButton>
    </div>
  );
}
