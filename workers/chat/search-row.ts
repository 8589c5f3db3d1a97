import type { ToldMessage } from "../../contracts/chat-room.ts";
import type { SearchRow } from "../../contracts/message-search.ts";

type Said = Pick<ToldMessage, "seq" | "version" | "sentAt" | "content" | "kind" | "deletedAt">;

/** A message as it is to be found: what was deleted is not, and nobody looks for those that say who came and went. */
export const searchRow = (roomId: string, { seq, version, sentAt, content, kind, deletedAt }: Said): SearchRow => ({
  roomId,
  seq,
  version,
  sentAt,
  content: deletedAt === null && (kind === "TEXT" || kind === "SYSTEM") ? content : "",
});
