import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { own } from "../../api/queries.ts";
import { useChat } from "../use-chat.ts";

const typedMs = 350;

/** Messages with these words, in all of one's own rooms or in one. */
export function useFound(words: string, roomId?: string) {
  const { calls, domain } = useChat();
  const [q, setQ] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQ(words), typedMs);
    return () => clearTimeout(timer);
  }, [words]);
  const found = useInfiniteQuery({
    queryKey: [own, "chat", domain, "search", roomId ?? "", q],
    queryFn: ({ pageParam, signal }) => calls.search(q, roomId, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: q.length > 1,
    refetchOnWindowFocus: false,
    staleTime: 10_000,
  });
  return { found, items: (found.data?.pages ?? []).flatMap(({ items }) => items), isSettled: q === words };
}
