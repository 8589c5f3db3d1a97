import type { Message } from "../../../../contracts/messages.ts";

/** A message of a room in tests, said by `usr_a` at so many seconds after nine. */
export const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: String(1_000_000 + seq),
  seq,
  roomId: "room_1",
  senderId: "usr_a",
  content: `message ${seq}`,
  type: "GROUP",
  kind: "TEXT",
  clientId: `client-${seq}`,
  timestamp: new Date(Date.UTC(2026, 10, 21, 9, 0, seq)).toISOString(),
  ...more,
});

export const messages = (from: number, to: number): Message[] => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
