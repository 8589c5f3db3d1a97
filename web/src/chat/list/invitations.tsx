import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Mail } from "lucide-react";
import { own } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { useChat, useTold } from "../use-chat.ts";

/** Rooms that somebody has just asked this person into. */
export function Invitations() {
  const { store } = useChat();
  const waiting = [...useTold(store).invitations].filter((roomId) => !store.rooms.has(roomId));
  if (waiting.length === 0) return null;
  return (
    <ul className="mb-1">
      {waiting.map((roomId) => (
        <Invitation key={roomId} roomId={roomId} />
      ))}
    </ul>
  );
}

function Invitation({ roomId }: { roomId: string }) {
  const { calls, domain } = useChat();
  const room = useQuery({
    queryKey: [own, "chat", domain, "invited", roomId],
    queryFn: () => calls.room(roomId),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <li>
      <Link
        to="/chat/$roomId"
        params={{ roomId }}
        search={{ d: domainWords[domain].param }}
        className="flex items-center gap-3 rounded-control bg-accent-wash px-2 py-2.5"
      >
        <span className="grid size-10 shrink-0 place-items-center rounded-full text-accent-text">
          <Mail className="size-5" aria-hidden />
        </span>
        <span className="min-w-0 text-sm">
          <span className="block truncate font-medium">{room.data === undefined ? "A room" : room.data.name}</span>
          <span className="block truncate text-quiet">You are invited. Have a look</span>
        </span>
      </Link>
    </li>
  );
}
