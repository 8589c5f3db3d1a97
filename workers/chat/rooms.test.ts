import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { ChatRoom, Invite, LastSeen, Member, OwnChatRoom } from "../../contracts/chat.ts";
import { type Call, call, makeApp, makeUser, someAddress, type TestApp, type TestUser } from "../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

/** The app's server, for somebody new each time, so that nobody is slowed down. */
const office = (of: TestApp): Call => ({ server: of, headers: { "x-end-user-ip": someAddress() } });
const rooms = "/api/v1/chat/chat-rooms";
const codeOf = async (method: string, path: string, options: Call) => {
  const { status, body } = await call(method, path, options);
  return body.success ? status : `${status} ${body.error.code}`;
};
const made = async (options: Call, body: object = {}) =>
  (await call<{ room: ChatRoom }>("POST", rooms, { ...options, body: { name: "Row B", ...body } })).body.data.room;
const three = () => Promise.all([makeUser(app), makeUser(app), makeUser(app)]);

describe("a room that is made", () => {
  it("has its maker as owner, its people as members, and is at once in their lists", async () => {
    const [ada, bob] = await three();
    const answer = await call<{ room: ChatRoom }>("POST", rooms, {
      user: ada,
      body: {
        name: " Hamlet ",
        description: "for us",
        visibility: "PRIVATE",
        memberIds: [bob.userId, ada.userId, bob.userId],
        metadata: { row: 7 },
      },
    });
    expect([answer.status, answer.body.data.room]).toEqual([
      201,
      expect.objectContaining({
        name: "Hamlet",
        description: "for us",
        type: "GROUP",
        visibility: "PRIVATE",
        status: "ACTIVE",
        ownerId: ada.userId,
        role: "OWNER",
        memberCount: 2,
        metadata: { row: 7 },
        pinned: [],
      }),
    ]);
    const { id } = answer.body.data.room;
    const own = await call<{ items: OwnChatRoom[] }>("GET", `${rooms}/user`, { user: bob });
    expect(own.body.data.items).toEqual([
      expect.objectContaining({ id, role: "MEMBER", unreadCount: 0, lastMessage: null, lastSeenAt: null }),
    ]);
    expect((await call<{ room: ChatRoom }>("GET", `${rooms}/${id}`, { user: bob })).body.data.room).toMatchObject({ id, role: "MEMBER" });
  });

  it("by the tenant's server has no owner", async () => {
    expect(await made(office(app), { memberIds: [] })).toMatchObject({ ownerId: null, role: null, memberCount: 0 });
  });

  it("names only people who exist", async () => {
    const [ada] = await three();
    const body = { name: "X", memberIds: ["usr_nobody"] };
    expect(await codeOf("POST", rooms, { user: ada, body })).toBe("404 USER_NOT_FOUND");
  });
});

describe("a direct room", () => {
  it("is the one of its pair, whoever opens it, at the same moment and later", async () => {
    const [ada, bob, cyd] = await three();
    const open = (from: TestUser, to: TestUser) =>
      call<{ room: ChatRoom }>("POST", "/api/v1/chat/direct", { user: from, body: { userId: to.userId } });
    const answers = await Promise.all([open(ada, bob), open(bob, ada), open(ada, bob)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.data.room.id)).size).toBe(1);
    const [first] = answers;
    expect(first?.body.data.room).toMatchObject({
      type: "DIRECT",
      visibility: "PRIVATE",
      memberCount: 2,
      peerId: bob.userId,
      ownerId: null,
    });
    const again = await call<{ room: ChatRoom }>("POST", rooms, {
      user: bob,
      body: { name: "X", type: "DIRECT", memberIds: [ada.userId] },
    });
    expect([again.status, again.body.data.room]).toEqual([200, { ...first?.body.data.room, peerId: ada.userId }]);
    expect((await open(ada, cyd)).body.data.room.id).not.toBe(first?.body.data.room.id);
    const listed = await call<{ items: ChatRoom[] }>("GET", `${rooms}?type=DIRECT`, { user: bob });
    expect(listed.body.data.items).toEqual([expect.objectContaining({ id: first?.body.data.room.id, peerId: ada.userId })]);
  });

  it("needs somebody else who exists, and nobody else comes in or goes out", async () => {
    const [ada, bob, cyd] = await three();
    const direct = (userId: string) => codeOf("POST", "/api/v1/chat/direct", { user: ada, body: { userId } });
    expect([await direct(ada.userId), await direct("usr_nobody")]).toEqual(["422 VALIDATION_FAILED", "404 USER_NOT_FOUND"]);
    expect(await codeOf("POST", rooms, { ...office(app), body: { name: "X", type: "DIRECT", memberIds: [ada.userId] } })).toBe(
      "422 VALIDATION_FAILED",
    );
    const { room } = (await call<{ room: ChatRoom }>("POST", "/api/v1/chat/direct", { user: ada, body: { userId: bob.userId } })).body.data;
    expect([
      await codeOf("POST", `${rooms}/join/${room.id}`, { user: cyd }),
      await codeOf("POST", `${rooms}/leave/${room.id}`, { user: bob }),
    ]).toEqual(["403 INVITATION_REQUIRED", "403 FORBIDDEN"]);
  });
});

