import { eq } from "drizzle-orm";
import type { App, UpdateApp } from "../../contracts/tenants.ts";
import { auditRow } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { forgetApp } from "./forget-app.ts";
import { getApp, toApp } from "./read.ts";
import { apps } from "./tables.ts";
import { giveWebKey, takeWebKey } from "./web-key.ts";

/**
 * Changes what is named and leaves the rest. `isActive: false` is the kill switch: at once here, within 30 s everywhere, every key of the app is refused. `webApp` puts
 * the app among those that the platform's own web app sells for, or takes it out and revokes that key. Throws APP_NOT_FOUND.
 */
export async function updateApp(ctx: AdminCtx, { appId, ...input }: UpdateApp & { appId: string }): Promise<App> {
  const { webApp, brand, ...changes } = input;
  const before = await getApp(ctx, appId);
  const { webPublishableKey } = before;
  await ctx.db.batch([
    ctx.db
      .update(apps)
      .set({ ...changes, ...brandColumns(brand), updatedAt: ctx.now() })
      .where(eq(apps.id, appId)),
    auditRow(ctx, { appId, action: "app.updated", subject: appId, before: toApp(before), after: input }),
    ...(webApp === true ? await giveWebKey(ctx, appId) : []),
    ...(webApp === false && webPublishableKey !== null ? await takeWebKey(ctx, appId, webPublishableKey) : []),
  ]);
  forgetApp(appId);
  return toApp(await getApp(ctx, appId));
}

/** What is not named stays as it is. */
const brandColumns = ({ color, logoUrl, contactEmail }: NonNullable<UpdateApp["brand"]> = {}) => ({
  brandColor: color,
  logoUrl,
  contactEmail,
});
