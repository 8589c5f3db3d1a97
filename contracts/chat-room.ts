import type { ChatRoom, Invite, LastSeen, RoomRole, RoomStatus, RoomVisibility, UpdateRoom } from "./chat.ts";
import type { ChangeKind } from "./chat-socket.ts";
import type { Outcome } from "./ledger.ts";
import type { History, Message, RoomType } from "./messages.ts";

/**
 * What crosses the boundary between the Worker, the gateways and a room's `ChatRoom` object, the one writer of its messages. Old and new code talk to
 * each other during a deploy, so fields are only ever added, and optional when they are. Times in ms unless they are ISO text of a public shape.
 */

/** Who asks. `server`: the tenant's own server or the platform, which may act in every room of the app. */
export type RoomCaller = { kind: "user"; userId: string; username?: string } | { kind: "server" };

export interface NewRoom {
  roomId: string;
  appId: string;
  name: string;
  description: string;
  type: RoomType;
  visibility: RoomVisibility;
  metadata: Record<string, unknown>;
  showtimeId: string | null;
  /** Null: made by the tenant's server or the platform. */
  ownerId: string | null;
  /** With their names, the owner among them. */
  members: RoomPerson[];
}

/** `username`: by which others mention them. */
export interface RoomPerson {
  userId: string;
  username: string;
}

/** A room as D1 keeps it for lists. `version` grows with every change, so that an older telling never undoes a later one. */
export interface ToldRoom {
  roomId: string;
  appId: string;
  name: string;
  description: string;
  type: RoomType;
  visibility: RoomVisibility;
  status: RoomStatus;
  ownerId: string | null;
  showtimeId: string | null;
  memberCount: number;
  metadata: Record<string, unknown>;
  slowModeSeconds: number;
  /** Ids of the pinned messages, the latest first. Left out: none. */
  pinned?: string[];
  /** Ten bits of the room's messages' ids, by which a message's room is found. */
  machine: number;
  headSeq: number;
  lastMessageAt: number | null;
  createdAt: number;
  updatedAt: number;
  version: number;
}

/** A membership as D1 keeps it. */
export interface ToldMember {
  roomId: string;
  userId: string;
  role: RoomRole;
  state: "MEMBER" | "LEFT" | "BANNED";
  joinedAt: number;
  readSeq: number;
  lastSeenAt: number | null;
  version: number;
}

/** A message as D1 keeps it. `version` 0: as it was first said. */
export interface ToldMessage {
  seq: number;
  id: string;
  senderId: string;
  clientId: string;
  kind: Message["kind"];
  content: string;
  sentAt: number;
  editedAt: number | null;
  deletedAt: number | null;
  replyToSeq: number | null;
  mentions: string[];
  reactions: { emoji: string; userIds: string[] }[];
  version: number;
}

/** How far a telling goes: messages after one and up to another, the room's version, and the versions of members and changed messages. */
export interface TellingReceipt {
  seqAfter: number;
  seqUpTo: number;
  versionUpTo: number;
  members: [userId: string, version: number][];
  changed: [seq: number, rev: number][];
}

/** What a room tells the archive. `receipt`: to be given back by `archived` as it came, when all of it is recorded. */
export interface RoomTelling {
  type: "chat.told";
  appId: string;
  roomId: string;
  receipt: TellingReceipt;
  room: ToldRoom | null;
  members: ToldMember[];
  messages: ToldMessage[];
}

/** A member as the room knows them; names and pictures are D1's. */
export interface RoomMember {
  userId: string;
  username: string;
  role: RoomRole;
  isOnline: boolean;
  banned: boolean;
  mutedUntil: number | null;
  readSeq: number;
  deliveredSeq: number;
  lastSeenAt: number | null;
  joinedAt: number;
}

/** How somebody stands in a room. */
export interface Standing extends Omit<LastSeen, "userId"> {
  role: RoomRole | null;
  lastMessage: Message | null;
}

/** What a change of the room answers with, and what of it D1 may be told at once, before the archive does it. */
export interface Changed {
  room: ChatRoom;
  told: { room: ToldRoom; members: ToldMember[] };
}

/** Which frames of a room a gateway has: everything up to these. */
export interface RoomPosition {
  seq: number;
  rev: number;
}

