import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { NewKey } from "../../contracts/tenants.ts";
import { listen } from "../../test/chat-room.ts";
import { call, makeApp, makeUser, type TestApp, type TestUser } from "../../test/harness.ts";
import { openRoom, roomOf, sayIn, type TestRoom } from "../../test/stomp-room.ts";
import { openSocket, stompAs, stompWith, ticketFor, until } from "../../test/stomp-sockets.ts";
import { gatewayName } from "../../workers/chat/gateway-of.ts";
import { inboxOf } from "../../workers/identity/inbox-of.ts";

const nameOf = ({ app, userId }: TestUser) => gatewayName(app.appId, userId);
const gatewayOf = (user: TestUser) => env.CHAT_GATEWAY.getByName(nameOf(user));
const topic = ({ roomId }: TestRoom) => `/topic/chatroom.${roomId}`;
const inGateway = <Value>(user: TestUser, read: (sql: SqlStorage) => Value) =>
  runInDurableObject(gatewayOf(user), (_, { storage }) => read(storage.sql));
const rowsIn = (user: TestUser, table: string) =>
  inGateway(user, (sql) => sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n);

/** Somebody whose sockets are at the same gateway as this person's. */
async function neighbourOf(user: TestUser): Promise<TestUser> {
  for (;;) {
    const other = await makeUser(user.app);
    if (nameOf(other) === nameOf(user)) return other;
  }
}

/** Throws an object away with its memory and its sockets, as a crash does. */
const crash = (stub: DurableObjectStub<undefined>) => runInDurableObject(stub, (_, state) => state.abort("crashed")).catch(() => {});

describe("an app that is switched off", () => {
  it("has its sockets closed when something is said at them, of rooms and of gateways, and another app's stay", async () => {
    const [app, other] = [await makeApp(), await makeApp()];
    const [ada, eve] = [await makeUser(app), await makeUser(other)];
    const room = await openRoom(app, [ada]);
    const listener = await listen({ ...room, appId: app.appId }, ada.userId);
    const [a, e] = [await stompAs(ada), await stompAs(eve)];
    await env.DB.prepare("UPDATE apps SET is_active = 0 WHERE id = ?").bind(app.appId).run();
    // It looked when they connected, and believes that for a while.
    await evictDurableObject(gatewayOf(ada));
    a.client.publish({ destination: "/app/heartbeat" });
    listener.send({ type: "typing" });
    await until(() => a.closes.length > 0 && listener.closes.length > 0);
    expect([a.errors[0]?.headers.code, listener.closes[0]?.code]).toEqual(["APP_INACTIVE", 1008]);
    expect(listener.frames.at(-1)).toMatchObject({ type: "error", code: "APP_INACTIVE" });
    await e.send("/topic/live.x", "still here");
    expect(e.closes).toEqual([]);
  });
});

describe("the end of a session", () => {
  it("closes its sockets with an ERROR and leaves the person's other ones alone, also after the memory was lost", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const bob = await makeUser(app);
    const room = await openRoom(app, [ada, bob]);
    const [a, b] = [await stompAs(ada), await stompAs(bob)];
    const heard = await a.listen(topic(room));
    await evictDurableObject(gatewayOf(ada));
    await call("POST", "/api/v1/auth/logout", { user: ada, body: {} });
    await until(() => a.closes.length > 0);
    expect(a.errors[0]?.headers).toMatchObject({ code: "TOKEN_INVALID", message: "session ended" });
    await sayIn(room, bob, "gone");
    expect([heard.messages, b.closes]).toEqual([[], []]);
    await until(async () => {
      const answer = await roomOf(room).presence({ by: { kind: "server" } });
      return answer.ok && answer.items.some(({ id, isOnline }) => id === bob.userId && !isOnline);
    });
  });

  it("before the socket was connected refuses it", async () => {
    const ada = await makeUser(await makeApp());
    await stompAs(ada);
    const ticket = await ticketFor(ada);
    await call("POST", "/api/v1/auth/logout", { user: ada, body: {} });
    await until(async () => (await rowsIn(ada, "ended_session")) > 0);
    await expect(openSocket({ query: `?ticket=${ticket}` })).rejects.toThrow(/401.*TOKEN_INVALID/);
    const byToken = await stompWith({ headers: ada.app.serverHeaders, connectHeaders: { Authorization: `Bearer ${ada.accessToken}` } });
    await until(() => byToken.closes.length > 0);
  });
});

