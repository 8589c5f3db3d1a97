import { and, eq, isNull } from "drizzle-orm";
import type { Erased } from "../../contracts/users.ts";
import { endEverySession } from "../identity/end-sessions.ts";
import { users } from "../identity/tables.ts";
import { idsOf, tellSocketsOfEndedSessions } from "../identity/tell-sockets.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { Ctx } from "../platform/context.ts";
import { domainsWithPeople } from "./domains.ts";

/**
 * Forgets a person. Their bookings and payments stay, under an id that leads to nobody; name, address and all else go, sessions end in every app,
 * and address and username are free again. Whoever is erased already stays so: the answer says since when. Throws USER_NOT_FOUND.
 */
export async function eraseUser(ctx: Ctx, userId: string): Promise<Erased> {
  const user = await ctx.db.select().from(users).where(eq(users.id, userId)).get();
  if (user === undefined) throw new AppError("USER_NOT_FOUND");
  if (user.erasedAt !== null) return { userId, erasedAt: new Date(user.erasedAt).toISOString() };
  const person = { userId, email: user.email, username: user.username };
  const forgotten = await Promise.all(domainsWithPeople.map((domain) => domain.erase(ctx, person)));
  const [ended] = await ctx.db.batch([
    endEverySession(ctx, userId),
    emptied(ctx, userId),
    auditRowIfChanged(ctx, { action: "user.erased", subject: userId }),
    ...forgotten.flat(),
  ]);
  tellSocketsOfEndedSessions(ctx, userId, idsOf(ended));
  return eraseUser(ctx, userId);
}

/** The row without the person. What stands in for address and username is neither, so nobody can log in with it or take it. */
const emptied = (ctx: Ctx, userId: string) =>
  ctx.db
    .update(users)
    .set({
      email: `erased:${userId}`,
      username: `erased:${userId}`,
      name: "",
      phone: null,
      avatarUrl: null,
      timeZone: null,
      passwordHash: "erased",
      emailVerified: false,
      erasedAt: ctx.now(),
      updatedAt: ctx.now(),
    })
    .where(and(eq(users.id, userId), isNull(users.erasedAt)));
