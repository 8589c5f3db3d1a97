import { asc, eq } from "drizzle-orm";
import { type ExportSection, moment } from "../../platform/personal-data.ts";
import { identities } from "./tables.ts";

/** The providers that somebody has signed in through: at most one identity each. */
export const linkedProviders: ExportSection = {
  name: "linkedProviders",
  async read(ctx, { userId }) {
    const found = await ctx.db.select().from(identities).where(eq(identities.userId, userId)).orderBy(asc(identities.issuer));
    return {
      items: found.map(({ provider, issuer, subject, createdAt }) => ({ provider, issuer, subject, linkedAt: moment(createdAt) })),
      next: null,
    };
  },
};
