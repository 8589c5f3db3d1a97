import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { NotificationPage, NotificationPreferences } from "../../../contracts/notifications.ts";
import { call, makeApp, makeUser, type TestApp, type TestUser, testCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { stompAs, until } from "../../../test/stomp-sockets.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { buyersOf } from "../buyers-of.ts";
import { knownOf } from "../in-app/known-of.ts";
import { choicesOf, mailWanted } from "./read.ts";
import { readPreferences } from "./read-preferences.ts";
import { writeChoices } from "./write-choices.ts";

const path = "/api/v1/notifications/preferences";
const wishes = async (user: TestUser) => (await call<NotificationPreferences>("GET", path, { user })).body.data;
const wish = (user: TestUser, body: unknown) => call<NotificationPreferences>("PATCH", path, { user, body });
const rowsOf = async ({ userId }: TestUser) =>
  (await env.DB.prepare("SELECT topic, channel, wanted FROM notification_choices WHERE user_id = ?").bind(userId).all()).results;

let app: TestApp;
let ada: TestUser;
beforeAll(async () => {
  app = await makeApp();
  ada = await makeUser(app);
});

describe("what somebody wishes to hear", () => {
  it("is what is usual until they say otherwise, and is theirs at every app", async () => {
    expect(await wishes(ada)).toMatchObject({
      timeZone: null,
      topics: { bookings: { mail: true, inApp: true }, weekend: { mail: false, inApp: false } },
      locked: ["bookings", "account"],
      mailSuppressed: null,
    });
    const changed = await wish(ada, {
      timeZone: "Pacific/Auckland",
      topics: { weekend: { mail: true }, orders: { mail: false, inApp: false } },
    });
    expect(changed.body.data).toMatchObject({
      timeZone: "Pacific/Auckland",
      topics: { weekend: { mail: true, inApp: false }, orders: { mail: false, inApp: false }, payments: { mail: true } },
    });
    expect(await rowsOf(ada)).toHaveLength(3);
    // Back to what is usual leaves no row; what is not named stays.
    await wish(ada, { topics: { weekend: { mail: false }, orders: { mail: true } } });
    expect(await rowsOf(ada)).toEqual([{ topic: "orders", channel: "inApp", wanted: 0 }]);
    expect((await wish(ada, { timeZone: null })).body.data).toMatchObject({
      timeZone: null,
      topics: { orders: { mail: true, inApp: false } },
    });
    expect((await wishes(await makeUser(app))).topics.orders).toEqual({ mail: true, inApp: true });
  });

  it("cannot be to lose tickets or the account, and nothing of such a request is done", async () => {
    const refused = await wish(ada, { timeZone: "Asia/Tokyo", topics: { payments: { mail: false }, bookings: { mail: false } } });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: "PREFERENCE_LOCKED", details: { topic: "bookings", channel: "mail" } } },
    });
    expect(await wishes(ada)).toMatchObject({ timeZone: null, topics: { payments: { mail: true } } });
    expect((await wish(ada, { topics: { bookings: { mail: true } } })).status).toBe(200);
    const bad = [
      { timeZone: "Vienna" },
      { topics: { parties: { mail: true } } },
      { topics: { orders: { sms: true } } },
      { topics: { orders: 1 } },
    ];
    expect(await Promise.all(bad.map(async (body) => (await wish(ada, body)).status))).toEqual([422, 422, 422, 422]);
  });

  it("keeps a muted topic from the bell and not from the pages that hang on it", { timeout: 60_000 }, async () => {
    const user = await makeUser(app);
    await wish(user, { topics: { bookings: { inApp: false } } });
    const { bodies } = await (await stompAs(user)).listen("/user/queue/notifications");
    const push = { type: "booking.confirmed", appId: app.appId, at: new Date().toISOString(), data: {} };
    await inboxOf(env, user.userId).push({ ...push, id: "sho_1:1" });
    await until(() => bodies().length === 1);
    const told = async () => (await call<NotificationPage>("GET", "/api/v1/notifications", { user })).body.data;
    expect(await told()).toEqual({ items: [], nextCursor: null, unreadCount: 0 });
    await wish(user, { topics: { bookings: { inApp: true } } });
    await inboxOf(env, user.userId).push({ ...push, id: "sho_1:2" });
    expect((await told()).items.map(({ id }) => id)).toEqual(["sho_1:2"]);
  });

  it("is what stands, of many changes at once, in D1 as in the inbox", async () => {
    const user = await makeUser(app);
    await Promise.all(Array.from({ length: 10 }, (_, n) => wish(user, { topics: { orders: { inApp: n % 2 === 0 } } })));
    const { topics } = await wishes(user);
    await inboxOf(env, user.userId).push({ id: "o:1", type: "order.paid", appId: app.appId, at: new Date().toISOString(), data: {} });
    expect((await inboxOf(env, user.userId).everyNotification()).length === 1).toBe(topics.orders.inApp);
  });

  it("says why an address gets no mail any more", async () => {
    const user = await makeUser(app);
    await env.DB.prepare("INSERT INTO mail_suppressions VALUES (?, 'BOUNCE', NULL, 1)").bind(user.email).run();
    expect((await wishes(user)).mailSuppressed).toBe("BOUNCE");
  });
});

