import { useEffect, useReducer } from "react";
import type { RoomState } from "../core/room-state.ts";
import { fullMoment } from "../parts/clock.ts";

const timerMax = 2 ** 31 - 1;

/** Why nothing can be said here now, or null. */
export function useSilence(room: RoomState): string | null {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const { mutedUntil, info } = room;
  const leftMs = mutedUntil === null ? 0 : Date.parse(mutedUntil) - Date.now();
  useEffect(() => {
    if (leftMs <= 0) return;
    const timer = setTimeout(draw, Math.min(leftMs + 100, timerMax));
    return () => clearTimeout(timer);
  }, [leftMs]);
  if (info.status === "ARCHIVED") return "This room is archived. It can be read, but nobody writes in it.";
  return mutedUntil !== null && leftMs > 0 ? `You may write again ${fullMoment(mutedUntil)}.` : null;
}

/** In the place of the line. */
export function Silence({ words }: { words: string }) {
  return <p className="shrink-0 border-t border-line px-4 py-4 text-center text-sm text-quiet">{words}</p>;
}
