import type { Message } from "../../../../contracts/messages.ts";

/** So many faces fit beside a message; the others are a number. */
export const facesMax = 4;

/**
 * Who has read up to which of these messages and no further: each stands at the last one that they have read. Nobody stands at a message of their own, as
 * that says nothing. `readSeqs`: of others, without the reader themselves.
 */
export function seenBy(messages: readonly Message[], readSeqs: ReadonlyMap<string, number>): Map<number, string[]> {
  const at = new Map<number, string[]>();
  const first = messages[0]?.seq;
  const last = messages.at(-1);
  if (first === undefined || last === undefined) return at;
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  for (const [userId, readSeq] of readSeqs) {
    const seq = Math.min(readSeq, last.seq);
    if (seq < first || bySeq.get(seq)?.senderId === userId) continue;
    at.set(seq, [...(at.get(seq) ?? []), userId]);
  }
  return at;
}
