import type { Invite } from "../../contracts/chat.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { auditServer } from "./record-told.ts";

/** Withdraws an invitation: nobody comes in by it any more. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, FORBIDDEN, INVITE_NOT_FOUND. */
export async function revokeInvite(ctx: TenantCtx, { id, inviteId }: { id: string; inviteId: string }): Promise<Invite> {
  const { invite } = await askRoom(ctx, id, (room) => room.revokeInvite({ by: callerOf(ctx), inviteId }), { idempotent: false });
  await auditServer(ctx, { action: "chat-invite.revoked", subject: inviteId, after: { roomId: id } });
  return invite;
}
