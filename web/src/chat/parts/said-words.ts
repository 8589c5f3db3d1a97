import type { Message } from "../../../../contracts/messages.ts";

type NameOf = (userId: string) => string;

/** A message in one line, for lists, replies and screen readers. */
export function saidWords(message: Message, nameOf: NameOf): string {
  if (message.deletedAt !== undefined) return "Message deleted";
  if (message.kind === "JOIN") return `${nameOf(message.senderId)} came in`;
  if (message.kind === "LEAVE") return `${nameOf(message.senderId)} left`;
  return plain(message.content);
}

/** Markdown without its marks. */
export const plain = (content: string): string =>
  content
    .replaceAll(/```\w*\n?|[*_~`]{1,3}|^#{1,6}\s|^>\s?/gm, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();

const excerptChars = 120;

/** The first words of a text, for an answer to it that is not back from the room yet. */
export function excerptOf(content: string): string {
  const characters = [...content];
  return characters.length <= excerptChars ? content : `${characters.slice(0, excerptChars).join("")}…`;
}
