import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { PanZoom } from "./pan-zoom.ts";

export type Zoom = "far" | "mid" | "near";

/** Ties a PanZoom to its frame and canvas. `zoom` says how much can be read: sections, rows, or seat numbers. */
export function usePanZoom(
  frame: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLElement | null>,
  size: { width: number; height: number },
) {
  const [zoom, setZoom] = useState<Zoom>("mid");
  const [zoomed, setZoomed] = useState(false);
  const onView = useRef<(() => void) | undefined>(undefined);
  const { width, height } = size;
  const panZoom = useMemo(() => new PanZoom({ width, height }), [width, height]);

  useEffect(() => {
    if (frame.current === null || canvas.current === null) return;
    return panZoom.attach(frame.current, canvas.current, (view) => {
      setZoom(view.scale > 0.68 ? "near" : view.scale > 0.34 ? "mid" : "far");
      setZoomed(view.scale > view.fit * 1.25);
      onView.current?.();
    });
  }, [panZoom, frame, canvas]);
  return { panZoom, zoom, zoomed, onView };
}
