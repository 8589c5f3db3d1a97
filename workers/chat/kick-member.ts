import type { Member } from "../../contracts/chat.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { namedMember } from "./read-room.ts";
import { recordTold } from "./record-told.ts";

/** Takes somebody out of a room, who may come back. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, MEMBER_NOT_FOUND, FORBIDDEN, LAST_OWNER. */
export async function kickMember(ctx: TenantCtx, { id, userId }: { id: string; userId: string }): Promise<Member> {
  const kicked = await askRoom(ctx, id, (room) => room.kick({ by: callerOf(ctx), userId }), { idempotent: false });
  await recordTold(ctx, kicked, { action: "chat-member.kicked", subject: `${id} ${userId}` });
  return namedMember(ctx, kicked.member);
}
