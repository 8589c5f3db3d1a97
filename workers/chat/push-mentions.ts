import type { RoomTelling } from "../../contracts/chat-room.ts";
import { excerptOf } from "../../contracts/message-view.ts";
import type { Ctx } from "../platform/context.ts";
import { pushTo } from "./push-to.ts";

/** Nobody is called to what was said before this, as a room says when it tells everything anew. */
const freshMs = 60_000;

/**
 * Tells those who are mentioned in what was said a moment ago, but for who said it. The archive does it, because it hears of every message however it was
 * sent. A message that changes meanwhile is told of again under the same id, by which it is shown once.
 */
export function pushMentions(ctx: Ctx, tellings: readonly RoomTelling[]): void {
  for (const { appId, roomId, messages } of tellings) {
    for (const { id, seq, senderId, content, mentions, sentAt, editedAt, deletedAt } of messages) {
      if (deletedAt !== null || ctx.now() - Math.max(sentAt, editedAt ?? 0) > freshMs) continue;
      const data = { roomId, messageId: id, seq, senderId, excerpt: excerptOf(content) };
      for (const userId of mentions) {
        if (userId !== senderId) pushTo(ctx, { userId, id: `mention_${roomId}_${seq}`, type: "chat.mention", appId, data });
      }
    }
  }
}
