import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Line } from "../core/lines.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

interface SeenInput {
  room: RoomState;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  lines: readonly Line[];
  scroller: RefObject<HTMLDivElement | null>;
  /** Whether the newest is read, and followed. Only scrolling up ends that: what comes below does not. */
  sticks: RefObject<boolean>;
  isPlaced: boolean;
  endPx: number;
}

/** Tells up to where was read: the last message that is whole on a screen that somebody looks at. */
export function useSeen({ room, virtualizer, lines, scroller, sticks, isPlaced, endPx }: SeenInput) {
  const chat = useChat();
  const [isNearEnd, setNearEnd] = useState(true);
  const lastTop = useRef(0);
  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null || !isPlaced) return;
    const bottom = element.scrollTop + element.clientHeight;
    const belowPx = element.scrollHeight - bottom;
    setNearEnd(belowPx < endPx * 3);
    if (belowPx < endPx && room.log.atEnd) sticks.current = true;
    else if (belowPx >= endPx && element.scrollTop < lastTop.current) sticks.current = false;
    lastTop.current = element.scrollTop;
    if (document.hidden || !document.hasFocus()) return;
    const seen = virtualizer
      .getVirtualItems()
      .filter(({ end }) => end <= bottom + 8)
      .map(({ index }) => seqOf(lines[index]));
    chat.saw(room.id, Math.max(0, ...seen));
  }, [chat, room, virtualizer, lines, scroller, sticks, isPlaced, endPx]);

  useEffect(() => {
    // After the frame in which everything has found its place.
    const frame = requestAnimationFrame(look);
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [look]);
  return { isNearEnd, onScroll: look };
}

const seqOf = (line: Line | undefined): number => (line?.kind === "message" || line?.kind === "notice" ? line.message.seq : 0);
