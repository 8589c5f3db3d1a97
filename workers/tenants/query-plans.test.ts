import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeApp, testCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { AdminCtx, TenantCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { mintKey } from "./api-key.ts";
import { createKey } from "./create-key.ts";
import { dismissOrganizer } from "./dismiss-organizer.ts";
import { findTenant } from "./find-tenant.ts";
import { nameOrganizer } from "./name-organizer.ts";
import { originKnown, originsOf } from "./origins.ts";
import { readApp, readApps } from "./read.ts";
import { isNamedOrganizer, listOrganizers } from "./read-organizers.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey } from "./rotate-key.ts";
import { apiKeys, appOrigins, apps, organizers } from "./tables.ts";
import { updateApp } from "./update-app.ts";

const at = (ctx: AdminCtx, appId: string): TenantCtx => ({
  ...ctx,
  tenant: { appId, domain: "EVENT", keyKind: "SECRET", keyId: null, scopes: null, webApp: true, openOrganizers: false },
});

const statements: Record<string, (ctx: AdminCtx, appId: string) => Promise<unknown>> = {
  "the app of a key": async (ctx, appId) => findTenant(ctx.db, appId, (await mintKey("SECRET", appId, ctx.now())).key, ctx.now()),
  "whether an origin is known": (ctx) => originKnown(ctx.db, `https://${crypto.randomUUID()}.example.com`, ctx.now()),
  "the origins of an app": (ctx, appId) => originsOf(ctx.db, appId, ctx.now()),
  "whether somebody is an organizer": (ctx, appId) => isNamedOrganizer(at(ctx, appId), "usr_none"),
  "the organizers": (ctx, appId) => listOrganizers(at(ctx, appId), { limit: 20, cursor: encodeCursor("usr_1", "usr_1") }),
  "to name an organizer": (ctx, appId) => nameOrganizer(at(ctx, appId), { userId: "usr_none" }).catch(() => null),
  "to dismiss an organizer": (ctx, appId) => dismissOrganizer(at(ctx, appId), { userId: "usr_none" }).catch(() => null),
  "an app and its keys": (ctx, appId) => readApp(ctx, { appId }),
  "the next page of the apps": (ctx, appId) => readApps(ctx, { limit: 20, cursor: encodeCursor(1, appId) }),
  "a change": (ctx, appId) => updateApp(ctx, { appId, webApp: true }),
  "a new key": (ctx, appId) => createKey(ctx, { appId, kind: "SECRET" }),
  "a rotation": (ctx, appId) => rotateKey(ctx, { appId, kind: "PUBLISHABLE", graceSeconds: 0 }),
  "a rotation of one key": (ctx, appId) =>
    rotateKey(ctx, { appId, kind: "PUBLISHABLE", keyId: "key_none", graceSeconds: 0 }).catch(() => null),
  "a revocation": (ctx, appId) => revokeKey(ctx, { appId, keyId: "key_none" }).catch(() => null),
};

describe("no statement about apps reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const { appId } = await makeApp();
      const { db, plans } = recordingDatabase();
      await run({ ...testCtx({ db }), actor: { kind: "admin", email: env.ADMIN_EMAIL } }, appId);
      const steps = await plans();
      expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
      expect(steps.filter((step) => /^SCAN (?!CONSTANT ROW|listed VIRTUAL)/.test(step))).toEqual([]);
    });
  }
});

it("the tenants' drizzle tables are those of the migrations", async () => {
  expect(await schemaDrift(apps, apiKeys, appOrigins, organizers)).toEqual([]);
});
