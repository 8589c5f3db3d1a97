import { useEffect, useRef, useState } from "react";
import type { RoomState } from "../core/room-state.ts";
import { saidWords } from "../parts/said-words.ts";

/** Reads new messages out to whoever listens instead of looking. The list itself does not: it would read what is scrolled into view. */
export function Announcer({ room, nameOf }: { room: RoomState; nameOf: (userId: string) => string }) {
  const [words, setWords] = useState("");
  const heard = useRef(room.log.head);
  const { lastMessage } = room;
  useEffect(() => {
    if (lastMessage === null || lastMessage.seq <= heard.current) return;
    heard.current = lastMessage.seq;
    if (lastMessage.senderId === room.me) return;
    const said = saidWords(lastMessage, nameOf);
    setWords(lastMessage.kind === "TEXT" ? `${nameOf(lastMessage.senderId)}: ${said}` : said);
  }, [lastMessage, room, nameOf]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
