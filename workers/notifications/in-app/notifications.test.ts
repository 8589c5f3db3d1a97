import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { ChatRoom } from "../../../contracts/chat.ts";
import type { Notification, NotificationPage } from "../../../contracts/notifications.ts";
import { buy, type House, openHouse, seatAt } from "../../../test/box-office.ts";
import { call, makeApp, makeUser, type TestUser, testCtx } from "../../../test/harness.ts";
import { stompAs, until } from "../../../test/stomp-sockets.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { eraseUser } from "../../personal-data/erase-user.ts";
import { buyersOf } from "../buyers-of.ts";

const bell = "/api/v1/notifications";
const list = async (user: TestUser, query = "") => (await call<NotificationPage>("GET", `${bell}${query}`, { user })).body.data;
const read = (user: TestUser, body: unknown) => call<{ unreadCount: number }>("POST", `${bell}/read`, { user, body });

/** Waits until so many stand behind somebody's bell: they come by the queue. */
async function hasTold(user: TestUser, count: number): Promise<Notification[]> {
  await until(async () => (await list(user)).items.length === count);
  return (await list(user)).items;
}

/** One tab: what it hears of this person's own. */
async function openTab(user: TestUser) {
  const stomp = await stompAs(user);
  return (await stomp.listen("/user/queue/notifications")).bodies;
}

let house: House;
let ada: TestUser;
beforeAll(async () => {
  house = await openHouse(12, { cancellationPolicy: { fullRefundUntilHours: 1 } });
  ada = await makeUser(house.app);
});

