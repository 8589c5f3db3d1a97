import { asc, eq, inArray } from "drizzle-orm";
import { auditLog } from "../platform/audit.ts";
import type { Ctx } from "../platform/context.ts";
import { type ExportSection, moment, type Person, type PersonalData, sectionOf } from "../platform/personal-data.ts";
import { linkedProviders } from "./oidc/personal-data.ts";
import { identities, oidcSignIns } from "./oidc/tables.ts";
import { forgetQuotas } from "./quota.ts";
import { toRecord } from "./read.ts";
import { codes, knownNetworks, refreshTokens, sessions, users } from "./tables.ts";

const profile: ExportSection = {
  name: "profile",
  async read(ctx, { userId }) {
    const found = await ctx.db.select().from(users).where(eq(users.id, userId));
    return { items: found.map(toRecord), next: null };
  },
};

/** Each log-in began one. Those that ended more than a month ago are gone. */
const logIns = sectionOf({
  name: "sessions",
  order: [sessions.createdAt, sessions.id],
  whose: ({ userId }) => eq(sessions.userId, userId),
  select: ({ db }) => db.select().from(sessions).$dynamic(),
  keyOf: ({ createdAt, id }) => [createdAt, id],
  show: ({ id, audience, userAgent, ip, createdAt, lastUsedAt, expiresAt, endedAt }) => ({
    id,
    audience,
    userAgent,
    ip,
    createdAt: moment(createdAt),
    lastUsedAt: moment(lastUsedAt),
    expiresAt: moment(expiresAt),
    endedAt: moment(endedAt),
  }),
});

/** As few as `limits.knownNetworksPerUserMax`. Which network it was is kept only as a keyed hash. */
const networks: ExportSection = {
  name: "knownNetworks",
  async read(ctx, { userId }) {
    const found = await ctx.db.select().from(knownNetworks).where(eq(knownNetworks.userId, userId)).orderBy(asc(knownNetworks.network));
    return { items: found.map(({ network, seenAt }) => ({ network, seenAt: moment(seenAt) })), next: null };
  },
};

/** What the person did that is in the audit log. */
const actions = sectionOf({
  name: "auditEntries",
  order: [auditLog.at, auditLog.id],
  whose: ({ userId }) => eq(auditLog.actor, userId),
  select: ({ db }) => db.select().from(auditLog).$dynamic(),
  keyOf: ({ at, id }) => [at, String(id)],
  show: ({ at, appId, action, subject, ip }) => ({ at: moment(at), appId, action, subject, ip }),
});

/** What is kept of an account. The user's row stays, for the ledger's sake; `eraseUser` empties it and ends its sessions. */
export const identityData: PersonalData = {
  sections: [profile, logIns, linkedProviders, networks, actions],
  async erase(ctx: Ctx, person: Person) {
    const { userId } = person;
    const own = ctx.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId));
    return [
      ctx.db.delete(codes).where(eq(codes.userId, userId)),
      ctx.db.delete(knownNetworks).where(eq(knownNetworks.userId, userId)),
      ctx.db.delete(identities).where(eq(identities.userId, userId)),
      ctx.db.delete(oidcSignIns).where(eq(oidcSignIns.userId, userId)),
      ctx.db.delete(refreshTokens).where(inArray(refreshTokens.sessionId, own)),
      // That a session was, and ended, is what its sockets go by until the sweep takes it.
      ctx.db.update(sessions).set({ userAgent: null, ip: null }).where(eq(sessions.userId, userId)),
      ...(await forgetQuotas(ctx, person)),
    ];
  },
};
