import type { Message } from "../../contracts/chat.ts";
import type { UserPush } from "../../contracts/chat-gateway.ts";
import { inboxOf } from "../identity/inbox-of.ts";
import type { TenantCtx } from "../platform/context.ts";
import { excerptOf } from "./views.ts";

/** Tells somebody of something wherever they are connected. `data` names who and where; whoever is not connected hears nothing of it. */
export function pushTo(ctx: TenantCtx, userId: string, push: Omit<UserPush, "appId" | "at">): void {
  const told: UserPush = { ...push, appId: ctx.tenant.appId, at: new Date(ctx.now()).toISOString() };
  ctx.waitUntil(
    inboxOf(ctx.env, userId)
      .push(told)
      .catch((error: unknown) => ctx.log.warn("somebody could not be told", { type: push.type, cause: String(error) })),
  );
}

/** Tells those who are mentioned in a message, but for its sender. */
export function pushMentions(ctx: TenantCtx, message: Message): void {
  const { id, seq, roomId, senderId, content, mentions = [] } = message;
  const data = { roomId, messageId: id, seq, senderId, excerpt: excerptOf(content) };
  for (const userId of mentions) if (userId !== senderId) pushTo(ctx, userId, { id: `mention_${id}`, type: "chat.mention", data });
}
