import { Lock, Ticket, Users } from "lucide-react";
import type { ChatRoom } from "../../../../contracts/chat.ts";
import { usePeople } from "../use-chat.ts";
import { Face } from "./face.tsx";
import { Presence } from "./presence.tsx";

/** A direct room has the other person's face, others what kind of room they are. */
export function RoomFace({ room, isOnline = false }: { room: ChatRoom; isOnline?: boolean }) {
  const people = usePeople();
  if (room.type === "DIRECT") {
    const peer = room.peerId === null ? undefined : people.get(room.peerId);
    return (
      <span className="relative shrink-0">
        <Face id={room.peerId ?? ""} name={peer?.name ?? ""} url={peer?.avatarUrl ?? null} size="medium" />
        {isOnline ? <Presence /> : null}
      </span>
    );
  }
  const Icon = room.showtimeId !== null ? Ticket : room.visibility === "PRIVATE" ? Lock : Users;
  return (
    <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-full border border-line bg-stage text-quiet">
      <Icon className="size-[18px]" />
    </span>
  );
}
