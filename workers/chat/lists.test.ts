import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ChatRoom, OwnChatRoom } from "../../contracts/chat.ts";
import type { Message } from "../../contracts/messages.ts";
import { type Call, call, makeApp, makeUser, someAddress, type TestApp, type TestUser, testTenantCtx } from "../../test/harness.ts";
import type { UserCtx } from "../platform/context.ts";
import { createRoom } from "./create-room.ts";
import { listOwnRooms } from "./list-own-rooms.ts";

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
  total?: number;
}

/** The app's server, for somebody new each time, so that nobody is slowed down. */
const office = (of: TestApp): Call => ({ server: of, headers: { "x-end-user-ip": someAddress() } });
const rooms = "/api/v1/chat/chat-rooms";
const list = async <Item = ChatRoom>(as: Call, query = "", path = rooms) =>
  (await call<Page<Item>>("GET", `${path}${query}`, as)).body.data;
const names = (page: Page<{ name: string }>) => page.items.map(({ name }) => name);
const ctxOf = (user: TestUser, parts: Partial<UserCtx> = {}): UserCtx => ({
  ...testTenantCtx(user.app, parts),
  actor: { kind: "user", userId: user.userId, sessionId: "ses_x", role: "USER" },
});
/** Made by the verb itself: the route takes five at a time. */
const make = (user: TestUser, name: string, visibility: "PUBLIC" | "PRIVATE" = "PUBLIC", at = Date.now()) =>
  createRoom(ctxOf(user, { now: () => at }), { name, description: "", type: "GROUP", visibility, memberIds: [], metadata: {} });
const send = async (user: TestUser, chatRoomId: string, content: string) =>
  (await call<{ message: Message }>("POST", "/api/v1/messages", { user, body: { chatRoomId, content, clientId: crypto.randomUUID() } }))
    .body.data.message;

/** An app of its own with two people and rooms of both. */
async function someRooms() {
  const app: TestApp = await makeApp();
  const [ada, bob] = await Promise.all([makeUser(app), makeUser(app)]);
  for (const [name, user, visibility] of [
    ["Alpha", ada, "PUBLIC"],
    ["beta", bob, "PRIVATE"],
    ["Gamma", ada, "PRIVATE"],
    ["delta 100%", bob, "PUBLIC"],
    ["Epsilon", ada, "PUBLIC"],
  ] as const) {
    await make(user, name, visibility);
  }
  return { app, ada, bob };
}

describe("the list of rooms", () => {
  it("has the app's public ones and one's own, for the tenant's server all, the newest first", async () => {
    const { app, ada, bob } = await someRooms();
    expect(names(await list({ user: ada }))).toEqual(["Epsilon", "delta 100%", "Gamma", "Alpha"]);
    expect(names(await list({ user: bob }))).toEqual(["Epsilon", "delta 100%", "beta", "Alpha"]);
    expect(names(await list(office(app)))).toEqual(["Epsilon", "delta 100%", "Gamma", "beta", "Alpha"]);
    const [epsilon, delta] = (await list({ user: ada })).items;
    expect([epsilon?.role, delta?.role, epsilon?.memberCount]).toEqual(["OWNER", null, 1]);
  });

  it("knows what is pinned in each", async () => {
    const { app, ada } = await someRooms();
    const { room } = await make(ada, "Pinned");
    const { id } = await send(ada, room.id, "read this");
    await call("PATCH", `${rooms}/${room.id}`, { user: ada, body: { pinned: [id] } });
    const [listed] = (await list(office(app))).items;
    expect(listed).toMatchObject({ name: "Pinned", pinned: [id] });
  });

  it("goes on by cursor and by number, over both kinds, and counts", async () => {
    const { ada } = await someRooms();
    const pages: string[][] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page<ChatRoom> = await list({ user: ada }, `?limit=2${cursor && `&cursor=${cursor}`}`);
      pages.push(names(page));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([
      ["Epsilon", "delta 100%"],
      ["Gamma", "Alpha"],
    ]);
    const second = await list({ user: await makeUser(ada.app) }, "?page=1&size=2&sort=name,asc");
    expect([names(second), second.total, second.nextCursor]).toEqual([["Epsilon"], 3, null]);
    const sorted = await list(office(ada.app), "?sort=name");
    expect(names(sorted)).toEqual(["Alpha", "beta", "delta 100%", "Epsilon", "Gamma"]);
  });

  it("takes no character of q to mean anything, and refuses what is no page of it", async () => {
    const { app } = await someRooms();
    expect(names(await list(office(app), "?q=0%25"))).toEqual(["delta 100%"]);
    expect(names(await list(office(app), "?q=_"))).toEqual([]);
    expect(names(await list(office(app), "?q=A&sort=createdAt,asc"))).toEqual(["Alpha", "beta", "Gamma", "delta 100%"]);
    for (const query of ["?cursor=x", "?cursor=x&page=1", "?sort=secret", "?page=-1", "?q=".padEnd(300, "x")]) {
      expect([query, (await call("GET", rooms + query, office(app))).status]).toEqual([query, 422]);
    }
  });
});