describe("whoever sends mails", () => {
  it("asks for many people and topics at once; nobody's choice switches off what is locked", async () => {
    const bob = await makeUser(app);
    await wish(bob, { topics: { orders: { mail: false }, weekend: { mail: true } } });
    // As another version of the platform might have left it.
    await env.DB.prepare("INSERT INTO notification_choices VALUES (?, 'account', 'mail', 0, 1)").bind(bob.userId).run();
    const asked = (["orders", "weekend", "payments", "account"] as const).map((topic) => ({ recipient: bob.email, topic }));
    const others = [{ recipient: ada.email, topic: "weekend" } as const, { recipient: "nobody@example.com", topic: "weekend" } as const];
    expect(await mailWanted(testCtx().db, [...asked, ...others])).toEqual([
      ...[false, true, true, true].map((wanted) => ({ userId: bob.userId, wanted })),
      { userId: ada.userId, wanted: false },
      { userId: null, wanted: true },
    ]);
    const choices = await choicesOf(testCtx().db, [ada.userId, bob.userId], "orders", "mail");
    expect([...choices]).toEqual([
      [ada.userId, true],
      [bob.userId, false],
    ]);
    expect([...(await choicesOf(testCtx().db, [bob.userId], "account", "mail")).values()]).toEqual([true]);
  });

  it("never has a table looked through from end to end", async () => {
    const { db, plans } = recordingDatabase();
    const actor = { kind: "user", userId: ada.userId, sessionId: "ses_1", role: "USER" } as const;
    const ctx = {
      ...testCtx({ db }),
      actor,
      tenant: { ...app, keyKind: "PUBLISHABLE", keyId: null, scopes: null, webApp: false, openOrganizers: false },
    } as const;
    await mailWanted(db, [{ recipient: ada.email, topic: "orders" }]);
    await choicesOf(db, [ada.userId], "orders", "mail");
    await readPreferences(ctx);
    await db.batch(writeChoices(ctx, ada.userId, [{ topic: "orders", channel: "mail", wanted: true }]));
    await buyersOf(db, { appId: app.appId, showtimeId: "sho_1", after: 5, limit: 10 });
    const data = { roomId: "room_1", by: ada.userId, showtimeId: "sho_1" };
    await knownOf(ctx, [{ id: "n", appId: app.appId, type: "chat.added", topic: "messages", data, at: 1, readAt: null }]);
    const steps = (await plans()).filter((step) => !step.includes("json_each"));
    expect(steps.length).toBeGreaterThan(8);
    for (const step of steps) expect(step).not.toMatch(/^SCAN|TEMP B-TREE/);
  });
});
