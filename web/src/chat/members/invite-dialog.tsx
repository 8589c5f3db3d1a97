import { Dialog } from "../../parts/dialog.tsx";
import type { RoomState } from "../core/room-state.ts";
import { InviteLinks } from "./invite-links.tsx";
import { InvitePerson } from "./invite-person.tsx";
import { RoomLink } from "./room-link.tsx";

/** The ways to bring somebody in: the room's address, a link that is an invitation, or somebody by name. */
export function InviteDialog({ room, isOpen, onClose }: { room: RoomState; isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={`Invite to ${room.info.name}`} isOpen={isOpen} onClose={onClose}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {room.info.visibility === "PUBLIC" ? <RoomLink room={room} /> : room.mayModerate ? <InviteLinks room={room} /> : null}
        <InvitePerson room={room} />
      </div>
    </Dialog>
  );
}
