import { type CSSProperties, type RefObject, useLayoutEffect, useState } from "react";

interface TrayRoom {
  /** The least that the tray has covered: the map is fitted above that, and does not jump as the tray grows. */
  least: number;
  style: CSSProperties;
}

/** How much of the map's lower edge the tray covers; nothing where it stands beside the map. */
export function useTrayRoom(tray: RefObject<HTMLElement | null>): TrayRoom {
  const [covered, setCovered] = useState({ now: 0, least: 0 });
  useLayoutEffect(() => {
    const element = tray.current;
    if (element === null) return;
    const measure = () => {
      const now = getComputedStyle(element).position === "absolute" ? element.offsetHeight : 0;
      setCovered((old) => ({ now, least: old.least === 0 ? now : Math.min(old.least, now) }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [tray]);
  return { least: covered.least, style: { "--tray-room": `${covered.now}px` } as CSSProperties };
}
