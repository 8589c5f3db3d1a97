import type { Member, UpdateMember } from "../../contracts/chat.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { namedMember } from "./read-room.ts";
import { recordTold } from "./record-told.ts";

interface MemberChange {
  id: string;
  userId: string;
  change: UpdateMember;
}

/** Changes somebody's role, mutes or bans them. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, MEMBER_NOT_FOUND, FORBIDDEN, LAST_OWNER. */
export async function updateMember(ctx: TenantCtx, { id, userId, change }: MemberChange): Promise<Member> {
  const { role, mutedUntil, banned } = change;
  const changed = await askRoom(ctx, id, (room) =>
    room.updateMember({
      by: callerOf(ctx),
      userId,
      ...(role !== undefined && { role }),
      ...(mutedUntil !== undefined && { mutedUntil: mutedUntil === null ? null : Date.parse(mutedUntil) }),
      ...(banned !== undefined && { banned }),
    }),
  );
  await recordTold(ctx, changed, { action: "chat-member.updated", subject: `${id} ${userId}`, after: change });
  return namedMember(ctx, changed.member);
}
