import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NotificationTopic } from "../../../contracts/notifications.ts";

/** What somebody has chosen otherwise than a topic's own default; nothing else stands here. */
export const notificationChoices = sqliteTable(
  "notification_choices",
  {
    userId: text("user_id").notNull(),
    topic: text("topic").$type<NotificationTopic>().notNull(),
    channel: text("channel", { enum: ["mail", "inApp"] }).notNull(),
    wanted: integer("wanted", { mode: "boolean" }).notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.topic, table.channel] })],
);
