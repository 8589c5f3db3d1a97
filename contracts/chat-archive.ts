import { z } from "zod";
import { RoomRole, RoomStatus, RoomVisibility } from "./chat.ts";
import type { RoomTelling } from "./chat-room.ts";
import { MessageKind, RoomType } from "./messages.ts";

const int = z.number().int();
const moment = int.nullable();

const ToldRoom = z.object({
  roomId: z.string(),
  appId: z.string(),
  name: z.string(),
  description: z.string(),
  type: RoomType,
  visibility: RoomVisibility,
  status: RoomStatus,
  ownerId: z.string().nullable(),
  showtimeId: z.string().nullable(),
  memberCount: int,
  metadata: z.record(z.string(), z.unknown()),
  slowModeSeconds: int,
  pinned: z.array(z.string()).default([]),
  machine: int,
  headSeq: int,
  lastMessageAt: moment,
  createdAt: int,
  updatedAt: int,
  version: int,
});

const ToldMember = z.object({
  roomId: z.string(),
  userId: z.string(),
  role: RoomRole,
  state: z.enum(["MEMBER", "LEFT", "BANNED"]),
  joinedAt: int,
  readSeq: int,
  lastSeenAt: moment,
  version: int,
});

const ToldMessage = z.object({
  seq: int,
  id: z.string(),
  senderId: z.string(),
  clientId: z.string(),
  kind: MessageKind,
  content: z.string(),
  sentAt: int,
  editedAt: moment,
  deletedAt: moment,
  replyToSeq: moment,
  mentions: z.array(z.string()),
  reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(z.string()) })),
  version: int,
});

const Telling = z.object({
  type: z.literal("chat.told"),
  appId: z.string(),
  roomId: z.string(),
  // Goes back to its room as it came, with whatever a newer room puts into it.
  receipt: z.looseObject({
    seqAfter: int,
    seqUpTo: int,
    versionUpTo: int,
    members: z.array(z.tuple([z.string(), int])),
    changed: z.array(z.tuple([int, int])),
  }),
  room: ToldRoom.nullable(),
  members: z.array(ToldMember),
  messages: z.array(ToldMessage),
}) satisfies z.ZodType<RoomTelling>;

/** A page of the rooms that are to tell D1 everything anew: those of an app, or of all; `after`: the last room of the page before. */
const Rebuild = z.object({
  type: z.literal("chat.rebuild"),
  appId: z.string().nullable(),
  roomId: z.string().nullable(),
  after: z.string().nullable(),
});
export type RebuildPage = z.infer<typeof Rebuild>;

/** A page of a room's messages that the search index is to have as D1 has them. */
const Reindex = z.object({ type: z.literal("chat.reindex"), appId: z.string(), roomId: z.string(), after: int });
export type ReindexPage = z.infer<typeof Reindex>;

/**
 * A page of the rooms that are to forget a person; `after`: the last room of the page before. With `sentFrom`, in ms, a page of what D1 has of their messages:
 * that comes after the last room.
 */
const Forget = z.object({ type: z.literal("chat.forget"), userId: z.string(), after: z.string().nullable(), sentFrom: int.nullable() });
export type ForgetPage = z.infer<typeof Forget>;

/** What travels through the queue `chat-messages`. */
export const ArchiveMessage = z.discriminatedUnion("type", [Telling, Rebuild, Reindex, Forget]);
export type ArchiveMessage = z.infer<typeof ArchiveMessage>;
