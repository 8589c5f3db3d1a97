import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import { limits } from "../../../contracts/limits.ts";
import type { MailSuppression } from "../../../contracts/mail-suppressions.ts";
import { call, makeApp, makeUser, type TestUser, testCtx } from "../../../test/harness.ts";
import { mailBooks } from "../../../test/mail-books.ts";
import { mailedCode, wrongCode } from "../../../test/mailed-code.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { mailSuppressions } from "../../platform/mail-suppressions.ts";
import { deliverMail } from "../deliver-mail.ts";
import { enqueueMails } from "../enqueue-mails.ts";
import { notificationData } from "../personal-data.ts";
import { listMailSuppressions } from "./read.ts";

const MAIL_WEBHOOK_SECRET = `whsec_${btoa("a secret of the mail provider's own")}`;
const someone = () => `${crypto.randomUUID()}@example.com`;
const bounced = (to: string, type?: string) => ({
  type: "email.bounced",
  created_at: "2026-11-21T09:00:00.000Z",
  data: { email_id: "1", to: [to], subject: "x", bounce: { type, subType: "General", message: "550 5.1.1\r\nnobody" } },
});

function tell(
  news: unknown,
  { prefix = "webhook", secret = MAIL_WEBHOOK_SECRET, at = new Date(), settings = { MAIL_WEBHOOK_SECRET } } = {},
) {
  const body = JSON.stringify(news);
  const headers = {
    [`${prefix}-id`]: "msg_1",
    [`${prefix}-timestamp`]: String(Math.floor(at.getTime() / 1000)),
    [`${prefix}-signature`]: new Webhook(secret).sign("msg_1", at, body),
  };
  return call<{ received: boolean }>("POST", "/api/v1/webhooks/mail", { body, headers, env: settings });
}
const list = async (query: string) =>
  (await call<Page<MailSuppression>>("GET", `/api/v1/admin/mail-suppressions?${query}`, { admin: true })).body.data;

async function mailTo(recipient: string): Promise<string> {
  const key = `test:${crypto.randomUUID()}`;
  const payload = { name: "Ada", changedAt: "2026-11-21T18:30:00Z" };
  await enqueueMails({ ...env, EMAILS: { sendBatch: async () => {} } as unknown as Env["EMAILS"] }, [
    { key, kind: "password-changed", appId: null, recipient, payload },
  ]);
  await deliverMail(env, { key });
  return key;
}

describe("what the mail provider tells", () => {
  it("of an address that bounced for good leaves every mail to it unsent, until an administrator sends to it again", async () => {
    const to = someone();
    expect((await tell(bounced(to.toUpperCase(), "Permanent"))).body).toEqual({ success: true, data: { received: true } });
    expect((await tell(bounced(to, "Permanent"), { prefix: "svix" })).status).toBe(200);
    expect((await list(`q=${to.slice(0, 30).toUpperCase()}`)).items).toEqual([
      { address: to, reason: "BOUNCE", detail: "550 5.1.1 nobody", createdAt: expect.stringMatching(/Z$/) },
    ]);
    const left = await mailTo(to);
    expect(await mailBooks([left])).toMatchObject({ skipped: [left] });

    const freed = await call<{ suppression: MailSuppression }>("DELETE", `/api/v1/admin/mail-suppressions/${encodeURIComponent(to)}`, {
      admin: true,
    });
    expect(freed.body.data.suppression).toMatchObject({ address: to });
    const again = await call("DELETE", `/api/v1/admin/mail-suppressions/${to}`, { admin: true });
    expect([again.status, again.body.error.code]).toEqual([404, "SUPPRESSION_NOT_FOUND"]);
    const sent = await mailTo(to);
    expect(await mailBooks([left, sent])).toMatchObject({ skipped: [left], sent: [sent] });
  });

  it("of a complaint weighs more than a bounce before it, and not the other way round", async () => {
    const to = someone();
    await tell(bounced(to, "Permanent"));
    await tell({ type: "email.complained", data: { to: [to] } });
    await tell(bounced(to, "Permanent"));
    expect((await list(`q=${to}`)).items).toMatchObject([{ address: to, reason: "COMPLAINT", detail: null }]);
  });

  it("of what passes, and of what we do not know, is received and changes nothing", async () => {
    const to = someone();
    for (const news of [bounced(to, "Transient"), { type: "email.delivered", data: { to: [to] } }, { type: "contact.created" }])
      expect((await tell(news)).status).toBe(200);
    expect((await list(`q=${to}`)).items).toEqual([]);
  });

  it.each([
    ["signed by somebody else", { secret: `whsec_${btoa("somebody else's secret")}` }],
    ["sent again a while later", { at: new Date(Date.now() - 600_000) }],
    ["for a platform without such a secret", { settings: { MAIL_WEBHOOK_SECRET: "" } }],
  ])("is not believed when it is %s", async (_what, options) => {
    const to = someone();
    const answer = await tell(bounced(to, "Permanent"), options);
    expect([answer.status, answer.body.error.code]).toEqual([401, "SIGNATURE_INVALID"]);
    expect((await list(`q=${to}`)).items).toEqual([]);
  });
});

