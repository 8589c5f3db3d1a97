import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  email: text("email").notNull(),
  username: text("username").notNull(),
  name: text("name").notNull(),
  phone: text("phone"),
  passwordHash: text("password_hash").notNull(),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  avatarUrl: text("avatar_url"),
  /** When the person went. What is left is the id, for the ledger's sake. */
  erasedAt: integer("erased_at"),
  /** Where it is morning for them, as they or their browser said; null: nobody knows. */
  timeZone: text("time_zone"),
});

export const sessions = sqliteTable("sessions", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull(),
  audience: text("audience").notNull(),
  userAgent: text("user_agent"),
  ip: text("ip"),
  createdAt: integer("created_at").notNull(),
  lastUsedAt: integer("last_used_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  endedAt: integer("ended_at"),
  socketsToldAt: integer("sockets_told_at"),
});

export const refreshTokens = sqliteTable("refresh_tokens", {
  hash: text("hash").primaryKey(),
  sessionId: text("session_id").notNull(),
  successorHash: text("successor_hash"),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  usedAt: integer("used_at"),
});

export const codes = sqliteTable(
  "codes",
  {
    userId: text("user_id").notNull(),
    purpose: text("purpose", { enum: ["VERIFY_EMAIL", "RESET_PASSWORD"] }).notNull(),
    hash: text("hash").notNull(),
    tries: integer("tries").notNull(),
    spentBy: text("spent_by"),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.purpose] })],
);
export type CodePurpose = (typeof codes.$inferSelect)["purpose"];

export const quotas = sqliteTable("quotas", {
  key: text("key").primaryKey(),
  total: integer("total").notNull(),
  strangers: integer("strangers").notNull(),
  endsAt: integer("ends_at").notNull(),
});

export const knownNetworks = sqliteTable(
  "known_networks",
  { userId: text("user_id").notNull(), network: text("network").notNull(), seenAt: integer("seen_at").notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.network] })],
);

export const loginFailures = sqliteTable("login_failures", {
  key: text("key").primaryKey(),
  failures: integer("failures").notNull(),
  lastFailedAt: integer("last_failed_at").notNull(),
  lockedUntil: integer("locked_until").notNull(),
});
