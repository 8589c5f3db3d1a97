import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Up to when somebody was told of messages that they had not read: nobody is told of one twice. */
export const messageDigests = sqliteTable("message_digests", {
  userId: text("user_id").primaryKey(),
  toldUntil: integer("told_until").notNull(),
});
