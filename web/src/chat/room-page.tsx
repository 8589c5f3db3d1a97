import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { own } from "../api/queries.ts";
import { domainWords } from "../domains.ts";
import { buttonStyle } from "../parts/button-style.ts";
import { Failed } from "../parts/failed.tsx";
import { JoinRoom } from "./room/join-room.tsx";
import { RoomPane } from "./room/room-pane.tsx";
import { RoomSkeleton } from "./room/room-skeleton.tsx";
import { useChat, useRoom, useTold } from "./use-chat.ts";

const route = getRouteApi("/chat/$roomId");

/** A room of one's own, or the way into one that is not. */
export function RoomPage() {
  const { roomId } = route.useParams();
  const { message, invite } = route.useSearch();
  const chat = useChat();
  const room = useRoom(roomId);
  useTold(room ?? chat.store);
  const isMine = room !== undefined && room.gone === null;
  const found = useQuery({
    queryKey: [own, "chat", chat.domain, "room", roomId, invite ?? ""],
    queryFn: async () => {
      const info = await chat.calls.room(roomId, invite);
      // A room of one's own that is too far down in the list to be known.
      if (info.role !== null && !chat.store.rooms.has(roomId)) {
        const { readSeq, unreadCount, lastSeenAt } = await chat.calls.lastSeen(roomId);
        chat.store.put({ ...info, readSeq, unreadCount, lastSeenAt, lastMessage: null });
      }
      return info;
    },
    enabled: !isMine && (chat.store.isListed || chat.store.listFailure !== null),
    retry: false,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });

  if (isMine) return <RoomPane key={roomId} room={room} messageId={messageIdOf(message)} />;
  if (found.isError && room?.gone == null) return <Refused error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined && room?.gone == null) return <RoomSkeleton />;
  return <JoinRoom roomId={roomId} room={found.data} invite={invite} gone={room?.gone ?? null} error={found.error} />;
}

function Refused({ error, retry }: { error: unknown; retry: () => void }) {
  const chat = useChat();
  return (
    <div className="grid h-full place-content-center">
      <Failed error={error} retry={retry} title="This room is not open to you" />
      <Link
        to="/chat"
        search={{ d: domainWords[chat.domain].param }}
        className={buttonStyle("ghost", "medium", "justify-self-center sm:hidden")}
      >
        All rooms
      </Link>
    </div>
  );
}

/** A link by somebody else may have the digits alone, which the router has read as a number by now. */
function messageIdOf(param: string | undefined): string | undefined {
  const raw = param ?? new URLSearchParams(location.search).get("message") ?? "";
  return /^"?m?(\d{1,19})"?$/.exec(raw)?.[1];
}
