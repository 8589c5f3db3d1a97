import type { RoomTelling } from "../../contracts/chat-room.ts";
import { limits } from "../../contracts/limits.ts";
import { excerptOf } from "../../contracts/message-view.ts";
import { pushOrHold, type Told } from "../identity/push-to-inboxes.ts";
import type { Ctx } from "../platform/context.ts";

const hourMs = 3_600_000;

/**
 * Tells those who are mentioned in what was said, but for who said it. The archive does it, because it hears of every message however it was sent, and before
 * a room learns that it was heard: if this throws, the room tells the same again. A message is told of again under the same id, by which it is shown once; but
 * nobody is called to what is older than `mentionHours`, as a room says when it tells everything anew.
 */
export async function pushMentions(ctx: Ctx, tellings: readonly RoomTelling[]): Promise<void> {
  const now = ctx.now();
  const isFresh = ({ sentAt, editedAt, deletedAt }: RoomTelling["messages"][number]): boolean =>
    deletedAt === null && now - Math.max(sentAt, editedAt ?? 0) <= limits.mentionHours * hourMs;
  const told = tellings.flatMap(({ appId, roomId, messages }) =>
    messages.filter(isFresh).flatMap(({ id, seq, senderId, content, mentions, sentAt, editedAt }): Told[] => {
      const data = { roomId, messageId: id, seq, senderId, excerpt: excerptOf(content) };
      const at = new Date(Math.max(sentAt, editedAt ?? 0)).toISOString();
      const push = { id: `mention_${roomId}_${seq}`, type: "chat.mention", appId, at, data };
      return mentions.filter((userId) => userId !== senderId).map((userId) => ({ userId, push }));
    }),
  );
  await pushOrHold(ctx, told);
}
