import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Told by the rooms' objects, in `project-room.ts`, and written nowhere else. */
export const chatRooms = sqliteTable("chat_rooms", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  type: text("type", { enum: ["GROUP", "DIRECT"] }).notNull(),
  visibility: text("visibility", { enum: ["PUBLIC", "PRIVATE"] }).notNull(),
  status: text("status", { enum: ["ACTIVE", "ARCHIVED"] }).notNull(),
  ownerId: text("owner_id"),
  showtimeId: text("showtime_id"),
  memberCount: integer("member_count").notNull(),
  metadata: text("metadata", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  slowModeSeconds: integer("slow_mode_seconds").notNull(),
  pinned: text("pinned", { mode: "json" }).$type<string[]>().notNull(),
  machine: integer("machine").notNull(),
  headSeq: integer("head_seq").notNull(),
  lastMessageAt: integer("last_message_at"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  version: integer("version").notNull(),
});
export type ChatRoomRow = typeof chatRooms.$inferSelect;

export const chatMembers = sqliteTable(
  "chat_members",
  {
    roomId: text("room_id").notNull(),
    userId: text("user_id").notNull(),
    appId: text("app_id").notNull(),
    role: text("role", { enum: ["OWNER", "MODERATOR", "MEMBER"] }).notNull(),
    state: text("state", { enum: ["MEMBER", "LEFT", "BANNED"] }).notNull(),
    joinedAt: integer("joined_at").notNull(),
    readSeq: integer("read_seq").notNull(),
    lastSeenAt: integer("last_seen_at"),
    version: integer("version").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.userId] })],
);
export type ChatMemberRow = typeof chatMembers.$inferSelect;

/** As `chat_rooms`, but for what is erased of a person: see `forget-person.ts`. */
export const messages = sqliteTable(
  "messages",
  {
    roomId: text("room_id").notNull(),
    seq: integer("seq").notNull(),
    appId: text("app_id").notNull(),
    id: text("id").notNull(),
    senderId: text("sender_id").notNull(),
    clientId: text("client_id").notNull(),
    kind: text("kind", { enum: ["TEXT", "SYSTEM", "JOIN", "LEAVE"] }).notNull(),
    content: text("content").notNull(),
    sentAt: integer("sent_at").notNull(),
    editedAt: integer("edited_at"),
    deletedAt: integer("deleted_at"),
    replyToSeq: integer("reply_to_seq"),
    mentions: text("mentions", { mode: "json" }).$type<string[]>().notNull(),
    reactions: text("reactions", { mode: "json" }).$type<{ emoji: string; userIds: string[] }[]>().notNull(),
    version: integer("version").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.seq] })],
);
export type MessageRow = typeof messages.$inferSelect;
