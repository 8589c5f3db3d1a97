import type { ToldMessage } from "./chat-room.ts";
import { limits } from "./limits.ts";
import type { Message, RoomType } from "./messages.ts";

/** What a message answers. */
export type RepliedMessage = Pick<ToldMessage, "id" | "seq" | "senderId" | "content">;

const iso = (ms: number): string => new Date(ms).toISOString();

/** A message as everybody may see it, whether its room has it or D1. `type`: its room's; `replied`: the one that it answers. */
export const messageView = (
  message: ToldMessage,
  { roomId, type, replied }: { roomId: string; type: RoomType; replied: RepliedMessage | null },
): Message => ({
  id: message.id,
  seq: message.seq,
  roomId,
  senderId: message.senderId,
  content: message.content,
  type,
  kind: message.kind,
  clientId: message.clientId,
  timestamp: iso(message.sentAt),
  ...(message.editedAt !== null && { editedAt: iso(message.editedAt) }),
  ...(message.deletedAt !== null && { deletedAt: iso(message.deletedAt) }),
  ...(message.reactions.length > 0 && {
    reactions: message.reactions.map(({ emoji, userIds }) => ({
      emoji,
      count: userIds.length,
      userIds: userIds.slice(0, limits.reactionUsersShown),
    })),
  }),
  ...(replied !== null && {
    replyTo: { id: replied.id, seq: replied.seq, senderId: replied.senderId, excerpt: excerptOf(replied.content) },
  }),
  ...(message.mentions.length > 0 && { mentions: message.mentions }),
  ...(message.version > 0 && { rev: message.version }),
});

/** The first words of a text, cut between characters and not within one. */
export function excerptOf(content: string): string {
  const characters = [...content.slice(0, limits.messageExcerptChars * 2)];
  return characters.length <= limits.messageExcerptChars && characters.join("") === content
    ? content
    : `${characters.slice(0, limits.messageExcerptChars).join("")}…`;
}