describe("the list of one's own rooms", () => {
  it("says at once what is unread and what was said last, the latest first", async () => {
    const app = await makeApp();
    const [ada, bob] = await Promise.all([makeUser(app), makeUser(app)]);
    const [one, two] = [await make(ada, "one"), await make(ada, "two")];
    for (const { room } of [one, two]) await call("POST", `${rooms}/join/${room.id}`, { user: bob });
    const last = await send(ada, one.room.id, "are you there?");
    const { items } = await list<OwnChatRoom>({ user: bob }, "", `${rooms}/user`);
    expect(items.map(({ name, unreadCount, readSeq }) => [name, unreadCount, readSeq])).toEqual([
      ["one", 1, 1],
      ["two", 0, 1],
    ]);
    expect(items[0]?.lastMessage).toEqual(last);
    expect(items[1]?.lastMessage).toMatchObject({ kind: "JOIN", senderId: bob.userId });
    await send(bob, one.room.id, "I am");
    expect((await list<OwnChatRoom>({ user: bob }, "", `${rooms}/user`)).items[0]).toMatchObject({ unreadCount: 0, readSeq: 3 });
  });

  it("knows of a room that does not answer what D1 knows, and leaves out one that was left", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const [kept, left] = [await make(ada, "kept"), await make(ada, "left")];
    await env.DB.prepare("UPDATE chat_rooms SET head_seq = 5, version = 9 WHERE id = ?").bind(kept.room.id).run();
    await env.DB.prepare(
      `INSERT INTO messages (room_id, seq, app_id, id, sender_id, client_id, kind, content, sent_at, version)
       VALUES (?, 5, ?, '99', 'usr_x', 'c', 'TEXT', 'archived', 0, 0)`,
    )
      .bind(kept.room.id, app.appId)
      .run();
    const ctx = ctxOf(ada);
    const away = {
      getByName: () => ({
        standing: () => Promise.reject(Object.assign(new Error("away"), { overloaded: true })),
      }),
    };
    const broken = { ...ctx, env: { ...env, CHAT_ROOM: away as unknown as Env["CHAT_ROOM"] } };
    const { items } = await listOwnRooms(broken, { limit: 20 });
    expect(items.map(({ name, unreadCount, lastMessage }) => [name, unreadCount, lastMessage?.content])).toEqual([
      ["left", 0, undefined],
      ["kept", 5, "archived"],
    ]);
    await env.CHAT_ROOM.getByName(`${app.appId}:${left.room.id}`).leave({ userId: ada.userId });
    expect(names(await listOwnRooms(ctx, { limit: 20 }))).toEqual(["kept"]);
  });

  it("goes on by cursor and by number", async () => {
    const app = await makeApp();
    const ada = await makeUser(app);
    const now = Date.now();
    for (let each = 0; each < 5; each++) await make(ada, `room ${each}`, "PRIVATE", now + each);
    const first = await list<OwnChatRoom>({ user: ada }, "?limit=3", `${rooms}/user`);
    const rest = await list<OwnChatRoom>({ user: ada }, `?limit=3&cursor=${first.nextCursor}`, `${rooms}/user`);
    expect([...names(first), ...names(rest), rest.nextCursor]).toEqual(["room 4", "room 3", "room 2", "room 1", "room 0", null]);
    const numbered = await list<OwnChatRoom>({ user: ada }, "?page=1&size=2&sort=name,desc", `${rooms}/user`);
    expect([names(numbered), numbered.total]).toEqual([["room 2", "room 1"], 5]);
  });
});
