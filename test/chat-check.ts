import type { Message } from "../contracts/messages.ts";

/** What one socket was sent, in order. `after`: the message behind which it began; `lostAfter`: the last one that its person may have heard. */
export interface Heard {
  who: string;
  after: number;
  messages: Pick<Message, "seq" | "id">[];
  lostAfter?: number;
}

/**
 * Every way in which a room's history is not what it must be (invariant I16): `list` is the room's own list. Dense; one message for each sender and clientId;
 * ids that rise; each socket an increasing run without gaps that says the same; nothing after somebody's leave. Empty: all is well.
 */
export function checkRoom(list: readonly Message[], sockets: readonly Heard[]): string[] {
  const faults: string[] = [];
  const names = new Set<string>();
  for (const [index, { seq, id, senderId, clientId }] of list.entries()) {
    if (seq !== index + 1) faults.push(`message ${index + 1} has seq ${seq}`);
    if (index > 0 && BigInt(id) <= BigInt(list[index - 1]?.id ?? 0)) faults.push(`the id of message ${seq} does not rise`);
    const name = `${senderId} ${clientId}`;
    if (names.has(name)) faults.push(`${name} is more than one message`);
    names.add(name);
  }
  for (const { who, after, messages, lostAfter = Number.POSITIVE_INFINITY } of sockets) {
    let expected = after + 1;
    for (const { seq, id } of messages) {
      if (seq !== expected) faults.push(`${who} heard ${seq} where ${expected} was next`);
      if (list[seq - 1]?.id !== id) faults.push(`${who} heard another message ${seq} than the room's`);
      if (seq > lostAfter) faults.push(`${who} heard ${seq}, which was said after ${lostAfter}, when they were out`);
      expected = seq + 1;
    }
  }
  return faults;
}
