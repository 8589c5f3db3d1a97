import type { ChatRoom, Member, RoomRole } from "../../contracts/chat.ts";
import type { RoomMember } from "../../contracts/chat-room.ts";
import type { PublicUser } from "../../contracts/users.ts";
import { moment } from "../platform/personal-data.ts";
import type { ChatRoomRow } from "./tables.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** A room as D1 knows it. `role` and `peerId`: the caller's. Every message and every change raises a room's version by one. */
export const roomRowView = (row: ChatRoomRow, { role, peerId }: { role: RoomRole | null; peerId: string | null }): ChatRoom => ({
  id: row.id,
  name: row.name,
  description: row.description,
  type: row.type,
  visibility: row.visibility,
  status: row.status,
  ownerId: row.ownerId,
  memberCount: row.memberCount,
  role,
  metadata: row.metadata,
  peerId,
  showtimeId: row.showtimeId,
  slowModeSeconds: row.slowModeSeconds,
  pinned: row.pinned,
  headSeq: row.headSeq,
  rev: row.version - row.headSeq,
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});

/** A member as the room knows them, with the name and the picture that they have now. */
export const memberView = (member: RoomMember, person: PublicUser | undefined): Member => ({
  id: member.userId,
  username: person?.username ?? member.username,
  name: person?.name ?? member.username,
  avatarUrl: person?.avatarUrl ?? null,
  role: member.role,
  isOnline: member.isOnline,
  banned: member.banned,
  mutedUntil: moment(member.mutedUntil),
  readSeq: member.readSeq,
  deliveredSeq: member.deliveredSeq,
  lastSeenAt: moment(member.lastSeenAt),
  joinedAt: iso(member.joinedAt),
});
