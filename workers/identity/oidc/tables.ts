import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const identities = sqliteTable(
  "identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    provider: text("provider").notNull(),
    userId: text("user_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
);

export const oidcSignIns = sqliteTable("oidc_sign_ins", {
  stateHash: text("state_hash").primaryKey(),
  provider: text("provider").notNull(),
  issuer: text("issuer").notNull(),
  appId: text("app_id").notNull(),
  redirectUri: text("redirect_uri").notNull(),
  ownPage: integer("own_page", { mode: "boolean" }).notNull(),
  browserHash: text("browser_hash").notNull(),
  codeChallenge: text("code_challenge"),
  expiresAt: integer("expires_at").notNull(),
  returnedAt: integer("returned_at"),
  userId: text("user_id"),
  codeHash: text("code_hash"),
  codeExpiresAt: integer("code_expires_at"),
  redeemedAt: integer("redeemed_at"),
});
