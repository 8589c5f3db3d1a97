import { messageOf } from "../../child.ts";

/** What a member says. */
export interface Said {
  content: string;
  clientId: string;
}

/** The rooms of a back end that keeps nothing: a count each. */
const heads = new Map<string, number>();

/** The message as the platform would make it, so that every side carries the same bytes. Nothing of it is stored. */
export function messageFrom(roomId: string, senderId: string, { content, clientId }: Said) {
  const seq = (heads.get(roomId) ?? 0) + 1;
  heads.set(roomId, seq);
  const id = String(268_435_456_000_000_000n + BigInt(seq));
  return { id, seq, roomId, senderId, content, type: "GROUP", kind: "TEXT", clientId, timestamp: new Date().toISOString() };
}

/** Somebody's words, if they are words. Throws on what is none. */
export function saidIn(text: string): Said {
  const said = messageOf<Said>(JSON.parse(text));
  if (typeof said.content !== "string" || typeof said.clientId !== "string" || said.content.length > 5000) throw new Error("no message");
  return said;
}
