import { useQuery } from "@tanstack/react-query";
import { Pin } from "lucide-react";
import { useState } from "react";
import { own } from "../../api/queries.ts";
import type { RoomState } from "../core/room-state.ts";
import { plain } from "../parts/said-words.ts";
import { readOne } from "../reading.ts";
import { useChat } from "../use-chat.ts";

/** The pinned messages, one at a time: a press leads there, the next one shows what was pinned before. */
export function PinnedBar({ room, goTo }: { room: RoomState; goTo: (messageId: string) => void }) {
  const { calls } = useChat();
  const { pinned } = room.info;
  const [turn, setTurn] = useState(0);
  const id = pinned[turn % Math.max(1, pinned.length)];
  const found = useQuery({
    queryKey: [own, "chat", "pinned", room.id, id],
    queryFn: async () => (await readOne(calls, room, id ?? "")) ?? null,
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (id === undefined) return null;
  const message = room.log.byId(id) ?? found.data;
  return (
    <button
      type="button"
      className="flex w-full shrink-0 items-center gap-3 border-b border-line px-4 py-2 text-left text-sm hover:bg-stage"
      onClick={() => {
        goTo(id);
        setTurn(turn + 1);
      }}
    >
      <Pin className="size-4 shrink-0 text-accent-text" aria-hidden />
      <span className="min-w-0 flex-1 truncate">
        <span className="sr-only">Pinned: </span>
        {message === undefined || message === null ? "…" : plain(message.content)}
      </span>
      {pinned.length > 1 ? (
        <span className="tabular shrink-0 text-xs text-quiet">
          {(turn % pinned.length) + 1} of {pinned.length}
        </span>
      ) : null}
    </button>
  );
}