describe("joining and leaving", () => {
  it("a public room is for everybody of the app, and leaving it twice is leaving it", async () => {
    const [ada, bob] = await three();
    const { id } = await made({ user: ada });
    expect((await call<{ room: ChatRoom }>("POST", `${rooms}/join/${id}`, { user: bob })).body.data.room).toMatchObject({
      role: "MEMBER",
      memberCount: 2,
    });
    expect(await codeOf("POST", `${rooms}/join/${id}`, { user: bob, body: {} })).toBe(200);
    const left = await call<{ room: ChatRoom }>("POST", `${rooms}/leave/${id}`, { user: bob });
    expect([left.status, left.body.data.room]).toEqual([200, expect.objectContaining({ role: null, memberCount: 1 })]);
    expect(await codeOf("POST", `${rooms}/leave/${id}`, { user: bob })).toBe(200);
    expect((await call<{ items: unknown[] }>("GET", `${rooms}/user`, { user: bob })).body.data.items).toEqual([]);
  });

  it("a private room takes whoever was invited by name, or brings a link's token", async () => {
    const [ada, bob, cyd] = await three();
    const { id } = await made({ user: ada }, { visibility: "PRIVATE" });
    const join = (user: TestUser, body?: object) => codeOf("POST", `${rooms}/join/${id}`, { user, body });
    expect([await join(bob), await join(bob, { invite: "WRONG" })]).toEqual(["403 INVITATION_REQUIRED", "403 INVITATION_INVALID"]);
    const named = await call<{ invite: Invite }>("POST", `${rooms}/${id}/invites`, { user: ada, body: { userId: bob.userId } });
    expect([named.status, named.body.data.invite]).toEqual([201, expect.objectContaining({ userId: bob.userId, usesMax: 1, roomId: id })]);
    expect(await join(bob)).toBe(200);
    const link = await call<{ invite: Invite & { token: string; url: string | null } }>("POST", `${rooms}/${id}/invites`, {
      user: ada,
      body: { usesMax: 1 },
    });
    const { token, url } = link.body.data.invite;
    expect([token, url]).toEqual([expect.stringMatching(/^[0-9A-Z]{26}$/), null]);
    const shown = await call<{ room: ChatRoom }>("GET", `${rooms}/${id}?invite=${token}`, { user: cyd });
    expect(shown.body.data.room).toMatchObject({ id, role: null });
    expect(await join(cyd, { invite: token })).toBe(200);
    const listed = await call<{ items: Invite[] }>("GET", `${rooms}/${id}/invites`, { user: ada });
    expect(JSON.stringify(listed.body)).not.toContain(token);
  });

  it("an invitation's link of the platform's own web app leads to its page, and a withdrawn one to nothing", async () => {
    const web = await makeApp({ webApp: true });
    const [ada, bob] = await Promise.all([makeUser(web), makeUser(web)]);
    const { id } = await made({ user: ada }, { visibility: "PRIVATE" });
    const link = await call<{ invite: { id: string; token: string; url: string } }>("POST", `${rooms}/${id}/invites`, {
      user: ada,
      body: {},
    });
    const { url, token, id: inviteId } = link.body.data.invite;
    expect(new URL(url).pathname + new URL(url).search).toBe(`/chat/${id}?invite=${token}`);
    expect(await codeOf("DELETE", `${rooms}/${id}/invites/${inviteId}`, { user: ada })).toBe(200);
    expect(await codeOf("DELETE", `${rooms}/${id}/invites/${inviteId}`, { user: ada })).toBe("404 INVITE_NOT_FOUND");
    expect(await codeOf("POST", `${rooms}/join/${id}`, { user: bob, body: { invite: token } })).toBe("403 INVITATION_INVALID");
  });
});

