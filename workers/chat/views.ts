import type { ChatRoom, Member, RoomRole } from "../../contracts/chat.ts";
import type { RoomMember } from "../../contracts/chat-room.ts";
import { limits } from "../../contracts/limits.ts";
import type { Message, RoomType } from "../../contracts/messages.ts";
import type { PublicUser } from "../../contracts/users.ts";
import { moment } from "../platform/personal-data.ts";
import type { ChatRoomRow, MessageRow } from "./tables.ts";

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

/** What a message answers. */
export type RepliedRow = Pick<MessageRow, "id" | "seq" | "senderId" | "content">;

/** A message as D1 knows it. `type`: its room's; `replied`: the one that it answers. */
export const messageRowView = (row: MessageRow, type: RoomType, replied: RepliedRow | null): Message => ({
  id: row.id,
  seq: row.seq,
  roomId: row.roomId,
  senderId: row.senderId,
  content: row.content,
  type,
  kind: row.kind,
  clientId: row.clientId,
  timestamp: iso(row.sentAt),
  ...(row.editedAt !== null && { editedAt: iso(row.editedAt) }),
  ...(row.deletedAt !== null && { deletedAt: iso(row.deletedAt) }),
  ...(row.reactions.length > 0 && {
    reactions: row.reactions.map(({ emoji, userIds }) => ({
      emoji,
      count: userIds.length,
      userIds: userIds.slice(0, limits.reactionUsersShown),
    })),
  }),
  ...(replied !== null && {
    replyTo: { id: replied.id, seq: replied.seq, senderId: replied.senderId, excerpt: excerptOf(replied.content) },
  }),
  ...(row.mentions.length > 0 && { mentions: row.mentions }),
  ...(row.version > 0 && { rev: row.version }),
});

/** The first words of a text, cut between characters and not within one. */
export function excerptOf(content: string): string {
  const characters = [...content.slice(0, limits.messageExcerptChars * 2)];
  return characters.length <= limits.messageExcerptChars && characters.join("") === content
    ? content
    : `${characters.slice(0, limits.messageExcerptChars).join("")}…`;
}

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
