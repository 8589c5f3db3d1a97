import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { testCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import type { AdminCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { analyticsFile } from "./analytics-file.ts";
import { listAudit } from "./list-audit.ts";
import { listBookings } from "./list-bookings.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { readAnalytics } from "./read-analytics.ts";
import { waitingStatement } from "./read-metrics.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";

const page = { limit: 20, cursor: encodeCursor(1, "1") };
const days = { from: "2026-01-01", to: "2026-12-31" };

const statements: Record<string, (ctx: AdminCtx) => Promise<unknown>> = {
  "all bookings": (ctx) => listBookings(ctx, page),
  "all bookings of a time": (ctx) => listBookings(ctx, { ...page, ...days }),
  "all confirmed bookings": (ctx) => listBookings(ctx, { ...page, status: "CONFIRMED" }),
  "an app's bookings": (ctx) => listBookings(ctx, { ...page, appId: "app_1", ...days }),
  "an app's confirmed bookings": (ctx) => listBookings(ctx, { ...page, appId: "app_1", status: "CONFIRMED" }),
  "a booking by number": (ctx) => listBookings(ctx, { limit: 20, q: "BK-1" }),
  "a person's bookings": (ctx) => listBookings(ctx, { ...page, q: "usr_1", status: "CONFIRMED" }),
  "the bookings of an address": (ctx) => listBookings(ctx, { ...page, q: "ada@example.com" }),
  "the booking of a payment": (ctx) => listBookings(ctx, { limit: 20, q: "pay_1" }),
  "the audit log": (ctx) => listAudit(ctx, page),
  "the audit log of a time": (ctx) => listAudit(ctx, { ...page, ...days }),
  "an app's audit log": (ctx) => listAudit(ctx, { ...page, appId: "app_1" }),
  "what somebody did": (ctx) => listAudit(ctx, { ...page, actor: "system" }),
  "who did something": (ctx) => listAudit(ctx, { ...page, action: "app.updated" }),
  "what was done to something": (ctx) => listAudit(ctx, { ...page, subject: "app_1", action: "app.updated" }),
  "dead letters": (ctx) => listDeadLetters(ctx, page),
  "dead letters of a queue that wait": (ctx) => listDeadLetters(ctx, { ...page, queue: "emails", replayed: false }),
  "a replay": (ctx) => replayDeadLetter(ctx, { id: "none" }).catch(() => null),
  "the analytics": (ctx) => readAnalytics(ctx, days),
  "an app's analytics": (ctx) => readAnalytics(ctx, { ...days, appId: "app_1" }),
  "a domain's analytics": (ctx) => readAnalytics(ctx, { ...days, domain: "BUS" }),
  "the analytics as a file": async (ctx) => (await analyticsFile(ctx, { from: "2026-11-01", to: "2026-11-03" })).pages.next(),
  "the rows that the metrics count": (ctx) => ctx.db.$client.prepare(waitingStatement).bind().all(),
};

/** What a statement may read from its beginning: its own intermediate results, and indexes in the order of a list. */
const bounded =
  /^SCAN (json_each VIRTUAL|CONSTANT ROW|\(subquery|largest|near|busy|bookings USING INDEX bookings_by_date|audit_log USING INDEX audit_log_by_date|dead_letters USING INDEX dead_letters_by_date|mails USING (COVERING )?INDEX mails_(pending|dead))/;

describe("no statement of the administrator's reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const { db, plans } = recordingDatabase();
      await run({ ...testCtx({ db }), actor: { kind: "admin", email: env.ADMIN_EMAIL } });
      const steps = await plans();
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.filter((step) => step.startsWith("SCAN") && !bounded.test(step))).toEqual([]);
    });
  }
});

describe("a page of a list is read in its order, not sorted", () => {
  const lists = Object.entries(statements).filter(([name]) =>
    /^(all|an app's (confirmed )?bookings|the audit log|dead letters)/.test(name),
  );
  for (const [name, run] of lists) {
    it(name, async () => {
      const { db, plans } = recordingDatabase();
      await run({ ...testCtx({ db }), actor: { kind: "admin", email: env.ADMIN_EMAIL } });
      expect((await plans()).filter((step) => /^USE TEMP B-TREE FOR ORDER BY/.test(step))).toEqual([]);
    });
  }
});
