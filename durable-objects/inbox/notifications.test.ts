import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { UserPush } from "../../contracts/chat-gateway.ts";
import type { InboxCalls } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";

const dayMs = 86_400_000;
const [appA, appB] = ["app_a", "app_b"];

/** An inbox of somebody of this test's own. */
const anInbox = () => env.INBOX.getByName(`usr_${crypto.randomUUID()}`) as unknown as InboxCalls & DurableObjectStub;
const startMs = Date.now() - 1000;
const told = (n: number, changed: Partial<UserPush> = {}): UserPush => ({
  id: `sho_1:${String(n).padStart(4, "0")}`,
  type: "booking.confirmed",
  appId: appA,
  at: new Date(startMs + n).toISOString(),
  data: { n },
  ...changed,
});
const idsAt = async (inbox: InboxCalls, appId = appA, limit = 100) =>
  (await inbox.notifications({ appId, limit, before: null, unread: false })).items.map(({ id }) => id);

describe("an inbox", () => {
  it("keeps what was pushed, each once by its id, the newest first, and has it still when it wakes", async () => {
    const inbox = anInbox();
    for (const n of [2, 1, 3, 1]) await inbox.push(told(n));
    await evictDurableObject(inbox);
    const { items, unreadCount } = await inbox.notifications({ appId: appA, limit: 10, before: null, unread: false });
    expect(items.map(({ id }) => id)).toEqual([3, 2, 1].map((n) => told(n).id));
    expect(items[0]).toEqual({ ...told(3), topic: "bookings", at: startMs + 3, readAt: null });
    expect(unreadCount).toBe(3);
  });

  it("told again with other words has these, at its old place and as read as it was", async () => {
    const inbox = anInbox();
    const mention = told(1, { id: "mention_room_1_3", type: "chat.mention", data: { excerpt: "hello" } });
    await inbox.push(mention);
    await inbox.markRead({ appId: appA, ids: null });
    await inbox.push({ ...mention, at: new Date(startMs + 500).toISOString(), data: { excerpt: "hello, Bob" } });
    const { items, unreadCount } = await inbox.notifications({ appId: appA, limit: 10, before: null, unread: false });
    expect(items).toMatchObject([{ at: startMs + 1, data: { excerpt: "hello, Bob" }, readAt: expect.any(Number) }]);
    expect(unreadCount).toBe(0);
  });

  it("keeps nothing that only keeps pages true, and leaves no database behind where that is all", async () => {
    const inbox = anInbox();
    for (const type of ["cart.changed", "notifications.read", "constructor"]) await inbox.push(told(1, { type }));
    expect(await idsAt(inbox)).toEqual([]);
    expect(await runInDurableObject(inbox, (_, { storage }) => storage.sql.exec("SELECT name FROM sqlite_master").toArray())).toEqual([]);
  });

  it("keeps the apps apart: pages, counts and what is read", async () => {
    const inbox = anInbox();
    await inbox.push(told(1));
    await inbox.push(told(1, { appId: appB, data: { other: true } }));
    expect(await inbox.markRead({ appId: appB, ids: [told(1).id] })).toBe(0);
    expect(await inbox.notifications({ appId: appA, limit: 10, before: null, unread: true })).toMatchObject({
      items: [{ data: { n: 1 } }],
      unreadCount: 1,
    });
    expect(await idsAt(inbox, appB)).toEqual([told(1).id]);
  });

  it("is read page by page, also where many came in the same moment", async () => {
    const inbox = anInbox();
    for (let n = 0; n < 7; n++) await inbox.push(told(n, { at: new Date(startMs).toISOString() }));
    await inbox.markRead({ appId: appA, ids: [told(3).id, "none"] });
    const seen: string[] = [];
    for (let before: { at: number; id: string } | null = null; ; ) {
      const { items } = await inbox.notifications({ appId: appA, limit: 2, before, unread: true });
      seen.push(...items.map(({ id }) => id));
      const last = items.at(-1);
      if (last === undefined) break;
      before = { at: last.at, id: last.id };
    }
    expect(seen).toEqual([6, 5, 4, 2, 1, 0].map((n) => told(n).id));
  });

  it("keeps so many of an app and no more: the oldest go, whatever comes late", async () => {
    const inbox = anInbox();
    await runInDurableObject(inbox, async (object) => {
      const calls = object as unknown as InboxCalls;
      await calls.push(told(9999, { appId: appB }));
      for (let n = 1; n <= limits.notificationsKept + 2; n++) await calls.push(told(n));
      await calls.push(told(0));
    });
    const ids = await idsAt(inbox, appA, limits.notificationsKept + 10);
    expect([ids.length, ids.at(-1)]).toEqual([limits.notificationsKept, told(3).id]);
    expect(await idsAt(inbox, appB)).toHaveLength(1);
  });

  it("forgets what is older than half a year, by an alarm that may ring twice, and takes nothing as old", async () => {
    const inbox = anInbox();
    await inbox.push(told(1));
    await inbox.push(told(2, { at: new Date(startMs - limits.notificationDays * dayMs).toISOString() }));
    expect(await idsAt(inbox)).toEqual([told(1).id]);
    const alarmAt = () => runInDurableObject(inbox, (_, { storage }) => storage.getAlarm());
    const due = startMs + 1 + limits.notificationDays * dayMs;
    await vi.waitUntil(async () => (await alarmAt()) === due, { timeout: 15_000 });
    vi.useFakeTimers({ toFake: ["Date"], now: due + 1 });
    try {
      // Whoever looks before the alarm has rung sees nothing of it either.
      expect(await inbox.notifications({ appId: appA, limit: 10, before: null, unread: false })).toEqual({ items: [], unreadCount: 0 });
      await runDurableObjectAlarm(inbox);
      await runDurableObjectAlarm(inbox);
      expect(await runInDurableObject(inbox, (_, { storage }) => storage.sql.exec("SELECT * FROM notification").toArray())).toEqual([]);
      expect(await alarmAt()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it("keeps nothing of muted topics, and of two changes the later one stands, in whatever order they come", async () => {
    const inbox = anInbox();
    await inbox.push(told(1));
    await inbox.mute({ topics: ["bookings", "messages"], version: 7 });
    await inbox.mute({ topics: [], version: 6 });
    await inbox.push(told(2));
    await inbox.push(told(3, { type: "order.paid" }));
    expect(await idsAt(inbox)).toEqual([told(3).id, told(1).id]);
    await inbox.mute({ topics: [], version: 8 });
    await inbox.push(told(4));
    expect(await idsAt(inbox)).toHaveLength(3);
  });

  it("of whoever was erased is empty and stays so", async () => {
    const inbox = anInbox();
    await inbox.push(told(1));
    expect(await inbox.everyNotification()).toMatchObject([{ id: told(1).id, appId: appA }]);
    await inbox.forgetNotifications();
    await inbox.forgetNotifications();
    await inbox.push(told(2));
    await inbox.mute({ topics: [], version: 9 });
    await evictDurableObject(inbox);
    await inbox.push(told(3));
    expect(await inbox.everyNotification()).toEqual([]);
  });

  it("does not answer a push that it could not keep", async () => {
    const inbox = anInbox();
    await inbox.push(told(1));
    await runInDurableObject(inbox, (_, { storage }) =>
      storage.sql.exec("CREATE TRIGGER full BEFORE INSERT ON notification BEGIN SELECT RAISE (ABORT, 'disk full'); END"),
    );
    await expect(runInDurableObject(inbox, (object) => (object as unknown as InboxCalls).push(told(2)))).rejects.toThrow("disk full");
  });

  it("takes a stampede of one push and of many", async () => {
    const inbox = anInbox();
    await Promise.all(Array.from({ length: 200 }, (_, n) => inbox.push(told(n % 50))));
    expect(await idsAt(inbox)).toHaveLength(50);
  });
});