describe("whoever has mended their mailbox", () => {
  const statusesOf = async (recipient: string, kind: string) => {
    const { results } = await env.DB.prepare(
      "SELECT key, status, skipped FROM mails WHERE recipient = ? AND kind = ? ORDER BY created_at, rowid",
    )
      .bind(recipient, kind)
      .all<{ key: string; status: string; skipped: string | null }>();
    return results;
  };
  /** Asks for a code and waits until its mail is settled. */
  async function askedFor(user: TestUser, path: string, kind: string) {
    const before = (await statusesOf(user.email, kind)).length;
    await call("POST", `/api/v1/auth/${path}`, { app: user.app, body: { email: user.email } });
    const found = await vi.waitUntil(
      async () => (await statusesOf(user.email, kind)).slice(before).find(({ status }) => status !== "PENDING"),
      { timeout: 15_000 },
    );
    return found.skipped ?? found.status;
  }

  it("gets codes, some a day, and with the first that they enter all mails again", async () => {
    const user = await makeUser(await makeApp());
    await env.DB.prepare("UPDATE users SET email_verified = 1 WHERE id = ?").bind(user.userId).run();
    await tell(bounced(user.email, "Permanent"));
    expect(await mailBooks([await mailTo(user.email)])).toMatchObject({ sent: [] });
    expect(await askedFor(user, "forgot-password", "reset-password")).toBe("SENT");
    for (let asked = 1; asked < limits.codesToBouncedPerDayMax; asked++)
      expect(await askedFor(user, "verify-email/resend", "verify-email")).toBe("SENT");
    expect(await askedFor(user, "forgot-password", "reset-password")).toBe("SUPPRESSED");
    expect(await mailBooks([await mailTo(user.email)])).toMatchObject({ sent: [] });
    const otp = await mailedCode(user.email, "verify-email");
    const verify = (code: string) => call("POST", "/api/v1/auth/verify-email", { app: user.app, body: { email: user.email, otp: code } });
    expect((await verify(wrongCode(otp))).status).toBe(400);
    expect((await list(`q=${user.email}`)).items).toHaveLength(1);
    expect((await verify(otp)).status).toBe(200);
    expect((await list(`q=${user.email}`)).items).toEqual([]);
    const sent = await mailTo(user.email);
    expect(await mailBooks([sent])).toMatchObject({ sent: [sent] });
  });

  it("gets nothing after a complaint, and a new password changes nothing of that", async () => {
    const user = await makeUser(await makeApp());
    const path = "/api/v1/auth/forgot-password";
    await call("POST", path, { app: user.app, body: { email: user.email } });
    const otp = await vi.waitUntil(() => mailedCode(user.email, "reset-password").catch(() => null), { timeout: 15_000 });
    await tell({ type: "email.complained", data: { to: [user.email] } });
    expect(await askedFor(user, "verify-email/resend", "verify-email")).toBe("SUPPRESSED");
    const body = { email: user.email, otp, newPassword: "a long and private sentence 7" };
    expect((await call("POST", "/api/v1/auth/reset-password", { app: user.app, body })).status).toBe(200);
    expect((await list(`q=${user.email}`)).items).toMatchObject([{ reason: "COMPLAINT" }]);
  });
});

describe("the list of suppressions", () => {
  it("goes from new to old, page by page", async () => {
    const name = crypto.randomUUID();
    for (const n of [1, 2, 3]) await tell(bounced(`${name}-${n}@example.com`, "hard"));
    const first = await list(`q=${name}&limit=2`);
    const rest = await list(`q=${name}&limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map(({ address }) => address).sort()).toEqual([1, 2, 3].map((n) => `${name}-${n}@example.com`));
    expect([first.items.length, rest.nextCursor]).toEqual([2, null]);
  });

  it("is its table's, read by its indexes, and forgets whoever is erased", async () => {
    expect(await schemaDrift(mailSuppressions)).toEqual([]);
    const { db: recorder, plans } = recordingDatabase();
    const ctx = { ...testCtx(), db: recorder } as Parameters<typeof listMailSuppressions>[0];
    await listMailSuppressions(ctx, { limit: 10 });
    await listMailSuppressions(ctx, { limit: 10, q: "ada" });
    expect(await plans()).toEqual([
      "SCAN mail_suppressions USING INDEX mail_suppressions_by_date",
      "SEARCH mail_suppressions USING PRIMARY KEY (address>? AND address<?)",
      "USE TEMP B-TREE FOR ORDER BY",
    ]);
    const email = someone();
    await tell(bounced(email, "Permanent"));
    const person = { userId: "usr_x", email, username: "x" };
    const section = notificationData.sections.find(({ name }) => name === "mailSuppressions");
    expect((await section?.read(testCtx(), person, null, 10))?.items).toMatchObject([{ reason: "BOUNCE" }]);
    for (const statement of await notificationData.erase(testCtx(), person)) await statement;
    expect((await list(`q=${email}`)).items).toEqual([]);
  });
});
