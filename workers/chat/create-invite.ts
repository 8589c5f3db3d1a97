import type { CreateInvite, Invite } from "../../contracts/chat.ts";
import type { TenantCtx } from "../platform/context.ts";
import { sha256 } from "../platform/digest.ts";
import { newId, randomBase32 } from "../platform/ids.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { getPerson } from "./people.ts";
import { pushTo } from "./push-to.ts";
import { auditServer } from "./record-told.ts";

/** Characters of five random bits each. */
const tokenChars = 26;

interface NewInvite extends Invite {
  token: string;
  url: string | null;
}

/**
 * Invites somebody by name, who is told of it, or makes a link for as many as `usesMax`. The room keeps a digest of the token, which is shown here and
 * never again. `url`: where the platform's own web app takes it, for an app that it serves.
 * ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, FORBIDDEN, USER_NOT_FOUND, INVITE_LIMIT_REACHED.
 */
export async function createInvite(ctx: TenantCtx, { id, body }: { id: string; body: CreateInvite }): Promise<NewInvite> {
  const { userId, expiresInSeconds, usesMax } = body;
  if (userId !== undefined) await getPerson(ctx, userId);
  const token = randomBase32(tokenChars);
  const input = {
    by: callerOf(ctx),
    inviteId: newId("invite", ctx.now()),
    tokenDigest: await sha256(token),
    expiresAt: ctx.now() + expiresInSeconds * 1000,
    usesMax: userId === undefined ? usesMax : 1,
    ...(userId !== undefined && { userId }),
  };
  const { invite } = await askRoom(ctx, id, (room) => room.invite(input), { idempotent: false });
  await auditServer(ctx, { action: "chat-invite.created", subject: invite.id, after: { roomId: id, userId: invite.userId } });
  if (userId !== undefined) {
    const data = { roomId: id, inviteId: invite.id, by: invite.createdBy };
    await pushTo(ctx, [{ userId, id: `invited_${invite.id}`, type: "chat.invited", appId: ctx.tenant.appId, data }]);
  }
  return { ...invite, token, url: pageOf(ctx, id, token) };
}

const pageOf = ({ ownOrigin, tenant }: TenantCtx, roomId: string, token: string): string | null =>
  ownOrigin === null || !tenant.webApp ? null : `${ownOrigin}/chat/${roomId}?invite=${token}`;
