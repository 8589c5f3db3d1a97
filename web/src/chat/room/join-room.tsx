import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ChatRoom } from "../../../../contracts/chat.ts";
import { domainWords } from "../../domains.ts";
import { Button } from "../../parts/button.tsx";
import { buttonStyle } from "../../parts/button-style.ts";
import { FormFailure } from "../../parts/form-failure.tsx";
import type { Gone } from "../core/room-state.ts";
import { RoomFace } from "../parts/room-face.tsx";
import { useChat } from "../use-chat.ts";

const goneWords: Record<Gone, string> = {
  LEFT: "You have left this room.",
  KICKED: "A moderator took you out of this room. You may come back.",
  OUT: "You are in this room no longer. A moderator took you out, or you left it on another device.",
  BANNED: "You were banned from this room.",
};

interface JoinRoomProps {
  roomId: string;
  room: ChatRoom | undefined;
  invite: string | undefined;
  gone: Gone | null;
  error: unknown;
}

/** What one sees of a room before one is in it, and after one has left. */
export function JoinRoom({ roomId, room, invite, gone, error }: JoinRoomProps) {
  const chat = useChat();
  const navigate = useNavigate();
  const search = { d: domainWords[chat.domain].param };
  const join = useMutation({
    mutationFn: () => chat.calls.join(roomId, invite),
    onSuccess: async (joined) => {
      chat.left(roomId);
      chat.entered(joined);
      chat.store.invitations.delete(roomId);
      await navigate({ to: "/chat/$roomId", params: { roomId }, search, replace: true });
    },
  });
  const known = room ?? chat.store.rooms.get(roomId)?.info;
  return (
    <div className="grid h-full place-content-center justify-items-center gap-4 px-6 text-center">
      {known === undefined ? null : (
        <>
          <RoomFace room={known} />
          <h1 className="text-lg">{known.name}</h1>
          <p className="text-sm text-quiet">
            {known.memberCount === 1 ? "1 member" : `${known.memberCount} members`}
            {known.visibility === "PRIVATE" ? " · by invitation" : ""}
          </p>
          {known.description === "" ? null : <p className="max-w-md">{known.description}</p>}
        </>
      )}
      {gone === null ? null : <p className="text-sm text-quiet">{goneWords[gone]}</p>}
      <FormFailure error={join.error ?? error} />
      <div className="flex flex-wrap justify-center gap-2">
        <Link to="/chat" search={search} className={buttonStyle("plain", "large")}>
          <ArrowLeft className="size-4" aria-hidden />
          All rooms
        </Link>
        {gone === "BANNED" || known === undefined ? null : (
          <Button variant="primary" size="large" isDisabled={join.isPending} onPress={() => join.mutate()}>
            Join the room
          </Button>
        )}
      </div>
    </div>
  );
}
