import type { RoomLine, RoomTick } from "../../contracts/chat-room.ts";

/** What happened in a room and has not been told yet, in the order of each kind. */
export type TickPart = Pick<RoomTick, "messages" | "changes" | "presence" | "passing" | "lost">;

export const emptyPart = (): TickPart => ({ messages: [], changes: [], presence: [], passing: [], lost: [] });

export const isEmpty = (part: TickPart): boolean => Object.values(part).every(({ length }) => length === 0);

/** Adds what happened after. */
export function append(part: TickPart, later: TickPart): void {
  part.messages.push(...later.messages);
  part.changes.push(...later.changes);
  part.presence.push(...later.presence);
  part.passing.push(...later.passing);
  part.lost.push(...later.lost);
}

/** A message and a change as the JSON sockets are told of them: a line's body is made once for all who hear it. */
export const messageFrame = ({ body }: RoomLine): string => `{"type":"message","message":${body}}`;
export const changeFrame = ({ body }: RoomLine): string => `{"type":"change",${body.slice(1)}`;

/** Frames as one message of a socket: one by itself, several in an array. Empty if there is none. */
export const together = (frames: readonly string[]): string => (frames.length > 1 ? `[${frames.join(",")}]` : (frames[0] ?? ""));
