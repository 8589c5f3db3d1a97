import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Line, newestOf } from "../core/lines.ts";
import type { Place } from "./use-opening.ts";

const flashMs = 1600;

/** Goes where is to be read first, once for each place that is asked for, and on with the newest while `sticks`. `isPlaced`: it is there. `flashed`: the message that was looked for. */
export function usePlace(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  lines: readonly Line[],
  place: Place,
  sticks: RefObject<boolean>,
) {
  const placed = useRef<number | null>(null);
  const [isPlaced, setPlaced] = useState(false);
  const [flashed, setFlashed] = useState<string | null>(null);

  useLayoutEffect(() => {
    if (placed.current === place.nonce) return;
    const index = indexOf(lines, place);
    if (index === -1) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(index, { align: place.at.kind === "message" ? "center" : "start" });
    placed.current = place.nonce;
    sticks.current = place.at.kind === "end";
    if (place.at.kind === "message" && index !== -1) setFlashed(place.at.id);
    setPlaced(true);
  }, [virtualizer, lines, place, sticks]);

  // Whoever reads the newest goes on with it, also when a break made much of it come together.
  const newest = newestOf(lines);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another newest is what is followed
  useLayoutEffect(() => {
    if (sticks.current && placed.current !== null) virtualizer.scrollToEnd();
  }, [virtualizer, sticks, newest]);

  useEffect(() => {
    if (flashed === null) return;
    const timer = setTimeout(() => setFlashed(null), flashMs);
    return () => clearTimeout(timer);
  }, [flashed]);

  return { isPlaced, flashed };
}

function indexOf(lines: readonly Line[], { at }: Place): number {
  if (at.kind === "end") return -1;
  if (at.kind === "unread") return lines.findIndex(({ kind }) => kind === "unread");
  return lines.findIndex((line) => (line.kind === "message" || line.kind === "notice") && line.message.id === at.id);
}
