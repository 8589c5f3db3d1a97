import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useState } from "react";
import type { Line } from "../core/lines.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

interface SeenInput {
  room: RoomState;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  lines: readonly Line[];
  scroller: RefObject<HTMLDivElement | null>;
  isPlaced: boolean;
  endPx: number;
}

/** Tells up to where was read: the last message that is whole on a screen that somebody looks at. */
export function useSeen({ room, virtualizer, lines, scroller, isPlaced, endPx }: SeenInput) {
  const chat = useChat();
  const [isNearEnd, setNearEnd] = useState(true);
  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null || !isPlaced) return;
    const bottom = element.scrollTop + element.clientHeight;
    setNearEnd(element.scrollHeight - bottom < endPx * 3);
    if (document.hidden || !document.hasFocus()) return;
    const seen = virtualizer
      .getVirtualItems()
      .filter(({ end }) => end <= bottom + 8)
      .map(({ index }) => seqOf(lines[index]));
    chat.saw(room.id, Math.max(0, ...seen));
  }, [chat, room, virtualizer, lines, scroller, isPlaced, endPx]);

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
