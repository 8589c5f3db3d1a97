import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent as ReactKeyboardEvent, type RefObject, useEffect } from "react";
import { domainWords } from "../../domains.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

interface RoomKeys {
  rooms: readonly RoomState[];
  openId: string | undefined;
  search: RefObject<HTMLInputElement | null>;
  /** Empties the search. */
  clear: () => void;
}

/** The keys of messengers: Ctrl or ⌘ and K looks for a room, Enter opens the first that was found, Alt and an arrow the next one in the list. */
export function useRoomKeys({ rooms, openId, search, clear }: RoomKeys) {
  const { domain } = useChat();
  const navigate = useNavigate();
  const open = (room: RoomState | undefined) => {
    if (room !== undefined) void navigate({ to: "/chat/$roomId", params: { roomId: room.id }, search: { d: domainWords[domain].param } });
    return room !== undefined;
  };
  // Drawn anew with every message: the listener is as cheap as asking what has changed.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
      if (shiftKey || document.querySelector("[role=dialog]") !== null) return;
      if (key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey) search.current?.select();
      else if (altKey && !ctrlKey && !metaKey && (key === "ArrowDown" || key === "ArrowUp")) {
        const at = rooms.findIndex(({ id }) => id === openId);
        if (!open(key === "ArrowDown" ? rooms[at + 1] : rooms[at === -1 ? rooms.length - 1 : at - 1])) return;
      } else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  });
  return (event: ReactKeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && open(rooms[0])) clear();
    else if (event.key === "Escape") clear();
  };
}
