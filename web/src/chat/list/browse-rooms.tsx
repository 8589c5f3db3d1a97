import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ChatRoom } from "../../../../contracts/chat.ts";
import { own } from "../../api/queries.ts";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Failed } from "../../parts/failed.tsx";
import { FormFailure } from "../../parts/form-failure.tsx";
import { RoomFace } from "../parts/room-face.tsx";
import { SearchInput } from "../parts/search-input.tsx";
import { useChat } from "../use-chat.ts";
import { ListSkeleton } from "./list-skeleton.tsx";

/** These paths are narrowly limited: a search waits until somebody has stopped typing. */
const typedMs = 400;

interface BrowseProps {
  isOpen: boolean;
  onClose: () => void;
}

/** The rooms that everybody may join. */
export function BrowseRooms({ isOpen, onClose }: BrowseProps) {
  return (
    <Dialog title="Rooms for everybody" isOpen={isOpen} onClose={onClose}>
      <Rooms onClose={onClose} />
    </Dialog>
  );
}

function Rooms({ onClose }: { onClose: () => void }) {
  const chat = useChat();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const q = useSettled(text.trim());
  const rooms = useInfiniteQuery({
    queryKey: [own, "chat", chat.domain, "public", q],
    queryFn: ({ pageParam, signal }) => chat.calls.publicRooms(q, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchOnWindowFocus: false,
  });
  const go = async (roomId: string) => {
    onClose();
    await navigate({ to: "/chat/$roomId", params: { roomId }, search: { d: domainWords[chat.domain].param } });
  };
  const join = useMutation({
    mutationFn: (room: ChatRoom) => chat.calls.join(room.id),
    onSuccess: async (room) => {
      chat.entered(room);
      await go(room.id);
    },
  });
  const found = (rooms.data?.pages ?? []).flatMap(({ items }) => items).filter(({ visibility }) => visibility === "PUBLIC");
  return (
    <div className="grid gap-3">
      <SearchInput aria-label="Find a room" placeholder="Find a room" value={text} onText={setText} />
      <FormFailure error={join.error} />
      <div className="-mx-2 max-h-[55dvh] min-h-60 overflow-y-auto">
        {rooms.isError ? (
          <Failed error={rooms.error} retry={() => void rooms.refetch()} />
        ) : rooms.data === undefined ? (
          <ListSkeleton />
        ) : found.length === 0 ? (
          <p className="px-2 py-10 text-center text-sm text-quiet">
            {q === "" ? "There is no room for everybody yet." : "No room is called like that."}
          </p>
        ) : (
          <ul>
            {found.map((room) => (
              <li key={room.id} className="flex items-center gap-3 rounded-control px-2 py-2.5">
                <RoomFace room={room} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-sm font-medium">{room.name}</span>
                  <span className="block truncate text-xs text-quiet">
                    {room.memberCount === 1 ? "1 member" : `${room.memberCount} members`}
                    {room.description === "" ? "" : ` · ${room.description}`}
                  </span>
                </span>
                {room.role === null && !chat.store.rooms.has(room.id) ? (
                  <Button
                    size="small"
                    variant="primary"
                    aria-label={`Join ${room.name}`}
                    isDisabled={join.isPending}
                    onPress={() => join.mutate(room)}
                  >
                    Join
                  </Button>
                ) : (
                  <Button size="small" aria-label={`Open ${room.name}`} onPress={() => void go(room.id)}>
                    Open
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {rooms.hasNextPage ? (
          <Button variant="ghost" className="w-full" isDisabled={rooms.isFetchingNextPage} onPress={() => void rooms.fetchNextPage()}>
            More rooms
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typedMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
