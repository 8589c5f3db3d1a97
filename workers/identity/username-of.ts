import { eq } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { users } from "./tables.ts";

/** Somebody's username; null for whoever is not there. */
export async function usernameOf(db: Database, userId: string): Promise<string | null> {
  const row = await db.select({ username: users.username }).from(users).where(eq(users.id, userId)).get();
  return row?.username ?? null;
}