describe("behind the bell", () => {
  it("stands what was booked, in words, and what is read in one tab is read in the other", { timeout: 90_000 }, async () => {
    const [one, other] = [await openTab(ada), await openTab(ada)];
    const { bookingId, showtimeId } = await buy(ada, [seatAt(house, 0), seatAt(house, 1)]);
    const [told] = await hasTold(ada, 1);
    expect(told).toMatchObject({
      type: "booking.confirmed",
      topic: "bookings",
      title: "Booked: Hamlet",
      body: expect.stringMatching(/^2 seats, \w+ \d+ \w+ \d{4}, \d\d:\d\d, /),
      path: `/bookings/${bookingId}`,
      data: { bookingId, showtimeId, seats: 2 },
      readAt: null,
    });
    for (const tab of [one, other]) await until(() => tab().some(({ id, type }) => id === told?.id && type === "booking.confirmed"));

    expect((await list(ada, "?unread=true")).unreadCount).toBe(1);
    expect((await read(ada, { ids: [told?.id] })).body.data).toEqual({ unreadCount: 0 });
    await until(() => other().some(({ type }) => type === "notifications.read"));
    expect(other().at(-1)).toMatchObject({ type: "notifications.read", appId: house.app.appId, data: { unreadCount: 0 } });
    expect(await list(ada, "?unread=true")).toEqual({ items: [], nextCursor: null, unreadCount: 0 });
    // What was read already is no news.
    const heard = other().length;
    await read(ada, { all: true });
    expect((await list(ada)).items[0]?.readAt).not.toBeNull();
    expect(other()).toHaveLength(heard);
  });

  it("stands nothing of another person or another app, and no foreign id is marked", async () => {
    const eve = await makeUser(house.app);
    await inboxOf(env, ada.userId).push({ id: "sho_1:1", type: "order.paid", appId: "app_other", at: new Date().toISOString(), data: {} });
    expect((await list(ada)).items.map(({ id }) => id)).not.toContain("sho_1:1");
    const before = await list(ada);
    expect((await read(eve, { ids: before.items.map(({ id }) => id) })).body.data).toEqual({ unreadCount: 0 });
    expect(await list(eve)).toEqual({ items: [], nextCursor: null, unreadCount: 0 });
    expect(await list(ada)).toEqual(before);
  });

  it("is read page by page, each once", async () => {
    const user = await makeUser(house.app);
    const ids = Array.from({ length: 5 }, (_, n) => `sho_1:${n}`);
    const at = new Date().toISOString();
    const data = { orderId: "ord_1", status: "PAID", currency: "EUR" };
    for (const id of ids) await inboxOf(env, user.userId).push({ id, type: "order.paid", appId: house.app.appId, at, data });
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await list(user, `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      expect(page.unreadCount).toBe(5);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
    expect((await call("GET", `${bell}?cursor=nonsense`, { user })).body.error.code).toBe("VALIDATION_FAILED");
    const refused = await Promise.all(
      [{}, { ids: [] }, { all: true, ids: ["x"] }, { all: false }, { all: true, x: 1 }].map((body) => read(user, body)),
    );
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  });

  it("stands who wrote, in which room, and nothing of a message that was taken back", async () => {
    const bob = await makeUser(house.app, { name: "Bob" });
    const body = { name: "Row B", visibility: "PRIVATE", memberIds: [ada.userId] };
    const { room } = (await call<{ room: ChatRoom }>("POST", "/api/v1/chat/chat-rooms", { user: bob, body })).body.data;
    const username = ada.email.split("@")[0];
    const message = { chatRoomId: room.id, content: `@${username}, are you there?`, clientId: "1" };
    const sent = await call<{ message: { id: string } }>("POST", "/api/v1/messages", { user: bob, body: message });
    const inChat = async () => (await list(ada)).items.filter(({ topic }) => topic === "messages");
    await until(async () => (await inChat()).length === 2);
    expect((await inChat()).map(({ title, path }) => [title, path])).toEqual([
      ["Bob mentioned you in Row B", `/chat/${room.id}`],
      ["Bob has added you to Row B", `/chat/${room.id}`],
    ]);
    const id = sent.body.data.message.id;
    expect((await call("DELETE", `/api/v1/messages/${id}?chatRoomId=${room.id}`, { user: bob })).status).toBe(200);
    await until(async () => (await inChat())[0]?.body === "The message was deleted");
    expect(JSON.stringify(await inChat())).not.toContain("are you there");
  });
});

describe("a show that moves", () => {
  it("is told to everybody who has booked it, for each booking, and to nobody who has cancelled or was erased", {
    timeout: 90_000,
  }, async () => {
    const moved = await openHouse(5, { cancellationPolicy: { fullRefundUntilHours: 1 } }, house.app);
    const [eve, zoe, gone] = [await makeUser(house.app), await makeUser(house.app), await makeUser(house.app)];
    const first = await buy(eve, [seatAt(moved, 0)]);
    await buy(eve, [seatAt(moved, 1)]);
    const off = await buy(zoe, [seatAt(moved, 2)]);
    await buy(gone, [seatAt(moved, 3)]);
    await call("POST", `/api/v1/bookings/${off.bookingId}/cancel`, { user: zoe, body: {} });
    await hasTold(eve, 2);
    await hasTold(zoe, 2);
    await eraseUser(testCtx(), gone.userId);

    const startsAt = "2030-01-15T18:30:00.000Z";
    const patched = await call("PATCH", `/api/v1/showtimes/${moved.showtimeId}`, { server: house.app, body: { startsAt } });
    expect(patched.status).toBe(200);
    const news = (await hasTold(eve, 4)).filter(({ type }) => type === "showtime.rescheduled");
    expect(news).toHaveLength(2);
    expect(news.find(({ data }) => data.bookingId === first.bookingId)).toMatchObject({
      title: "New time: Hamlet",
      path: `/bookings/${first.bookingId}`,
      data: { startsAt },
    });
    expect((await list(zoe)).items.map(({ type }) => type)).toEqual(["booking.cancelled", "booking.confirmed"]);
    expect(await inboxOf(env, gone.userId).everyNotification()).toEqual([]);
  });

  it("reaches its buyers in pages that leave nobody out and name nobody twice", async () => {
    const full = await openHouse(5, {}, house.app);
    const buyers = await Promise.all(
      Array.from({ length: 5 }, async (_, n) => (await buy(await makeUser(house.app), [seatAt(full, n)])).bookingId),
    );
    await until(async () => {
      const { buyers: known } = await buyersOf(testCtx().db, { ...full, appId: full.app.appId, after: 0, limit: 100 });
      return known.length === 5;
    });
    const pages: string[][] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = await buyersOf(testCtx().db, { ...full, appId: full.app.appId, after, limit: 2 });
      pages.push(page.buyers.map(({ bookingId }) => bookingId));
      after = page.next;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().toSorted()).toEqual(buyers.toSorted());
    expect((await buyersOf(testCtx().db, { ...full, appId: (await makeApp()).appId, after: 0, limit: 2 })).buyers).toEqual([]);
  });
});

describe("somebody who leaves", () => {
  it("takes it all along in the export, and leaves nothing behind", async () => {
    const user = await makeUser(house.app);
    const appId = house.app.appId;
    const push = { type: "order.paid", at: new Date().toISOString(), data: { orderId: "ord_1", status: "PAID", currency: "EUR" } };
    for (const n of [1, 2, 3]) await inboxOf(env, user.userId).push({ ...push, id: `ord_1:${n}`, appId: n === 3 ? "app_other" : appId });
    await call("PATCH", `${bell}/preferences`, { user, body: { timeZone: "Asia/Tokyo", topics: { orders: { mail: false } } } });
    const exported = await call<Record<string, unknown>>("GET", "/api/v1/users/me/export", { user });
    const whole = JSON.stringify(exported.body);
    for (const said of ["ord_1:1", "ord_1:3", "Asia/Tokyo", '"topic":"orders","channel":"mail","wanted":false'])
      expect(whole).toContain(said);

    await eraseUser(testCtx(), user.userId);
    await inboxOf(env, user.userId).push({ ...push, id: "ord_1:4", appId });
    expect(await inboxOf(env, user.userId).everyNotification()).toEqual([]);
    const left = "SELECT time_zone, (SELECT count(*) FROM notification_choices WHERE user_id = id) AS choices FROM users WHERE id = ?";
    expect(await env.DB.prepare(left).bind(user.userId).first()).toEqual({ time_zone: null, choices: 0 });
  });
});
