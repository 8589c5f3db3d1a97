import { Link } from "@tanstack/react-router";
import { Mail } from "lucide-react";
import { domainWords } from "../../domains.ts";
import { useChat, useTold } from "../use-chat.ts";

/** Rooms that somebody has just asked this person into. */
export function Invitations() {
  const { store, domain } = useChat();
  const waiting = [...useTold(store).invitations].filter((roomId) => !store.rooms.has(roomId));
  if (waiting.length === 0) return null;
  return (
    <ul className="mb-1">
      {waiting.map((roomId) => (
        <li key={roomId}>
          <Link
            to="/chat/$roomId"
            params={{ roomId }}
            search={{ d: domainWords[domain].param }}
            className="flex items-center gap-3 rounded-control bg-accent-wash px-2 py-2.5"
          >
            <span className="grid size-10 place-items-center rounded-full text-accent-text">
              <Mail className="size-5" aria-hidden />
            </span>
            <span className="text-sm font-medium">You are invited to a room. Have a look</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
