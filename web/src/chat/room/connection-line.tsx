import { CloudOff } from "lucide-react";
import type { RoomState } from "../core/room-state.ts";
import { useChat, useTold } from "../use-chat.ts";

/** Says above the composer when nothing comes through, and what waits for it. */
export function ConnectionLine({ room }: { room: RoomState }) {
  const { store } = useChat();
  const { link, outbox } = useTold(store);
  const waiting = outbox.of(room.id).filter(({ state }) => state === "WAITING" || state === "SENDING").length;
  const isAway = link === "AWAY" || (link === "CONNECTING" && waiting > 0);
  return (
    <div role="status">
      {isAway ? (
        <p className="flex items-center justify-center gap-2 border-t border-line bg-stage px-4 py-1.5 text-xs text-quiet">
          <CloudOff className="size-3.5" aria-hidden />
          {navigator.onLine ? "Connecting again." : "No connection."}
          {waiting === 0 ? "" : waiting === 1 ? " One message waits to be sent." : ` ${waiting} messages wait to be sent.`}
        </p>
      ) : null}
    </div>
  );
}