/** A message or change as it goes to sockets, made once for all of them. */
export interface RoomLine {
  /** Its number: of a message its seq, of a change its rev. */
  n: number;
  /** A message's id; of a change its rev, as text. */
  id: string;
  /** JSON: a `Message`, or a `Change`. */
  body: string;
}
/** `about`: whether a change is of a message, or of members and the room. */
export interface ChangeLine extends RoomLine {
  change: ChangeKind;
  about: "message" | "member" | "room";
}

/**
 * What a room tells the gateways where people listen to it, one tick at a time and in order. `from`: where this continues. A gateway that is elsewhere
 * asks for what it missed with `replay`. `access`: raised whenever somebody lost theirs; `lost`: who, since `access` was one lower.
 */
export interface RoomTick {
  appId: string;
  roomId: string;
  from: RoomPosition;
  to: RoomPosition;
  access: number;
  lost: string[];
  messages: RoomLine[];
  changes: ChangeLine[];
  presence: { id: string; isOnline: boolean }[];
  /** What is not stored: JSON of `typing` and `seen` frames, and about whom it is. */
  passing: { userId: string; body: string }[];
}

/** What was missed, in order; changes are left out of messages that are among `messages`. `more`: ask again from where this ends. */
export interface RoomReplay {
  messages: RoomLine[];
  changes: ChangeLine[];
  head: RoomPosition;
  access: number;
  more: boolean;
}

/** How far D1 has a room: every message up to `archivedSeq`, those before `keptFrom` it alone; of the room itself `toldVersion`. */
export interface RoomDigest {
  headSeq: number;
  archivedSeq: number;
  keptFrom: number;
  toldVersion: number;
}

/** What a `ChatRoom` object can be asked. Every answer of a method that changes something is on disk before it leaves. */
export interface ChatRoomCalls {
  /** Sets the room up; `created` false if it was there already: then nothing changes. */
  create(input: NewRoom): Promise<Outcome<Changed & { created: boolean }>>;
  /** The room as the caller sees it. A PRIVATE one shows itself to members and to whoever has an invitation: INVITATION_REQUIRED. */
  room(input: { by: RoomCaller; invite?: string }): Promise<Outcome<{ room: ChatRoom }>>;
  /** How somebody stands in it: for their list of rooms. NOT_A_MEMBER. */
  standing(input: { userId: string }): Promise<Outcome<{ room: ChatRoom; standing: Standing }>>;
  members(input: {
    by: RoomCaller;
    after?: string;
    limit: number;
    banned?: boolean;
  }): Promise<Outcome<{ members: RoomMember[]; more: boolean }>>;
  presence(input: { by: RoomCaller }): Promise<Outcome<{ items: { id: string; username: string; isOnline: boolean }[] }>>;

  /**
   * Again: the same answer. `reasonSince`: since when (ms) there has been a reason to let them in, asked by the server; whoever came in after that and has
   * left stays out. INVITATION_REQUIRED, INVITATION_INVALID, BANNED, ROOM_FULL, ROOM_ARCHIVED, and FORBIDDEN in a DIRECT room.
   */
  join(input: { person: RoomPerson; invite?: string; by?: RoomCaller; reasonSince?: number }): Promise<Outcome<Changed>>;
  /** Whoever is no member, or has not `role` where that is said, stays as they are. FORBIDDEN in a DIRECT room. The last owner's leaving makes the longest-serving moderator, else member, owner. */
  leave(input: { userId: string; by?: RoomCaller; role?: RoomRole }): Promise<Outcome<Changed>>;
  /** FORBIDDEN, MESSAGE_NOT_FOUND (a pinned id). */
  update(input: { by: RoomCaller; change: UpdateRoom }): Promise<Outcome<Changed>>;
  /** MEMBER_NOT_FOUND, FORBIDDEN (a moderator over an owner or moderator), LAST_OWNER. */
  updateMember(input: {
    by: RoomCaller;
    userId: string;
    role?: RoomRole;
    mutedUntil?: number | null;
    banned?: boolean;
  }): Promise<Outcome<Changed & { member: RoomMember }>>;
  /** Takes somebody out, who may come back. MEMBER_NOT_FOUND, FORBIDDEN, LAST_OWNER. */
  kick(input: { by: RoomCaller; userId: string }): Promise<Outcome<Changed & { member: RoomMember }>>;
  /** `tokenDigest`: SHA-256 of the link's token in base64url. FORBIDDEN (links and showtimes' rooms are for moderators), BANNED, INVITE_LIMIT_REACHED. */
  invite(input: {
    by: RoomCaller;
    inviteId: string;
    tokenDigest: string;
    userId?: string;
    expiresAt: number;
    usesMax: number;
  }): Promise<Outcome<{ invite: Invite }>>;
  /** Those that are still good, the newest first. FORBIDDEN. */
  invites(input: { by: RoomCaller }): Promise<Outcome<{ invites: Invite[] }>>;
  /** INVITE_NOT_FOUND, FORBIDDEN. */
  revokeInvite(input: { by: RoomCaller; inviteId: string }): Promise<Outcome<{ invite: Invite }>>;

