import { z } from "zod";
import type { ErrorCode } from "./errors.ts";
import { limits } from "./limits.ts";
import { ClientId, Content, Emoji, type Message, MessageId } from "./messages.ts";

/** What a caller chose to tell an answer by. */
const ref = z.string().max(limits.clientIdCharsMax).optional();

/**
 * What a client may say on the socket of one room. `seen`: it has shown its person everything up to `seq`. `resume`: it has everything up to message
 * `after` and change `rev`; asked at any time, it also tells a quiet client whether it has missed something.
 */
export const RoomClientFrame = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("send"), content: Content, clientId: ClientId, replyTo: MessageId.optional(), ref }),
  z.strictObject({ type: z.literal("typing"), active: z.boolean().default(true) }),
  z.strictObject({ type: z.literal("seen"), seq: z.number().int().min(0) }),
  z.strictObject({ type: z.literal("edit"), id: MessageId, content: Content, ref }),
  z.strictObject({ type: z.literal("delete"), id: MessageId, ref }),
  z.strictObject({ type: z.literal("react"), id: MessageId, emoji: Emoji, remove: z.boolean().default(false), ref }),
  z.strictObject({
    type: z.literal("resume"),
    after: z.number().int().min(0),
    rev: z.number().int().min(0).optional(),
  }),
]);
export type RoomClientFrame = z.infer<typeof RoomClientFrame>;

/**
 * A later change of a room: of a message, which comes whole as it is now; of a member; or of the room itself. `userId`: whom it is about, where it is a
 * member. Members that are KICKED, BANNED or have LEFT hear nothing of the room from here on.
 */
export type ChangeKind =
  | "EDITED"
  | "DELETED"
  | "REACTED"
  | "ROLE"
  | "MUTED"
  | "BANNED"
  | "UNBANNED"
  | "KICKED"
  | "JOINED"
  | "LEFT"
  | "ROOM"
  | "PINNED"
  | "ERASED";
export interface Change {
  rev: number;
  change: ChangeKind;
  at: string;
  by: string;
  message?: Message;
  userId?: string;
  /** What is new, e.g. `{role}`, `{mutedUntil}`, `{name}`, `{pinned}`. */
  fields?: Record<string, unknown>;
}

/** What the server says on the socket of one room. Several frames may come together, in one JSON array. */
export type RoomServerFrame =
  | { type: "message"; message: Message }
  /** `clientId`, `id`, `seq` and `timestamp` for a message that is stored now or was before (`duplicate`); `rev` for a change. */
  | { type: "ack"; clientId?: string; ref?: string; id: string; seq: number; timestamp?: string; duplicate?: true; rev?: number }
  | ({ type: "change" } & Change)
  /** The first one of a socket says of everybody who is here, with `head` and `rev`: how far the room has come. */
  | { type: "presence"; items: { id: string; isOnline: boolean }[]; head?: number; rev?: number }
  | { type: "typing"; userId: string; active: boolean }
  | { type: "seen"; userId: string; seq: number; at: string }
  /** Everything that was missed has been sent. */
  | { type: "resumed"; head: number; rev: number }
  | { type: "error"; code: ErrorCode; message: string; clientId?: string; ref?: string; details?: Record<string, unknown> };
