import { and, eq, isNull, sql } from "drizzle-orm";
import { Email } from "../../../contracts/identity.ts";
import { Line } from "../../../contracts/values.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow, auditRowIfChanged } from "../../platform/audit.ts";
import type { Ctx } from "../../platform/context.ts";
import { violatesUnique } from "../../platform/database.ts";
import { newId, randomBase32 } from "../../platform/ids.ts";
import { endEverySession } from "../end-sessions.ts";
import { nobodysHash } from "../password.ts";
import { findAccount, type UserRow } from "../read.ts";
import { usernameFrom } from "../register.ts";
import { codes, knownNetworks, users } from "../tables.ts";
import { idsOf, tellSocketsOfEndedSessions } from "../tell-sockets.ts";
import { identities } from "./tables.ts";

/** What a provider says of a person, checked. */
export interface AtProvider {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
}

type Arrival = AtProvider & { provider: string; appId: string };
type Verified = Arrival & { email: string };

const attemptsMax = 5;

/**
 * The account of whoever a provider vouches for: the one that is linked, else the one with their verified address, which is linked now, else a new
 * one. An account whose own address nobody has verified may have been made by somebody else in wait for its owner: it is the owner's from now on
 * and nobody else's, without the password, the sessions and the other links that it had. Returns the user's id. Throws OIDC_EMAIL_MISSING,
 * OIDC_EMAIL_UNVERIFIED, and OIDC_SUBJECT_CHANGED where the account is linked to somebody else at this provider.
 */
export async function accountOf(ctx: Ctx, arrival: Arrival): Promise<string> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const linked = await ctx.db.select({ userId: identities.userId }).from(identities).where(isTheirs(arrival)).get();
    if (linked !== undefined) return linked.userId;
    const verified = withVerifiedEmail(arrival);
    const account = await findAccount(ctx, verified.email);
    const userId = account === null ? await makeAccount(ctx, verified, attempt) : await link(ctx, verified, account);
    if (userId !== null) return userId;
  }
  throw new Error("an account kept changing while it was being linked");
}

const isTheirs = ({ issuer, subject }: AtProvider) => and(eq(identities.issuer, issuer), eq(identities.subject, subject));

function withVerifiedEmail(arrival: Arrival): Verified {
  if (arrival.email === null) throw new AppError("OIDC_EMAIL_MISSING");
  if (!arrival.emailVerified) throw new AppError("OIDC_EMAIL_UNVERIFIED");
  const email = Email.safeParse(arrival.email);
  if (!email.success) throw new AppError("OIDC_EMAIL_MISSING");
  return { ...arrival, email: email.data };
}

/** Null if somebody else was faster: then it is to be looked at again. */
async function makeAccount(ctx: Ctx, arrival: Verified, attempt: number): Promise<string | null> {
  const at = ctx.now();
  const wanted = usernameFrom(arrival.email);
  const username = attempt === 1 ? wanted : `${wanted.slice(0, 30)}-${randomBase32(6).toLowerCase()}`;
  const row: UserRow = {
    id: newId("user", at),
    email: arrival.email,
    username,
    name: Line.safeParse(arrival.name ?? "").data ?? username,
    phone: null,
    passwordHash: nobodysHash,
    emailVerified: true,
    avatarUrl: null,
    timeZone: null,
    erasedAt: null,
    createdAt: at,
    updatedAt: at,
  };
  try {
    await ctx.db.batch([
      ctx.db.insert(users).values(row),
      ctx.db.insert(identities).values(identityRow(arrival, row.id, at)),
      auditRow(ctx, {
        appId: arrival.appId,
        action: "user.registered_by_provider",
        subject: row.id,
        after: { provider: arrival.provider },
      }),
    ]);
    return row.id;
  } catch (error) {
    if (violatesUnique(error, "users.email") || violatesUnique(error, "users.username") || violatesUnique(error, "identities."))
      return null;
    throw error;
  }
}

/** Null if the account has changed since it was read. */
async function link(ctx: Ctx, arrival: Verified, account: UserRow): Promise<string | null> {
  const { id, email, emailVerified } = account;
  const asRead = and(eq(users.id, id), eq(users.email, email), eq(users.emailVerified, emailVerified), isNull(users.erasedAt));
  const row = identityRow(arrival, id, ctx.now());
  const insert = ctx.db
    .insert(identities)
    .select(sql`SELECT ${row.issuer}, ${row.subject}, ${row.provider}, ${row.userId}, ${row.createdAt} FROM ${users} WHERE ${asRead}`);
  const entry = { appId: arrival.appId, subject: id, after: { provider: arrival.provider } };
  try {
    if (emailVerified) {
      const [linked] = await ctx.db.batch([insert, auditRowIfChanged(ctx, { ...entry, action: "user.linked" })]);
      return linked.meta.changes > 0 ? id : null;
    }
    const ours = sql`EXISTS (SELECT 1 FROM ${users} WHERE ${asRead})`;
    const [, , , ended, , taken] = await ctx.db.batch([
      ctx.db.delete(identities).where(and(eq(identities.userId, id), ours)),
      ctx.db.delete(codes).where(and(eq(codes.userId, id), ours)),
      ctx.db.delete(knownNetworks).where(and(eq(knownNetworks.userId, id), ours)),
      endEverySession(ctx, id, { onlyIf: ours }),
      insert,
      ctx.db.update(users).set({ passwordHash: nobodysHash, emailVerified: true, updatedAt: ctx.now() }).where(asRead),
      auditRowIfChanged(ctx, { ...entry, action: "user.linked_and_cleared" }),
    ]);
    tellSocketsOfEndedSessions(ctx, id, idsOf(ended));
    return taken.meta.changes > 0 ? id : null;
  } catch (error) {
    // By the primary key the same sign-in was faster; by the account's own index it belongs to somebody else at this provider.
    if (violatesUnique(error, "identities.user_id")) throw new AppError("OIDC_SUBJECT_CHANGED");
    if (violatesUnique(error, "identities.")) return null;
    throw error;
  }
}

const identityRow = ({ issuer, subject, provider }: Arrival, userId: string, createdAt: number) => ({
  issuer,
  subject,
  provider,
  userId,
  createdAt,
});
