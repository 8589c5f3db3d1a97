import type { RoomRole, RoomStatus, RoomVisibility } from "../../contracts/chat.ts";
import type { ChangeKind } from "../../contracts/chat-socket.ts";
import type { MessageKind, RoomType } from "../../contracts/messages.ts";

/** What never changes of a room. Times in ms. */
export interface RoomFacts {
  roomId: string;
  appId: string;
  type: RoomType;
  showtimeId: string | null;
  createdAt: number;
}

/** What owners and moderators can change. `pinned`: seqs of messages, the latest first. */
export interface RoomSettings {
  name: string;
  description: string;
  visibility: RoomVisibility;
  status: RoomStatus;
  metadata: Record<string, unknown>;
  slowModeSeconds: number;
  pinned: number[];
  ownerId: string | null;
  updatedAt: number;
}

export type MemberState = "MEMBER" | "LEFT" | "BANNED";

/** Everybody who is or was in the room, or may not come in. */
export interface MemberRecord {
  userId: string;
  username: string;
  role: RoomRole;
  state: MemberState;
  joinedAt: number;
  mutedUntil: number | null;
  readSeq: number;
  deliveredSeq: number;
  lastSeenAt: number | null;
  leavingAt: number | null;
  lastSentAt: number | null;
  version: number;
}

export interface ReactionRecord {
  emoji: string;
  userIds: string[];
}

export interface MessageRecord {
  seq: number;
  ticks: number;
  senderId: string;
  clientId: string;
  kind: MessageKind;
  content: string;
  editedAt: number | null;
  deletedAt: number | null;
  replyToSeq: number | null;
  mentions: string[];
  reactions: ReactionRecord[];
  rev: number;
}

/** An entry of the log of changes. `actor`: a user id or `server`. */
export interface ChangeRecord {
  rev: number;
  at: number;
  actor: string;
  kind: ChangeKind;
  head: number;
  seq: number | null;
  userId: string | null;
  fields: Record<string, unknown> | null;
}

export interface InviteRecord {
  id: string;
  userId: string | null;
  usesMax: number;
  uses: number;
  createdBy: string;
  createdAt: number;
  expiresAt: number;
}

/** By whom the messages are that the platform or a tenant's server says. */
export const systemSender = "system";
