import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeApp, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { PaymentRow } from "../payments/tables.ts";
import type { TenantCtx } from "../platform/context.ts";
import { apps } from "../tenants/tables.ts";
import { attachmentsOf } from "./attachments/attachments-of.ts";
import { brandsOf } from "./brands.ts";
import { mailMoved } from "./mail-moved.ts";
import { payersOf } from "./payers-of.ts";
import { receiptsOf } from "./receipts-of.ts";
import { sendFailedPaymentMails } from "./send-failed-payment-mails.ts";
import { sendRefundMails } from "./send-refund-mails.ts";

const seats = [{ id: "sea_1", seatNumber: "A1", section: null, row: null, tier: "Standard", price: 1 }];
const booking = { bookingId: "BK-1", payments: [{ paymentId: "pay_1" }] };
const buyer = { bookingId: "BK-1", userId: "usr_1", showtimeId: "sho_1", email: "ada@example.com", name: "Ada", seats };

const statements: Record<string, (ctx: TenantCtx, appId: string) => Promise<unknown>> = {
  "receipts of bookings": ({ db }, appId) => receiptsOf(db, [{ appId, booking }]),
  "payments that failed": (ctx) => sendFailedPaymentMails(ctx.env, [{ paymentId: "pay_1" }]),
  "refunds that were paid": (ctx) => sendRefundMails(ctx.env, [{ refundId: "ref_1" }]),
  "who paid for orders": (ctx, appId) => payersOf(ctx.env, [{ appId, userId: "usr_1", orderId: "ord_1", showtimeId: null } as PaymentRow]),
  "whoever booked a show that moves": (ctx, appId) =>
    mailMoved(ctx, { eventId: "e", appId, at: 0, showtimeId: "sho_1", startsAtMs: 1, beforeMs: 0 }, [{ ...buyer, appId }]),
  "the files of a booking": (ctx) => attachmentsOf(ctx.env, "booking-confirmed", { bookingId: "BK-1", seats }),
  "the brands of apps": (ctx, appId) => brandsOf(ctx.env, [appId, null]),
};

describe("no statement for mails reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const app = await makeApp();
      const { db, plans } = recordingDatabase();
      await run(testTenantCtx(app, { db, env: { ...env, DB: db.$client } }), app.appId);
      const steps = await plans();
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL|CONSTANT ROW)|\(app_id=\?\)/.test(step))).toEqual([]);
    });
  }

  it("and drizzle sees apps as they are", async () => {
    expect(await schemaDrift(apps)).toEqual([]);
  });
});
