import { useEffect, useReducer } from "react";
import type { RoomState } from "../core/room-state.ts";

/** Who is writing; drawn anew when one of them is forgotten. */
export function useTyping(room: RoomState): string[] {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const now = Date.now();
  const dueAt = room.typing.dueAt(now);
  useEffect(() => {
    if (dueAt === null) return;
    const timer = setTimeout(draw, dueAt - Date.now() + 20);
    return () => clearTimeout(timer);
  }, [dueAt]);
  return room.typing.who(now);
}