describe("somebody who was taken out", () => {
  it("is told so also where nobody else of the room is at their gateway", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const room = await openRoom(app, [await makeUser(app), ada]);
    const a = await stompAs(ada);
    const refused = await a.listen("/user/queue/errors");
    await a.listen(topic(room));
    await roomOf(room).kick({ by: { kind: "server" }, userId: ada.userId });
    await until(() => refused.messages.length > 0);
    expect(JSON.parse(refused.messages[0]?.body ?? "{}")).toMatchObject({ code: "NOT_A_MEMBER", destination: topic(room) });
  });

  it("hears nothing when a neighbour at the same gateway listens next", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const bob = await makeUser(app);
    const neighbour = await neighbourOf(bob);
    const room = await openRoom(app, [ada, bob, neighbour]);
    const b = await stompAs(bob);
    const heard = await b.listen(topic(room));
    await sayIn(room, ada, "you too");
    await until(() => heard.messages.length === 1);
    await roomOf(room).updateMember({ by: { kind: "server" }, userId: bob.userId, banned: true });
    const n = await stompAs(neighbour);
    const witnessed = await n.listen(topic(room));
    await sayIn(room, ada, "not you");
    await until(() => witnessed.messages.length === 1);
    await b.send("/app/heartbeat", "");
    expect(heard.bodies().map(({ content }) => content)).toEqual(["you too"]);
    expect(JSON.parse(b.refused[0]?.body ?? "{}")).toMatchObject({ code: "NOT_A_MEMBER", destination: topic(room) });
  });
});

describe("after a crash", () => {
  it("of the room in the middle of what it says, everybody hears everything once", async () => {
    const app = await makeApp();
    const people = await Promise.all(Array.from({ length: 8 }, () => makeUser(app)));
    const [ada] = people as [TestUser];
    const room = await openRoom(app, people);
    const sockets = await Promise.all(people.map((user) => stompAs(user)));
    const heard = await Promise.all(sockets.map((each) => each.listen(topic(room), { after: "0" })));
    const stub = env.CHAT_ROOM.getByName(`${app.appId}:${room.roomId}`);
    const stored: number[] = [];
    for (let n = 1; n <= 40; n++) {
      if (n % 10 === 0) await crash(stub);
      stored.push((await until(() => sayIn(room, ada, `${n}`, `c${n}`).catch(() => null)))?.seq ?? 0);
    }
    await until(() => heard.every(({ messages }) => messages.length >= 40));
    for (const each of heard) expect(each.bodies().map(({ seq }) => seq)).toEqual(stored);
  }, 40_000);

  it("of the gateway the sockets are closed, and nobody counts as present whose socket is gone", async () => {
    const app = await makeApp();
    const [ada, bob] = [await makeUser(app), await makeUser(app)];
    const room = await openRoom(app, [ada, bob]);
    const b = await stompAs(bob);
    await b.listen(topic(room));
    await crash(gatewayOf(bob));
    await until(() => b.closes.length > 0);
    await sayIn(room, ada, "is anybody here?");
    await expect
      .poll(
        async () => {
          const answer = await roomOf(room).presence({ by: { kind: "server" } });
          return answer.ok && answer.items.find(({ id }) => id === bob.userId)?.isOnline;
        },
        { timeout: 12_000, interval: 50 },
      )
      .toBe(false);
    expect([await rowsIn(bob, "socket"), await rowsIn(bob, "subscription"), await rowsIn(bob, "room")]).toEqual([0, 0, 0]);
  });
});

