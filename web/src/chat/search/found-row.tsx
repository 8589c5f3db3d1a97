import { Link } from "@tanstack/react-router";
import type { FoundMessage } from "../../../../contracts/messages.ts";
import { domainWords } from "../../domains.ts";
import { momentWords } from "../parts/clock.ts";
import { useChat, usePeople } from "../use-chat.ts";
import { Highlighted } from "./highlighted.tsx";

interface FoundRowProps {
  message: FoundMessage;
  /** Whether to say in which room. */
  withRoom: boolean;
  onGo?: () => void;
}

/** A message that was found; it leads there. */
export function FoundRow({ message, withRoom, onGo }: FoundRowProps) {
  const { store, domain } = useChat();
  const people = usePeople();
  const room = store.rooms.get(message.roomId);
  const sender = message.senderId === store.me ? "You" : (people.get(message.senderId)?.name ?? "Somebody");
  return (
    <Link
      to="/chat/$roomId"
      params={{ roomId: message.roomId }}
      search={{ d: domainWords[domain].param, message: `m${message.id}` }}
      onClick={onGo}
      className="block rounded-control px-2 py-2 text-sm hover:bg-stage"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          {sender}
          {withRoom && room !== undefined ? <span className="font-normal text-quiet"> in {store.nameOf(room)}</span> : null}
        </span>
        <span className="tabular shrink-0 text-xs text-faint">{momentWords(message.timestamp)}</span>
      </span>
      <span className="line-clamp-2 text-quiet">
        <Highlighted text={message.highlight} />
      </span>
    </Link>
  );
}
