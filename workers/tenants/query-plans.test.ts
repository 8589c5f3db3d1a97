import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeApp, testCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { AdminCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { mintKey } from "./api-key.ts";
import { createKey } from "./create-key.ts";
import { findTenant } from "./find-tenant.ts";
import { readApp, readApps } from "./read.ts";
import { revokeKey } from "./revoke-key.ts";
import { rotateKey } from "./rotate-key.ts";
import { apiKeys, apps } from "./tables.ts";
import { updateApp } from "./update-app.ts";

const statements: Record<string, (ctx: AdminCtx, appId: string) => Promise<unknown>> = {
  "the app of a key": async (ctx, appId) => findTenant(ctx.db, appId, (await mintKey("SECRET", appId, ctx.now())).key, ctx.now()),
  "an app and its keys": (ctx, appId) => readApp(ctx, { appId }),
  "the next page of the apps": (ctx, appId) => readApps(ctx, { limit: 20, cursor: encodeCursor(1, appId) }),
  "a change": (ctx, appId) => updateApp(ctx, { appId, webApp: true }),
  "a new key": (ctx, appId) => createKey(ctx, { appId, kind: "SECRET" }),
  "a rotation": (ctx, appId) => rotateKey(ctx, { appId, kind: "PUBLISHABLE", graceSeconds: 0 }),
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
      expect(steps.filter((step) => /^SCAN (?!CONSTANT ROW)/.test(step))).toEqual([]);
    });
  }
});

it("the tenants' drizzle tables are those of the migrations", async () => {
  expect(await schemaDrift(apps, apiKeys)).toEqual([]);
});