describe("a push", () => {
  const push = (app: TestApp, id: string) => ({
    id,
    type: "booking.confirmed",
    appId: app.appId,
    at: new Date().toISOString(),
    data: { n: 1 },
  });

  it("reaches every socket of its person at the app that listens to notifications, and nobody else", async () => {
    const app = await makeApp();
    const [ada, bob] = [await makeUser(app), await makeUser(app)];
    const tabs = [
      await stompAs(ada),
      await stompAs(ada),
      await stompWith({ headers: app.serverHeaders, connectHeaders: { Authorization: `Bearer ${ada.accessToken}` } }),
    ];
    const heard = await Promise.all(tabs.map((tab) => tab.listen("/user/queue/notifications")));
    const other = await (await stompAs(bob)).listen("/user/queue/notifications");
    await evictDurableObject(gatewayOf(ada));
    await inboxOf(env, ada.userId).push(push(app, "evt_1"));
    await until(() => heard.every(({ messages }) => messages.length === 1));
    expect(heard[0]?.bodies()).toEqual([expect.objectContaining({ id: "evt_1", type: "booking.confirmed", data: { n: 1 } })]);
    expect(heard[0]?.messages[0]?.headers["message-id"]).toBe("evt_1");
    await inboxOf(env, ada.userId).push(push(await makeApp(), "evt_2"));
    await inboxOf(env, bob.userId).push(push(app, "evt_3"));
    await until(() => other.messages.length === 1);
    expect(heard.map(({ messages }) => messages.length)).toEqual([1, 1, 1]);
  });

  it("that nobody keeps leaves nothing behind where somebody was never here", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    await inboxOf(env, ada.userId).push({ ...push(app, "evt_1"), type: "cart.changed" });
    const tables = await runInDurableObject(env.INBOX.getByName(ada.userId), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '_cf%'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});

describe("a key that is held to a list", () => {
  it("needs chat:read to listen and chat:write to send", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const room = await openRoom(app, [ada]);
    const keyed = async (scopes: string[]) => {
      const body = { kind: "SECRET", scopes };
      const made = await call<NewKey>("POST", `/api/v1/admin/apps/${app.appId}/keys`, { admin: true, body });
      return { "x-app-id": app.appId, "x-api-key": made.body.data.secretKey ?? "", authorization: `Bearer ${ada.accessToken}` };
    };
    await expect(openSocket({ headers: await keyed(["catalogue:read"]) })).rejects.toThrow(/403.*SCOPE_MISSING/);
    const reader = await stompWith({ headers: await keyed(["chat:read"]) });
    const refused = await reader.listen("/user/queue/errors");
    const heard = await reader.listen(topic(room));
    for (const destination of [`/app/chat.send/${room.roomId}`, "/topic/live.x"]) {
      reader.client.publish({ destination, body: '{"content":"x"}' });
      await until(() => refused.messages.some(({ body }) => body.includes(destination) && body.includes("SCOPE_MISSING")));
    }
    await sayIn(room, ada, "hello");
    await until(() => heard.messages.length === 1);
    const writer = await stompWith({ headers: await keyed(["chat:read", "chat:write"]) });
    expect((await writer.send(`/app/chat.send/${room.roomId}`, { content: "x" })).headers.seq).toBe("2");
  });
});

describe("a client that does not read", () => {
  it("and shows no sign of life is closed after 8 MiB, and others are not harmed", async () => {
    const app = await makeApp();
    const [ada, bob, cyd] = [await makeUser(app), await makeUser(app), await makeUser(app)];
    const [speaker, lively, silent] = [await stompAs(ada), await stompAs(bob, { heartBeat: [10_000, 0] }), await stompAs(cyd)];
    const heard = await lively.listen("/topic/live.flood");
    await silent.listen("/topic/live.flood");
    const body = "x".repeat(60_000);
    for (let n = 0; n < 160; n++) {
      await speaker.send("/topic/live.flood", body);
      if (n % 20 === 0) await lively.send("/app/heartbeat", "");
    }
    await until(() => silent.closes.length > 0);
    expect(silent.closes[0]?.code).toBe(1013);
    await until(() => heard.messages.length === 160);
    expect(lively.closes).toEqual([]);
  }, 30_000);
});

describe("a socket that has gone", () => {
  it("leaves nothing behind, at the gateway and in its person's inbox", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const room = await openRoom(app, [ada]);
    const a = await stompAs(ada);
    await a.listen(topic(room), { ack: "client" });
    await a.listen("/topic/live.x");
    a.client.begin("open");
    await sayIn(room, ada, "unacknowledged");
    await until(async () => (await rowsIn(ada, "unacked")) === 1);
    await a.client.deactivate({ force: true });
    await until(async () => {
      const counts = ["socket", "subscription", "room", "unacked", "held_frame", "piece"].map((table) => rowsIn(ada, table));
      return (await Promise.all(counts)).every((count) => count === 0);
    });
    const inbox = () =>
      runInDurableObject(env.INBOX.getByName(ada.userId), (_, { storage }) => storage.sql.exec("SELECT id FROM socket").toArray());
    await until(async () => (await inbox()).length === 0);
    await until(async () => {
      const answer = await roomOf(room).standing({ userId: ada.userId });
      return answer.ok && answer.standing.lastSeenAt !== null;
    });
  });
});
