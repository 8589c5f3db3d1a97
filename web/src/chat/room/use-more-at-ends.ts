import { useEffect, useRef, useState } from "react";
import type { RoomState } from "../core/room-state.ts";
import { readOn } from "../reading.ts";
import { useChat } from "../use-chat.ts";

/** So many lines before an end the next page is asked for: it is there before somebody sees the end. */
const linesAhead = 25;
const retryMs = 4000;

interface Ends {
  first: number;
  last: number;
  count: number;
  isPlaced: boolean;
}

/** Loads what comes above and below what is drawn, one page at a time. */
export function useMoreAtEnds(room: RoomState, { first, last, count, isPlaced }: Ends): void {
  const chat = useChat();
  const isLoading = useRef(false);
  const [failures, setFailures] = useState(0);
  const { atStart, atEnd, isOpen } = room.log;
  const wantsAbove = !atStart && first < linesAhead;
  const wantsBelow = !atEnd && last > count - linesAhead;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count is another reason to look, and so is a failure
  useEffect(() => {
    if (!isPlaced || !isOpen || isLoading.current || (!wantsAbove && !wantsBelow)) return;
    isLoading.current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    readOn(chat.calls, room, wantsAbove ? "above" : "below")
      .catch(() => {
        timer = setTimeout(() => setFailures((before) => before + 1), retryMs);
      })
      .finally(() => {
        isLoading.current = false;
      });
    return () => clearTimeout(timer);
  }, [chat, room, isPlaced, isOpen, wantsAbove, wantsBelow, count, failures]);
}
