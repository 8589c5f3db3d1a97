import { asc, eq } from "drizzle-orm";
import { moment, type PersonalData } from "../platform/personal-data.ts";
import { organizers } from "./tables.ts";

/** In which apps somebody is an organizer: a row an app. */
export const tenantData: PersonalData = {
  sections: [
    {
      name: "organizerRoles",
      async read(ctx, { userId }) {
        const found = await ctx.db.select().from(organizers).where(eq(organizers.userId, userId)).orderBy(asc(organizers.appId));
        return { items: found.map(({ appId, createdAt }) => ({ appId, since: moment(createdAt) })), next: null };
      },
    },
  ],
  erase: async (ctx, { userId }) => [ctx.db.delete(organizers).where(eq(organizers.userId, userId))],
};
