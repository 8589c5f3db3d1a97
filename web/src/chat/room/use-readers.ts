import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { own } from "../../api/queries.ts";
import type { RoomState } from "../core/room-state.ts";
import { useChat } from "../use-chat.ts";

/** The members of a room, a page at a time. */
export function useMembers(room: RoomState) {
  const { calls, domain, store } = useChat();
  const query = useInfiniteQuery({
    queryKey: [own, "chat", domain, "members", room.id],
    queryFn: async ({ pageParam, signal }) => {
      const version = room.membersVersion;
      const page = await calls.members(room.id, pageParam, false, signal);
      store.people.meet(page.items);
      return { ...page, version };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  return { query, members: (query.data?.pages ?? []).flatMap(({ items }) => items) };
}

/** Takes up how far others have read and who is online, as far as the members' first page says so; the sockets tell the rest. */
export function useReaders(room: RoomState): void {
  const { store } = useChat();
  const { query } = useMembers(room);
  const { data, refetch } = query;
  useEffect(() => {
    for (const member of data?.pages[0]?.items ?? []) {
      if (member.id === store.me) {
        // What was asked before the room told of a change may know nothing of it.
        if (data?.pages[0]?.version === room.membersVersion) room.mutedUntil = member.mutedUntil;
        continue;
      }
      room.readSeqs.set(member.id, Math.max(member.readSeq, room.readSeqs.get(member.id) ?? 0));
    }
    room.tell();
  }, [data, room, store]);
  const { membersVersion } = room;
  const knownVersion = data?.pages[0]?.version ?? 0;
  useEffect(() => {
    if (membersVersion === knownVersion) return;
    // People come and go together: they are asked for once.
    const timer = setTimeout(() => void refetch(), 1500);
    return () => clearTimeout(timer);
  }, [membersVersion, knownVersion, refetch]);
}
