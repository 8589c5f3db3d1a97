import { Link2, LogOut, Settings, UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Failed } from "../../parts/failed.tsx";
import type { RoomState } from "../core/room-state.ts";
import { ListSkeleton } from "../list/list-skeleton.tsx";
import { SidePanel } from "../parts/side-panel.tsx";
import { useMembers } from "../room/use-readers.ts";
import { BannedFold } from "./banned-fold.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { MemberRow } from "./member-row.tsx";
import { RoomSettings } from "./room-settings.tsx";

type Opened = "invite" | "settings" | "leave" | null;

/** Who is in the room, and what one may do about them and it. */
export function MembersPanel({ room, onClose }: { room: RoomState; onClose: () => void }) {
  const { query, members } = useMembers(room);
  const [opened, setOpened] = useState<Opened>(null);
  const isGroup = room.info.type === "GROUP";
  const close = () => setOpened(null);
  return (
    <SidePanel title="Members" onClose={onClose}>
      {isGroup ? (
        <div className="flex flex-wrap gap-2 px-4 pb-3">
          {room.mayModerate || room.info.showtimeId === null ? (
            <Button size="small" onPress={() => setOpened("invite")}>
              {room.mayModerate ? <Link2 className="size-4" aria-hidden /> : <UserPlus className="size-4" aria-hidden />}
              Invite
            </Button>
          ) : null}
          {room.mayModerate ? (
            <Button size="small" onPress={() => setOpened("settings")}>
              <Settings className="size-4" aria-hidden />
              Settings
            </Button>
          ) : null}
          <Button size="small" variant="ghost" onPress={() => setOpened("leave")}>
            <LogOut className="size-4" aria-hidden />
            Leave
          </Button>
        </div>
      ) : null}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {query.isError ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <ListSkeleton />
        ) : (
          <ul>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} room={room} />
            ))}
          </ul>
        )}
        {query.hasNextPage ? (
          <Button variant="ghost" className="w-full" isDisabled={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            More members
          </Button>
        ) : null}
        {room.mayModerate && isGroup ? <BannedFold room={room} /> : null}
      </div>
      <InviteDialog room={room} isOpen={opened === "invite"} onClose={close} />
      <RoomSettings room={room} isOpen={opened === "settings"} onClose={close} />
      <LeaveDialog room={room} isOpen={opened === "leave"} onClose={close} />
    </SidePanel>
  );
}
