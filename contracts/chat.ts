import { z } from "zod";
import { PageQuery, pageOf } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Message, MessageId, RoomType } from "./messages.ts";
import { Id, Line, Metadata, Text, Time } from "./values.ts";

/** PUBLIC: everybody of the app may find and join it. PRIVATE: by invitation. */
export const RoomVisibility = z.enum(["PUBLIC", "PRIVATE"]).meta({ id: "RoomVisibility" });
export type RoomVisibility = z.infer<typeof RoomVisibility>;

/** ARCHIVED: can be read and left, but nobody writes in it. */
export const RoomStatus = z.enum(["ACTIVE", "ARCHIVED"]).meta({ id: "RoomStatus" });
export type RoomStatus = z.infer<typeof RoomStatus>;

/** OWNER: everything, and names owners and moderators. MODERATOR: kicks, bans, mutes, pins, deletes others' messages. MEMBER: reads and writes. */
export const RoomRole = z.enum(["OWNER", "MODERATOR", "MEMBER"]).meta({ id: "RoomRole" });
export type RoomRole = z.infer<typeof RoomRole>;

const time = "2026-11-21T09:00:00.000Z";
const ada = "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6";
const roomId = "room_01K9Z3V6T8W2Y4A6C8E0G2J4M6";

const roomExample = {
  id: roomId,
  name: "Hamlet, 15 January",
  description: "For everybody who has a ticket.",
  type: "GROUP" as const,
  visibility: "PRIVATE" as const,
  status: "ACTIVE" as const,
  ownerId: ada,
  memberCount: 12,
  role: "OWNER" as const,
  metadata: {},
  peerId: null,
  showtimeId: null,
  slowModeSeconds: 0,
  pinned: [],
  headSeq: 42,
  rev: 7,
  createdAt: time,
  updatedAt: time,
};

/**
 * `role`: the caller's, null for whoever is no member. `peerId`: in a DIRECT room, the other person. `showtimeId`: whose ticket holders meet here.
 * `pinned`: ids of messages, the latest first. `headSeq` and `rev`: how far messages and changes have come.
 */
export const ChatRoom = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    type: RoomType,
    visibility: RoomVisibility,
    status: RoomStatus,
    ownerId: z.string().nullable(),
    memberCount: z.number().int(),
    role: RoomRole.nullable(),
    metadata: z.record(z.string(), z.unknown()),
    peerId: z.string().nullable(),
    showtimeId: z.string().nullable(),
    slowModeSeconds: z.number().int(),
    pinned: z.array(MessageId),
    headSeq: z.number().int(),
    rev: z.number().int(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "ChatRoom", example: roomExample });
export type ChatRoom = z.infer<typeof ChatRoom>;

/** A room of one's own. `unreadCount`: `headSeq` − `readSeq`. `lastSeenAt`: when one's last tab left; null for whoever never was there. */
export const OwnChatRoom = ChatRoom.extend({
  unreadCount: z.number().int(),
  readSeq: z.number().int(),
  lastMessage: Message.nullable(),
  lastSeenAt: Time.nullable(),
}).meta({
  id: "OwnChatRoom",
  example: { ...roomExample, unreadCount: 2, readSeq: 40, lastMessage: Message.meta()?.example, lastSeenAt: time },
});
export type OwnChatRoom = z.infer<typeof OwnChatRoom>;

const RoomMetadata = Metadata;
const SlowMode = z.number().int().min(0).max(limits.slowModeSecondsMax);

/** `memberIds` are members from the beginning. A DIRECT room takes exactly one other person, and is the one that the pair has already. */
export const CreateRoom = z
  .strictObject({
    name: Line,
    description: Text.default(""),
    type: RoomType.default("GROUP"),
    visibility: RoomVisibility.default("PUBLIC"),
    memberIds: z.array(Id).max(limits.roomMembersAtCreationMax).default([]),
    metadata: RoomMetadata.default({}),
  })
  .refine(({ type, memberIds }) => type !== "DIRECT" || memberIds.length === 1, {
    message: "a DIRECT room is for exactly one other person",
    path: ["memberIds"],
  })
  .meta({ id: "CreateRoom", example: { name: "Hamlet, 15 January", type: "GROUP", visibility: "PRIVATE" } });
export type CreateRoom = z.infer<typeof CreateRoom>;

export const OpenDirect = z.strictObject({ userId: Id }).meta({ id: "OpenDirect", example: { userId: ada } });

/** What is named is changed. `pinned`: all ids that are pinned from now on. */
export const UpdateRoom = z
  .strictObject({
    name: Line.optional(),
    description: Text.optional(),
    visibility: RoomVisibility.optional(),
    status: RoomStatus.optional(),
    metadata: RoomMetadata.optional(),
    slowModeSeconds: SlowMode.optional(),
    pinned: z.array(MessageId).max(limits.pinnedMessagesMax).optional(),
  })
  .meta({ id: "UpdateRoom", example: { slowModeSeconds: 10 } });
export type UpdateRoom = z.infer<typeof UpdateRoom>;

/** `banned: true` takes somebody out and keeps them out; `mutedUntil` null lets them speak again. */
export const UpdateMember = z
  .strictObject({ role: RoomRole.optional(), mutedUntil: Time.nullable().optional(), banned: z.boolean().optional() })
  .meta({ id: "UpdateMember", example: { mutedUntil: "2026-11-21T10:00:00.000Z" } });
export type UpdateMember = z.infer<typeof UpdateMember>;

