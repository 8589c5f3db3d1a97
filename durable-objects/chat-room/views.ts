import type { ChatRoom, Invite, RoomRole } from "../../contracts/chat.ts";
import type { RoomMember, ToldMember, ToldMessage, ToldRoom } from "../../contracts/chat-room.ts";
import type { Change } from "../../contracts/chat-socket.ts";
import type { Message } from "../../contracts/messages.ts";
import { machineOf, snowflake } from "../../contracts/snowflake.ts";
import { timeOf } from "./message-clock.ts";
import type { ChangeRecord, InviteRecord, MemberRecord, MessageRecord } from "./records.ts";
import type { Room } from "./room.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** `message`: the one that was changed, as it is now. */
export const changeView = ({ rev, kind, at, actor, userId, fields }: ChangeRecord, message: Message | null): Change => ({
  rev,
  change: kind,
  at: iso(at),
  by: actor,
  ...(message !== null && { message }),
  ...(userId !== null && { userId }),
  ...(fields !== null && { fields }),
});

/** The room as one of its people, or a stranger, sees it. */
export function roomView(room: Room, userId: string | null): ChatRoom {
  const { facts, settings } = room;
  const member = userId === null ? undefined : room.members.get(userId);
  const role: RoomRole | null = member?.state === "MEMBER" ? member.role : null;
  return {
    id: facts.roomId,
    name: settings.name,
    description: settings.description,
    type: facts.type,
    visibility: settings.visibility,
    status: settings.status,
    ownerId: settings.ownerId,
    memberCount: room.memberCount,
    role,
    metadata: settings.metadata,
    peerId: facts.type === "DIRECT" ? room.peerOf(userId) : null,
    showtimeId: facts.showtimeId,
    slowModeSeconds: settings.slowModeSeconds,
    pinned: room.pinnedIds(),
    headSeq: room.head,
    rev: room.rev,
    createdAt: iso(facts.createdAt),
    updatedAt: iso(settings.updatedAt),
  };
}

/** `now`: a mute that is over is none. */
export const memberView = (
  member: MemberRecord,
  { isOnline, head, now }: { isOnline: boolean; head: number; now: number },
): RoomMember => ({
  userId: member.userId,
  username: member.username,
  role: member.role,
  isOnline,
  banned: member.state === "BANNED",
  mutedUntil: member.mutedUntil !== null && member.mutedUntil > now ? member.mutedUntil : null,
  readSeq: member.readSeq,
  deliveredSeq: isOnline ? head : member.deliveredSeq,
  lastSeenAt: member.lastSeenAt,
  joinedAt: member.joinedAt,
});

export const inviteView = (room: Room, invite: InviteRecord): Invite => ({
  id: invite.id,
  roomId: room.facts.roomId,
  userId: invite.userId,
  usesMax: invite.usesMax,
  uses: invite.uses,
  createdBy: invite.createdBy,
  createdAt: iso(invite.createdAt),
  expiresAt: iso(invite.expiresAt),
});

/** What D1 is told of the room. Its version grows with every message and every change. */
export const toldRoom = (room: Room): ToldRoom => ({
  roomId: room.facts.roomId,
  appId: room.facts.appId,
  name: room.settings.name,
  description: room.settings.description,
  type: room.facts.type,
  visibility: room.settings.visibility,
  status: room.settings.status,
  ownerId: room.settings.ownerId,
  showtimeId: room.facts.showtimeId,
  memberCount: room.memberCount,
  metadata: room.settings.metadata,
  slowModeSeconds: room.settings.slowModeSeconds,
  pinned: room.pinnedIds(),
  machine: machineOf(room.facts.roomId),
  headSeq: room.head,
  lastMessageAt: room.lastTicks === 0 ? null : timeOf(room.lastTicks),
  createdAt: room.facts.createdAt,
  updatedAt: room.settings.updatedAt,
  version: room.head + room.rev,
});

export const toldMember = (roomId: string, member: MemberRecord): ToldMember => ({
  roomId,
  userId: member.userId,
  role: member.role,
  state: member.state,
  joinedAt: member.joinedAt,
  readSeq: member.readSeq,
  lastSeenAt: member.lastSeenAt,
  version: member.version,
});

export const toldMessage = (machine: number, record: MessageRecord): ToldMessage => ({
  seq: record.seq,
  id: snowflake(record.ticks, machine),
  senderId: record.senderId,
  clientId: record.clientId,
  kind: record.kind,
  content: record.content,
  sentAt: timeOf(record.ticks),
  editedAt: record.editedAt,
  deletedAt: record.deletedAt,
  replyToSeq: record.replyToSeq,
  mentions: record.mentions,
  reactions: record.reactions,
  version: record.rev,
});
