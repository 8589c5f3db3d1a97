import { Link } from "@tanstack/react-router";
import { ArrowLeft, Search, Users } from "lucide-react";
import { domainWords } from "../../domains.ts";
import { IconButton } from "../../parts/button.tsx";
import type { RoomState } from "../core/room-state.ts";
import { RoomFace } from "../parts/room-face.tsx";
import { typingWords } from "../parts/typing-words.ts";
import { useChat, usePeople } from "../use-chat.ts";
import type { Panel } from "./room-pane.tsx";
import { useTyping } from "./use-typing.ts";

interface RoomHeadProps {
  room: RoomState;
  panel: Panel;
  show: (panel: Panel) => void;
}

/** Which room it is, who is here, and the ways into it. */
export function RoomHead({ room, panel, show }: RoomHeadProps) {
  const { store, domain } = useChat();
  const { info } = room;
  const isOnline = info.peerId !== null && room.online.has(info.peerId);
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-2 sm:px-4">
      <Link
        to="/chat"
        search={{ d: domainWords[domain].param }}
        aria-label="All rooms"
        className="inline-flex size-10 shrink-0 items-center justify-center rounded-control hover:bg-line/60 sm:hidden"
      >
        <ArrowLeft className="size-5" aria-hidden />
      </Link>
      <RoomFace room={info} isOnline={isOnline} />
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-base">{store.nameOf(room)}</h1>
        <p className="truncate text-xs text-quiet">
          <State room={room} isOnline={isOnline} />
        </p>
      </div>
      <IconButton
        aria-label="Search in this room"
        className="tip"
        aria-pressed={panel === "search"}
        onPress={() => show(panel === "search" ? null : "search")}
      >
        <Search className="size-5" aria-hidden />
      </IconButton>
      <IconButton
        aria-label="Members and settings"
        className="tip"
        aria-pressed={panel === "members"}
        onPress={() => show(panel === "members" ? null : "members")}
      >
        <Users className="size-5" aria-hidden />
      </IconButton>
    </header>
  );
}

function State({ room, isOnline }: { room: RoomState; isOnline: boolean }) {
  const people = usePeople();
  const typing = useTyping(room).map((userId) => people.get(userId)?.name ?? "Somebody");
  if (typing.length > 0) return <span className="text-accent-text">{typingWords(typing)}…</span>;
  if (room.info.type === "DIRECT") return isOnline ? "Online" : "Not here at the moment";
  const { memberCount } = room.info;
  const members = memberCount === 1 ? "1 member" : `${memberCount} members`;
  return room.online.size === 0 ? members : `${members}, ${room.online.size + 1} online`;
}
