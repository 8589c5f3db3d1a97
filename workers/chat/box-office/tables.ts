import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Which showtimes have a room, and how far their ticket holders have been let in. */
export const boxOfficeRooms = sqliteTable("box_office_rooms", {
  showtimeId: text("showtime_id").primaryKey(),
  appId: text("app_id").notNull(),
  ownerId: text("owner_id"),
  createdAt: integer("created_at").notNull(),
  admittedTo: text("admitted_to").notNull(),
  admittedAt: integer("admitted_at"),
});
