import { Link } from "@tanstack/react-router";
import { domainWords } from "../../domains.ts";
import type { RoomState } from "../core/room-state.ts";
import { momentWords } from "../parts/clock.ts";
import { RoomFace } from "../parts/room-face.tsx";
import { plain, saidWords } from "../parts/said-words.ts";
import { typingWords } from "../parts/typing-words.ts";
import { useChat, usePeople, useTold } from "../use-chat.ts";

/** A room in the list: who or what it is, what was said last, and how much of it one has not read. */
export function RoomRow({ room, isOpen }: { room: RoomState; isOpen: boolean }) {
  const { store, domain } = useChat();
  const people = usePeople();
  useTold(room);
  const nameOf = (userId: string) => (userId === store.me ? "You" : (people.get(userId)?.name ?? "Somebody"));
  const name = store.nameOf(room);
  const { unread, lastMessage, info } = room;
  const typing = room.typing.who(Date.now()).map(nameOf);
  const unsent = store.outbox.of(room.id).at(-1);
  const draft = isOpen ? "" : plain(store.drafts.of(room.id));
  const said = unsent !== undefined ? unsent.content : lastMessage === null ? info.description : saidWords(lastMessage, nameOf);
  const sender =
    unsent !== undefined
      ? "You"
      : lastMessage !== null && isSaid(lastMessage.kind) && info.type === "GROUP"
        ? nameOf(lastMessage.senderId)
        : "";
  return (
    <li>
      <Link
        to="/chat/$roomId"
        params={{ roomId: room.id }}
        search={{ d: domainWords[domain].param }}
        aria-current={isOpen ? "page" : undefined}
        className="flex items-center gap-3 rounded-control px-2 py-2.5 hover:bg-stage aria-[current=page]:bg-line/55"
      >
        <RoomFace room={info} isOnline={info.peerId !== null && room.online.has(info.peerId)} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={`min-w-0 flex-1 truncate text-sm ${unread > 0 ? "font-semibold" : "font-medium"}`}>{name}</span>
            {lastMessage === null ? null : (
              <span className="tabular shrink-0 text-xs text-quiet">{momentWords(lastMessage.timestamp)}</span>
            )}
          </span>
          <span className="mt-0.5 flex items-center gap-2">
            <span className={`min-w-0 flex-1 truncate text-sm ${unread > 0 ? "text-ink" : "text-quiet"}`}>
              {typing.length > 0 ? (
                <span className="text-accent-text">{typingWords(typing)}</span>
              ) : draft !== "" ? (
                <>
                  <span className="text-accent-text">Draft:</span> {draft}
                </>
              ) : (
                <>
                  {sender === "" ? "" : `${sender}: `}
                  {said}
                </>
              )}
            </span>
            {unread === 0 ? null : (
              <span className="tabular grid h-5 min-w-5 shrink-0 place-items-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent">
                {unread > 99 ? "99+" : unread}
                <span className="sr-only"> unread</span>
              </span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

const isSaid = (kind: string): boolean => kind === "TEXT";
