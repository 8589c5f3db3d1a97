import "./chat.css";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { onSaleQuery } from "../api/queries.ts";
import { domainOfParam } from "../domains.ts";
import { Failed } from "../parts/failed.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { useSession } from "../session/session.ts";
import { ListPane } from "./list/list-pane.tsx";
import { ListSkeleton } from "./list/list-skeleton.tsx";
import { preloadMarkdown } from "./markdown/markdown.tsx";
import { NoRoom } from "./room/no-room.tsx";
import { ChatContext, chatOf, useChat, usePeople, useTold } from "./use-chat.ts";

preloadMarkdown();
const route = getRouteApi("/chat");

/** The rooms, and beside them the one that is open; on a phone either. */
export function ChatPage() {
  const session = useSession();
  const wanted = domainOfParam(route.useSearch().d);
  const onSale = useQuery(onSaleQuery);
  const domain = wanted ?? onSale.data?.[0];
  const me = session.status === "in" ? session.user.id : undefined;
  const chat = useMemo(() => (domain === undefined || me === undefined ? null : chatOf(domain, me)), [domain, me]);

  if (onSale.isError) return <Failed error={onSale.error} retry={() => void onSale.refetch()} />;
  if (chat === null || session.status !== "in") return <ListSkeleton />;
  chat.store.people.meet([session.user]);
  return (
    <ChatContext value={chat}>
      <Title />
      <Panes />
    </ChatContext>
  );
}

function Panes() {
  const { roomId } = useParams({ strict: false });
  const isOpen = roomId !== undefined;
  return (
    <div className="mx-auto flex h-full w-full max-w-[100rem]">
      <div className={`min-h-0 w-full shrink-0 border-line sm:w-76 sm:border-r lg:w-84 ${isOpen ? "max-sm:hidden" : ""}`}>
        <ListPane openId={roomId} />
      </div>
      <div className={`min-h-0 min-w-0 flex-1 ${isOpen ? "" : "max-sm:hidden"}`}>{isOpen ? <Outlet /> : <NoRoom />}</div>
    </div>
  );
}

function Title() {
  const { roomId } = useParams({ strict: false });
  const store = useTold(useChat().store);
  usePeople();
  const { unread } = store;
  const room = roomId === undefined ? undefined : store.rooms.get(roomId);
  const name = room === undefined ? "Chat" : store.nameOf(room);
  const count = unread === 0 ? "" : `(${unread > 99 ? "99+" : unread}) `;
  return <PageHead title={count + name} description="Rooms of the people who come." />;
}