describe("members", () => {
  it("are listed page by page with their names, and the banned apart", async () => {
    const [ada, bob, cyd] = await three();
    const { id } = await made({ user: ada }, { memberIds: [bob.userId, cyd.userId] });
    const first = await call<{ items: Member[]; nextCursor: string }>("GET", `${rooms}/${id}/members?limit=2`, { user: bob });
    const rest = await call<{ items: Member[]; nextCursor: null }>(
      "GET",
      `${rooms}/${id}/members?limit=2&cursor=${first.body.data.nextCursor}`,
      { user: bob },
    );
    expect(rest.body.data.nextCursor).toBeNull();
    const all = [...first.body.data.items, ...rest.body.data.items];
    expect(new Set(all.map((member) => member.id))).toEqual(new Set([ada.userId, bob.userId, cyd.userId]));
    expect(all.find((member) => member.id === ada.userId)).toMatchObject({
      role: "OWNER",
      isOnline: false,
      banned: false,
      username: ada.email.split("@")[0],
    });
    const ban = await call<{ member: Member }>("PATCH", `${rooms}/${id}/members/${cyd.userId}`, { user: ada, body: { banned: true } });
    expect(ban.body.data.member).toMatchObject({ id: cyd.userId, banned: true });
    expect(await codeOf("GET", `${rooms}/${id}/members?banned=true`, { user: bob })).toBe("403 FORBIDDEN");
    const banned = await call<{ items: Member[] }>("GET", `${rooms}/${id}/members?banned=true`, office(app));
    expect(banned.body.data.items.map((member) => member.id)).toEqual([cyd.userId]);
    expect(await codeOf("POST", `${rooms}/join/${id}`, { user: cyd })).toBe("403 BANNED");
  });

  it("are moderated by owners, moderators and the tenant's server, whose doings are audited", async () => {
    const [ada, bob, cyd] = await three();
    const { id } = await made({ user: ada }, { memberIds: [bob.userId, cyd.userId] });
    const member = (userId: string) => `${rooms}/${id}/members/${userId}`;
    expect(await codeOf("PATCH", member(cyd.userId), { user: bob, body: { banned: true } })).toBe("403 FORBIDDEN");
    expect(await codeOf("PATCH", member(bob.userId), { user: ada, body: { role: "MODERATOR" } })).toBe(200);
    const until = new Date(Date.now() + 60_000).toISOString();
    const muted = await call<{ member: Member }>("PATCH", member(cyd.userId), { user: bob, body: { mutedUntil: until } });
    expect(muted.body.data.member.mutedUntil).toBe(until);
    const said = await call("POST", "/api/v1/messages", { user: cyd, body: { chatRoomId: id, content: "but", clientId: "1" } });
    expect([said.status, said.body.error]).toEqual([403, expect.objectContaining({ code: "MUTED", details: { until } })]);
    expect(await codeOf("DELETE", member(cyd.userId), { user: bob })).toBe(200);
    expect(await codeOf("PATCH", member(ada.userId), { ...office(app), body: { role: "MEMBER" } })).toBe("409 LAST_OWNER");
    const requestId = crypto.randomUUID();
    const slow = await call<{ room: ChatRoom }>("PATCH", `${rooms}/${id}`, {
      ...office(app),
      body: { slowModeSeconds: 30 },
      headers: { "x-request-id": requestId },
    });
    expect(slow.body.data.room.slowModeSeconds).toBe(30);
    const row = await env.DB.prepare("SELECT actor, action, subject FROM audit_log WHERE request_id = ?").bind(requestId).first();
    expect(row).toEqual({ actor: "server", action: "chat-room.updated", subject: id });
  });

  it("are shown with their presence, and the tenant's server asks when somebody was last there", async () => {
    const [ada, bob, cyd] = await three();
    const { id } = await made({ user: ada }, { memberIds: [bob.userId] });
    const presence = await call<{ items: { id: string; isOnline: boolean }[] }>("GET", `${rooms}/${id}/presence`, { user: bob });
    expect(presence.body.data.items.map((each) => [each.id, each.isOnline]).sort()).toEqual(
      [
        [ada.userId, false],
        [bob.userId, false],
      ].sort(),
    );
    await call("POST", "/api/v1/messages", { user: ada, body: { chatRoomId: id, content: "hello", clientId: "1" } });
    const seen = await call<LastSeen>("GET", `${rooms}/${id}/last-seen?userId=${bob.userId}`, office(app));
    expect(seen.body.data).toEqual({
      roomId: id,
      userId: bob.userId,
      lastSeenAt: null,
      isOnline: false,
      readSeq: 0,
      headSeq: 1,
      unreadCount: 1,
    });
    expect(await codeOf("GET", `${rooms}/${id}/last-seen?userId=${cyd.userId}`, office(app))).toBe("404 MEMBER_NOT_FOUND");
    expect(await codeOf("GET", `${rooms}/${id}/last-seen?userId=${bob.userId}`, { user: ada })).toBe("403 SCOPE_MISSING");
    expect(await codeOf("GET", `/api/v1/messages/last_seen?chatRoomId=${id}`, { user: cyd })).toBe("403 NOT_A_MEMBER");
  });
});

it("a room of another app and one that nobody has answer the same to everybody", async () => {
  const [ada] = await three();
  const stranger = await makeApp();
  const { id } = await made({ user: ada });
  const callers: Call[] = [office(stranger), { user: await makeUser(stranger) }];
  for (const caller of callers) {
    for (const roomId of [id, "room_none"]) {
      expect(await codeOf("GET", `${rooms}/${roomId}`, caller)).toBe("404 ROOM_NOT_FOUND");
      expect(await codeOf("PATCH", `${rooms}/${roomId}`, { ...caller, body: { name: "mine" } })).toBe("404 ROOM_NOT_FOUND");
    }
  }
  expect((await call<{ items: unknown[] }>("GET", rooms, office(stranger))).body.data.items).toEqual([]);
});
