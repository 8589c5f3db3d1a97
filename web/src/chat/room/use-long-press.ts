import { type PointerEvent, useEffect, useRef } from "react";

const heldMs = 450;
const movedPx = 10;

/** A finger that rests on something, instead of passing over it. */
export function useLongPress(held: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const end = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEvent) => {
      if (pointerType !== "touch") return;
      from.current = { x: clientX, y: clientY };
      timer.current = setTimeout(held, heldMs);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - from.current.x, clientY - from.current.y) > movedPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    // The browser's own menu for a long press would lie over ours.
    onContextMenu: (event: React.MouseEvent) => {
      if ((event.nativeEvent as globalThis.PointerEvent).pointerType === "touch") event.preventDefault();
    },
  };
}