  /**
   * Stores a message; from the answer on it is there for ever. The same sender and clientId: the first message again, `duplicate`. A server's is SYSTEM.
   * NOT_A_MEMBER, MUTED, SLOW_MODE, RATE_LIMITED, ROOM_ARCHIVED, MESSAGE_NOT_FOUND (replyTo).
   */
  send(input: {
    by: RoomCaller;
    content: string;
    clientId: string;
    replyTo?: string;
    /** What `announce` of the box office says of itself, kept in the message's log entry. */
    kind?: "SYSTEM";
  }): Promise<Outcome<{ message: Message; duplicate: boolean }>>;
  message(input: { by: RoomCaller; id: string }): Promise<Outcome<{ message: Message }>>;
  /** One's own, within no time limit. MESSAGE_NOT_FOUND, MESSAGE_DELETED, FORBIDDEN, NOT_A_MEMBER, MUTED, RATE_LIMITED. */
  edit(input: { by: RoomCaller; id: string; content: string }): Promise<Outcome<{ message: Message }>>;
  /** One's own, or anybody's for a moderator: a tombstone stays. Again: the same answer. */
  delete(input: { by: RoomCaller; id: string }): Promise<Outcome<{ message: Message }>>;
  /** REACTION_LIMIT_REACHED. Again: the same answer. */
  react(input: { by: RoomCaller; id: string; emoji: string; remove: boolean }): Promise<Outcome<{ message: Message }>>;
  /** Whatever is lower than what is known changes nothing. */
  seen(input: { userId: string; seq: number }): Promise<Outcome<{ readSeq: number }>>;
  typing(input: { userId: string; active: boolean }): Promise<Outcome<object>>;
  /** `anchor`: an id. MESSAGE_NOT_FOUND if it is none of this room's. */
  history(input: {
    by: RoomCaller;
    anchor?: string;
    type: "OLDER" | "NEWER" | "AROUND";
    limit: number;
  }): Promise<Outcome<{ history: History }>>;

  /** All of these are recorded in D1. */
  archived(receipt: TellingReceipt): Promise<void>;
  /** Begins to tell D1 everything anew, from the first message on. */
  retell(): Promise<Outcome<{ messages: number }>>;
  /** What D1 must have of it by now. */
  digest(): Promise<Outcome<{ digest: RoomDigest }>>;
  /** What this person wrote becomes tombstones, and their name is forgotten. Again: nothing. */
  erasePerson(input: { userId: string }): Promise<void>;

  /**
   * From now on this gateway hears of the room, because this person listens there; and what they missed after `after`, if they said so. NOT_A_MEMBER.
   * `room`: its type, for the gateway's own use.
   */
  listen(input: { gateway: string; userId: string; after?: Partial<RoomPosition>; limit: number }): Promise<Outcome<RoomReplay>>;
  /** What a gateway itself has missed, whoever of its people is concerned. `listeners`: whom it serves; `lost` are those of them who have no access. */
  replay(input: {
    gateway: string;
    from: RoomPosition;
    limit: number;
    listeners: string[];
  }): Promise<Outcome<RoomReplay & { lost: string[] }>>;
  /**
   * This person's last socket at this gateway no longer listens, or one of several tabs has left: `last` says which. `readSeq`: what that tab had been
   * sent, where its client never says `seen` itself: it counts as read.
   */
  unlisten(input: { gateway: string; userId: string; last: boolean; readSeq?: number }): Promise<void>;
  /** Messages that a subscriber would not take, for another subscriber at another gateway than this. */
  redeliver(input: { gateway: string; seq: number }): Promise<Outcome<{ taken: boolean }>>;
}
