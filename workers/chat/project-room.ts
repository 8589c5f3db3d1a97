import type { ToldMember, ToldMessage, ToldRoom } from "../../contracts/chat-room.ts";
import { field } from "../platform/json-field.ts";

/** What a room's object tells D1: of itself, of its members, of its messages. */
export interface RoomNews {
  appId: string;
  roomId: string;
  room: ToldRoom | null;
  members: readonly ToldMember[];
  messages: readonly ToldMessage[];
}

/**
 * The statements that write what rooms tell into D1, for a batch. Repeating them, or telling something older late, changes nothing; what is told again
 * with the same version is written as told, so that a rebuild mends rows that were spoilt. Throws if D1 has never heard of a room whose members are
 * told: whoever tells tries again, and the room comes first or with them.
 */
export function projectRooms(db: D1Database, news: readonly RoomNews[]): D1PreparedStatement[] {
  const told = (statement: string, appId: string, roomId: string, rows: readonly object[]): D1PreparedStatement[] =>
    rows.length === 0 ? [] : [db.prepare(statement).bind(JSON.stringify(rows), appId, roomId)];
  return [
    ...news.flatMap(({ appId, roomId, room }) => told(upsertRooms, appId, roomId, room === null ? [] : [room])),
    ...news.flatMap(({ appId, roomId, members }) => told(upsertMembers, appId, roomId, members)),
    ...news.flatMap(({ appId, roomId, messages }) => told(upsertMessages, appId, roomId, messages)),
  ];
}

const listField = (name: string): string => `coalesce(${field(name)}, '[]')`;

/** The room of another app keeps what it has: a room's id is its app's for ever. */
const upsertRooms = `
  INSERT INTO chat_rooms (id, app_id, name, description, type, visibility, status, owner_id, showtime_id, member_count, metadata, slow_mode_seconds,
    pinned, machine, head_seq, last_message_at, created_at, updated_at, version)
  SELECT ?3, ?2, ${field("name")}, ${field("description")}, ${field("type")}, ${field("visibility")}, ${field("status")}, ${field("ownerId")},
    ${field("showtimeId")}, ${field("memberCount")}, ${field("metadata")}, ${field("slowModeSeconds")}, ${listField("pinned")}, ${field("machine")},
    ${field("headSeq")}, ${field("lastMessageAt")}, ${field("createdAt")}, ${field("updatedAt")}, ${field("version")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, visibility = excluded.visibility,
    status = excluded.status, owner_id = excluded.owner_id, showtime_id = excluded.showtime_id, member_count = excluded.member_count,
    metadata = excluded.metadata, slow_mode_seconds = excluded.slow_mode_seconds, pinned = excluded.pinned, machine = excluded.machine,
    head_seq = excluded.head_seq, last_message_at = excluded.last_message_at, updated_at = excluded.updated_at, version = excluded.version
  WHERE excluded.version >= chat_rooms.version AND excluded.app_id = chat_rooms.app_id`;

const upsertMembers = `
  INSERT INTO chat_members (room_id, user_id, app_id, role, state, joined_at, read_seq, last_seen_at, version)
  SELECT ?3, ${field("userId")}, ?2, ${field("role")}, ${field("state")}, ${field("joinedAt")}, ${field("readSeq")}, ${field("lastSeenAt")},
    ${field("version")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (room_id, user_id) DO UPDATE SET role = excluded.role, state = excluded.state, joined_at = excluded.joined_at,
    read_seq = excluded.read_seq, last_seen_at = excluded.last_seen_at, version = excluded.version
  WHERE excluded.version >= chat_members.version AND excluded.app_id = chat_members.app_id`;

/** A tombstone stays one, whatever of the same version is told late. */
const upsertMessages = `
  INSERT INTO messages (room_id, seq, app_id, id, sender_id, client_id, kind, content, sent_at, edited_at, deleted_at, reply_to_seq, mentions,
    reactions, version)
  SELECT ?3, ${field("seq")}, ?2, ${field("id")}, ${field("senderId")}, ${field("clientId")}, ${field("kind")}, ${field("content")},
    ${field("sentAt")}, ${field("editedAt")}, ${field("deletedAt")}, ${field("replyToSeq")}, ${listField("mentions")}, ${listField("reactions")},
    ${field("version")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (room_id, seq) DO UPDATE SET id = excluded.id, sender_id = excluded.sender_id, client_id = excluded.client_id, kind = excluded.kind,
    content = excluded.content, sent_at = excluded.sent_at, edited_at = excluded.edited_at, deleted_at = excluded.deleted_at,
    reply_to_seq = excluded.reply_to_seq, mentions = excluded.mentions, reactions = excluded.reactions, version = excluded.version
  WHERE excluded.app_id = messages.app_id AND (excluded.version > messages.version
    OR (excluded.version = messages.version AND (messages.deleted_at IS NULL OR excluded.deleted_at IS NOT NULL)))`;
