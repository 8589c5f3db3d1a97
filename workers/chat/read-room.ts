import type { ChatRoom, Invite, LastSeen, Member } from "../../contracts/chat.ts";
import type { RoomMember } from "../../contracts/chat-room.ts";
import type { Page } from "../../contracts/envelope.ts";
import { readUserBatch } from "../identity/users/read-users.ts";
import { AppError } from "../platform/app-error.ts";
import { granted } from "../platform/call-object.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor } from "../platform/cursor.ts";
import { askRoom, callerOf, tryRoom } from "./ask-room.ts";
import { memberView } from "./views.ts";

interface MembersAsked {
  id: string;
  limit: number;
  cursor?: string | undefined;
  banned?: "true" | "false" | undefined;
}

/** A room as the caller sees it; a PRIVATE one to members and to whoever has an invitation. ROOM_NOT_FOUND, INVITATION_REQUIRED, INVITATION_INVALID, BANNED. */
export async function getRoom(ctx: TenantCtx, { id, invite }: { id: string; invite?: string | undefined }): Promise<ChatRoom> {
  return (await askRoom(ctx, id, (room) => room.room({ by: callerOf(ctx), ...(invite !== undefined && { invite }) }))).room;
}

/** The members of a room, or with `banned` those who may not come back. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, FORBIDDEN. */
export async function listMembers(ctx: TenantCtx, { id, limit, cursor, banned }: MembersAsked): Promise<Page<Member>> {
  const after = cursor === undefined ? {} : { after: decodeCursor(cursor, "number").id };
  const found = await askRoom(ctx, id, (room) => room.members({ by: callerOf(ctx), limit, banned: banned === "true", ...after }));
  const last = found.members.at(-1);
  return {
    items: await namedMembers(ctx, found.members),
    nextCursor: found.more && last ? encodeCursor(last.joinedAt, last.userId) : null,
  };
}

/** A member with the name that they have now. */
export async function namedMember(ctx: TenantCtx, member: RoomMember): Promise<Member> {
  const [person] = await readUserBatch(ctx, { ids: [member.userId] });
  return memberView(member, person);
}

async function namedMembers(ctx: TenantCtx, members: readonly RoomMember[]): Promise<Member[]> {
  const people = members.length === 0 ? [] : await readUserBatch(ctx, { ids: members.map(({ userId }) => userId) });
  const byId = new Map(people.map((person) => [person.id, person]));
  return members.map((member) => memberView(member, byId.get(member.userId)));
}

/** Who is in a room and whether they are online. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED. */
export async function getPresence(ctx: TenantCtx, { id }: { id: string }): Promise<{ id: string; username: string; isOnline: boolean }[]> {
  return (await askRoom(ctx, id, (room) => room.presence({ by: callerOf(ctx) }))).items;
}

/** The invitations to a room that are still good, the newest first: no more than `limits.invitesPerRoomMax`. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, FORBIDDEN. */
export async function listInvites(ctx: TenantCtx, { id }: { id: string }): Promise<Page<Invite>> {
  return { items: (await askRoom(ctx, id, (room) => room.invites({ by: callerOf(ctx) }))).invites, nextCursor: null };
}

/** When the caller was last in a room, and how much of it they have not read. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED. */
export async function getOwnLastSeen(ctx: UserCtx, { chatRoomId }: { chatRoomId: string }): Promise<LastSeen> {
  const { userId } = ctx.actor;
  return lastSeen(userId, await askRoom(ctx, chatRoomId, (room) => room.standing({ userId })));
}

/** The same of anybody, for the tenant's server. ROOM_NOT_FOUND, MEMBER_NOT_FOUND. */
export async function getLastSeen(ctx: TenantCtx, { id, userId }: { id: string; userId: string }): Promise<LastSeen> {
  const answer = await tryRoom(ctx, id, (room) => room.standing({ userId }));
  if (!answer.ok && (answer.code === "NOT_A_MEMBER" || answer.code === "BANNED")) throw new AppError("MEMBER_NOT_FOUND");
  return lastSeen(userId, granted(answer));
}

const lastSeen = (userId: string, { standing }: { standing: Omit<LastSeen, "userId"> }): LastSeen => ({
  roomId: standing.roomId,
  userId,
  lastSeenAt: standing.lastSeenAt,
  isOnline: standing.isOnline,
  readSeq: standing.readSeq,
  headSeq: standing.headSeq,
  unreadCount: standing.unreadCount,
});
