import { useEffect, useState } from "react";
import { Failed } from "../../parts/failed.tsx";
import { Composer } from "../composer/composer.tsx";
import type { RoomState } from "../core/room-state.ts";
import { MembersPanel } from "../members/members-panel.tsx";
import { SearchPanel } from "../search/search-panel.tsx";
import { useChat, useTold } from "../use-chat.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { PinnedBar } from "./pinned-bar.tsx";
import { RoomHead } from "./room-head.tsx";
import { MessagesSkeleton } from "./room-skeleton.tsx";
import { Timeline } from "./timeline.tsx";
import { useActions } from "./use-actions.ts";
import { useOpening } from "./use-opening.ts";
import { useReaders } from "./use-readers.ts";

export type Panel = "members" | "search" | null;

/** A room that one is in: what is said, the line to say something, and who is here beside it. */
export function RoomPane({ room, messageId }: { room: RoomState; messageId: string | undefined }) {
  const chat = useChat();
  useTold(room);
  const [panel, setPanel] = useState<Panel>(null);
  const actions = useActions(room);
  const opening = useOpening(chat, room, messageId);
  useReaders(room);
  useEffect(() => chat.attend(room.id), [chat, room]);
  const close = () => setPanel(null);
  return (
    <div className="relative flex h-full min-w-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <RoomHead room={room} panel={panel} show={setPanel} />
        <PinnedBar room={room} goTo={opening.goTo} />
        {opening.error !== null && opening.place === null ? (
          <div className="grid flex-1 place-content-center">
            <Failed error={opening.error} retry={opening.retry} title="The messages did not load" />
          </div>
        ) : opening.place === null ? (
          <MessagesSkeleton />
        ) : (
          <Timeline room={room} opening={opening} place={opening.place} actions={actions} />
        )}
        <ConnectionLine room={room} />
        <Composer room={room} actions={actions} onSent={opening.goToEnd} />
      </div>
      <DeleteDialog doomed={actions.doomed} decide={actions.decide} />
      {panel === "members" ? <MembersPanel room={room} onClose={close} /> : null}
      {panel === "search" ? <SearchPanel room={room} onClose={close} /> : null}
    </div>
  );
}
