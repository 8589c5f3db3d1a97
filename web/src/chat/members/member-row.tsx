import { Ban, Crown, MessageCircle, MicOff, MoreHorizontal, ShieldCheck, ShieldOff, UserX, Volume2 } from "lucide-react";
import type { Member } from "../../../../contracts/chat.ts";
import { Badge } from "../../admin/parts/badge.tsx";
import { IconButton } from "../../parts/button.tsx";
import type { RoomState } from "../core/room-state.ts";
import { Face } from "../parts/face.tsx";
import { Menu, type MenuChoice } from "../parts/menu.tsx";
import { Presence } from "../parts/presence.tsx";
import { useChat } from "../use-chat.ts";
import { useModeration } from "./use-moderation.ts";

const hourMs = 3_600_000;
const ranks = { OWNER: 2, MODERATOR: 1, MEMBER: 0 } as const;

/** Somebody who is in the room. */
export function MemberRow({ member, room }: { member: Member; room: RoomState }) {
  const { store } = useChat();
  const isMe = member.id === store.me;
  const isOnline = isMe || room.online.has(member.id);
  const isMuted = member.mutedUntil !== null && Date.parse(member.mutedUntil) > Date.now();
  const choices = useChoices(member, room, isMuted);
  return (
    <li className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-stage">
      <span className="relative">
        <Face id={member.id} name={member.name} url={member.avatarUrl} size="medium" />
        {isOnline ? <Presence /> : null}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span className="truncate text-sm font-medium">
            {member.name}
            {isMe ? <span className="font-normal text-quiet"> (you)</span> : null}
          </span>
          {member.role === "MEMBER" ? null : <Badge tone="warm">{member.role === "OWNER" ? "Owner" : "Moderator"}</Badge>}
          {isMuted ? <Badge>Muted</Badge> : null}
        </span>
        <span className="block truncate text-xs text-quiet">@{member.username}</span>
      </span>
      {choices.length === 0 ? null : (
        <Menu label={`What to do about ${member.name}`} choices={choices}>
          <IconButton aria-label={`What to do about ${member.name}`} className="size-9">
            <MoreHorizontal className="size-4" aria-hidden />
          </IconButton>
        </Menu>
      )}
    </li>
  );
}

function useChoices(member: Member, room: RoomState, isMuted: boolean): MenuChoice[] {
  const { store } = useChat();
  const { update, kick, direct } = useModeration(room);
  const { id, role } = member;
  if (id === store.me || room.info.type === "DIRECT") return [];
  const mine = ranks[room.info.role ?? "MEMBER"];
  const mayAct = mine === ranks.OWNER || (mine === ranks.MODERATOR && ranks[role] < mine);
  const mute = (ms: number | null) =>
    update({ userId: id, change: { mutedUntil: ms === null ? null : new Date(Date.now() + ms).toISOString() } });
  const name = (next: Member["role"]) => update({ userId: id, change: { role: next } });
  return [
    { label: "Message", Icon: MessageCircle, onChoose: () => direct(id) },
    ...(mine === ranks.OWNER && role === "MEMBER"
      ? [{ label: "Make moderator", Icon: ShieldCheck, onChoose: () => name("MODERATOR") }]
      : []),
    ...(mine === ranks.OWNER && role !== "OWNER" ? [{ label: "Make owner", Icon: Crown, onChoose: () => name("OWNER") }] : []),
    ...(mine === ranks.OWNER && role !== "MEMBER" ? [{ label: "Make member", Icon: ShieldOff, onChoose: () => name("MEMBER") }] : []),
    ...(mayAct && isMuted ? [{ label: "Let speak again", Icon: Volume2, onChoose: () => mute(null) }] : []),
    ...(mayAct && !isMuted
      ? [
          { label: "Mute for an hour", Icon: MicOff, onChoose: () => mute(hourMs) },
          { label: "Mute for a day", Icon: MicOff, onChoose: () => mute(24 * hourMs) },
        ]
      : []),
    ...(mayAct
      ? [
          { label: "Remove from room", Icon: UserX, onChoose: () => kick(id), isLoss: true },
          { label: "Ban", Icon: Ban, onChoose: () => update({ userId: id, change: { banned: true } }), isLoss: true },
        ]
      : []),
  ];
}