/** `readSeq` and `deliveredSeq`: up to which message this person has read, and up to which one reached a device of theirs. */
export const Member = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    avatarUrl: z.string().nullable(),
    role: RoomRole,
    isOnline: z.boolean(),
    banned: z.boolean(),
    mutedUntil: Time.nullable(),
    readSeq: z.number().int(),
    deliveredSeq: z.number().int(),
    lastSeenAt: Time.nullable(),
    joinedAt: Time,
  })
  .meta({
    id: "Member",
    example: {
      id: ada,
      username: "ada",
      name: "Ada Lovelace",
      avatarUrl: null,
      role: "OWNER",
      isOnline: true,
      banned: false,
      mutedUntil: null,
      readSeq: 42,
      deliveredSeq: 42,
      lastSeenAt: time,
      joinedAt: time,
    },
  });
export type Member = z.infer<typeof Member>;

/** `banned`: those who may not come back, in place of the members; for owners and moderators. */
export const MemberQuery = PageQuery.extend({ banned: z.enum(["true", "false"]).optional() });

/** Either a link for `usesMax` people, or for one person by `userId`, who then needs no token. */
export const CreateInvite = z
  .strictObject({
    userId: Id.optional(),
    expiresInSeconds: z.number().int().min(60).max(limits.inviteSecondsMax).default(limits.inviteSecondsDefault),
    usesMax: z.number().int().min(1).max(limits.inviteUsesMax).default(limits.inviteUsesMax),
  })
  .meta({ id: "CreateInvite", example: { expiresInSeconds: 86_400, usesMax: 10 } });
export type CreateInvite = z.infer<typeof CreateInvite>;

const inviteExample = {
  id: "inv_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  roomId,
  userId: null,
  usesMax: 10,
  uses: 0,
  createdBy: ada,
  createdAt: time,
  expiresAt: "2026-11-22T09:00:00.000Z",
};
export const Invite = z
  .object({
    id: z.string(),
    roomId: z.string(),
    userId: z.string().nullable(),
    usesMax: z.number().int(),
    uses: z.number().int(),
    createdBy: z.string(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: "Invite", example: inviteExample });
export type Invite = z.infer<typeof Invite>;

/** The token is shown once. `url`: the page of the web app that takes it, where the platform knows its own address. */
export const NewInvite = z.object({ invite: Invite.extend({ token: z.string(), url: z.string().nullable() }) }).meta({
  example: { invite: { ...inviteExample, token: "7K9Q2M4X6V8Z1C3B5N7L9J2H4G", url: null } },
});

/** `invite`: the token of an invitation's link. */
export const JoinRoom = z
  .strictObject({ invite: z.string().max(limits.inviteTokenCharsMax).optional() })
  .meta({ id: "JoinRoom", example: { invite: "7K9Q2M4X6V8Z1C3B5N7L9J2H4G" } });

export const RoomAnswer = z.object({ room: ChatRoom }).meta({ example: { room: roomExample } });
export const MemberAnswer = z.object({ member: Member }).meta({ example: { member: Member.meta()?.example } });
export const RoomPage = z
  .object({ items: z.array(ChatRoom), nextCursor: z.string().nullable(), total: z.number().int().optional() })
  .meta({ id: "ChatRoomPage", example: { items: [roomExample], nextCursor: null, total: 1 } });
export const OwnRoomPage = z
  .object({ items: z.array(OwnChatRoom), nextCursor: z.string().nullable(), total: z.number().int().optional() })
  .meta({ id: "OwnChatRoomPage", example: { items: [OwnChatRoom.meta()?.example], nextCursor: null, total: 1 } });
export const MemberPage = pageOf(Member).meta({ id: "MemberPage", example: { items: [Member.meta()?.example], nextCursor: null } });
export const InvitePage = pageOf(Invite).meta({ id: "InvitePage", example: { items: [inviteExample], nextCursor: null } });

export const roomSortFields = ["createdAt", "name", "memberCount", "lastMessageAt"] as const;

/** Either `limit` and `cursor`, the latest first; or `page` (from 0), `size` and `sort=field,asc|desc`, which add `total`. `q`: a part of the name. */
export const RoomQuery = PageQuery.extend({
  q: z.string().trim().max(limits.searchCharsMax).optional(),
  type: RoomType.optional(),
  page: z.coerce.number().int().min(0).max(limits.userPageMax).optional(),
  size: z.coerce.number().int().min(1).max(limits.pageItemsMax).optional(),
  sort: z
    .string()
    .regex(new RegExp(`^(${roomSortFields.join("|")})(,(asc|desc))?$`), `must be one of ${roomSortFields.join(", ")}, then ,asc or ,desc`)
    .optional(),
}).refine((query) => query.cursor === undefined || (query.page ?? query.size ?? query.sort) === undefined, {
  message: "goes with limit alone, and not with page, size or sort",
  path: ["cursor"],
});
export type RoomQuery = z.infer<typeof RoomQuery>;

export const PresenceAnswer = z
  .object({ items: z.array(z.object({ id: z.string(), username: z.string(), isOnline: z.boolean() })) })
  .meta({ id: "Presence", example: { items: [{ id: ada, username: "ada", isOnline: true }] } });

export const LastSeen = z
  .object({
    roomId: z.string(),
    userId: z.string(),
    lastSeenAt: Time.nullable(),
    isOnline: z.boolean(),
    readSeq: z.number().int(),
    headSeq: z.number().int(),
    unreadCount: z.number().int(),
  })
  .meta({
    id: "LastSeen",
    example: { roomId, userId: ada, lastSeenAt: time, isOnline: false, readSeq: 40, headSeq: 42, unreadCount: 2 },
  });
export type LastSeen = z.infer<typeof LastSeen>;
