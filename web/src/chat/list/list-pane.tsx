import { Compass, SquarePen } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import { SearchInput } from "../parts/search-input.tsx";
import { FoundMessages } from "../search/found-messages.tsx";
import { useChat, useTold } from "../use-chat.ts";
import { AppSwitch } from "./app-switch.tsx";
import { BrowseRooms } from "./browse-rooms.tsx";
import { CreateRoom } from "./create-room.tsx";
import { Invitations } from "./invitations.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import { RoomRow } from "./room-row.tsx";
import { useRoomKeys } from "./use-room-keys.ts";

type Opened = "create" | "browse" | null;

/** One's own rooms, the one with the latest message first; what is searched for, in their names and in what was said. */
export function ListPane({ openId }: { openId: string | undefined }) {
  const chat = useChat();
  const store = useTold(chat.store);
  const [text, setText] = useState("");
  const words = useDeferredValue(text);
  const [opened, setOpened] = useState<Opened>(null);
  const rooms = store.matching(words);
  const search = useRef<HTMLInputElement>(null);
  const onSearchKey = useRoomKeys({ rooms, openId, search, clear: () => setText("") });
  return (
    <div className="flex h-full flex-col">
      <header className="grid gap-3 px-4 pt-4 pb-3">
        <div className="flex items-center justify-between gap-2">
          <h1 className="text-lg">Chat</h1>
          <div className="-mr-2 flex">
            <IconButton aria-label="Browse rooms" className="tip" onPress={() => setOpened("browse")}>
              <Compass className="size-5" aria-hidden />
            </IconButton>
            <IconButton aria-label="New room" className="tip" onPress={() => setOpened("create")}>
              <SquarePen className="size-5" aria-hidden />
            </IconButton>
          </div>
        </div>
        <AppSwitch />
        <SearchInput
          ref={search}
          aria-label="Search rooms and messages"
          aria-keyshortcuts="Control+K"
          placeholder="Search"
          value={text}
          onText={setText}
          onKeyDown={onSearchKey}
        />
      </header>
      <nav aria-label="Rooms" className="min-h-0 flex-1 overflow-y-auto px-2 pb-20 sm:pb-4">
        <Invitations />
        {!store.isListed ? (
          store.listFailure === null ? (
            <ListSkeleton />
          ) : (
            <Failed error={store.listFailure} retry={() => void chat.refresh().catch(() => {})} title="Your rooms did not load" />
          )
        ) : rooms.length === 0 && words.trim() === "" ? (
          <Empty browse={() => setOpened("browse")} create={() => setOpened("create")} />
        ) : (
          <ul>
            {rooms.map((room) => (
              <RoomRow key={room.id} room={room} isOpen={room.id === openId} />
            ))}
          </ul>
        )}
        {store.nextCursor !== null && words.trim() === "" ? (
          <Button variant="ghost" className="mt-1 w-full" onPress={() => void chat.more().catch(() => {})}>
            More rooms
          </Button>
        ) : null}
        {words.trim().length > 1 ? <FoundMessages words={words.trim()} hasRooms={rooms.length > 0} /> : null}
      </nav>
      <CreateRoom isOpen={opened === "create"} onClose={() => setOpened(null)} />
      <BrowseRooms isOpen={opened === "browse"} onClose={() => setOpened(null)} />
    </div>
  );
}

function Empty({ browse, create }: { browse: () => void; create: () => void }) {
  return (
    <div className="grid justify-items-center gap-3 px-6 py-14 text-center">
      <p className="font-display text-base font-bold">No rooms yet</p>
      <p className="text-sm text-quiet">Join one that is open to everybody, or make your own.</p>
      <div className="mt-1 flex flex-wrap justify-center gap-2">
        <Button variant="primary" onPress={browse}>
          Browse rooms
        </Button>
        <Button onPress={create}>New room</Button>
      </div>
    </div>
  );
}
