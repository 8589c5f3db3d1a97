import { describe, expect, it } from "vitest";
import { as, listening, openRoom } from "../../test/chat-room.ts";
import { sha256 } from "../../workers/platform/digest.ts";

const code = (answer: { ok: boolean; code?: string }) => (answer.ok ? "OK" : answer.code);
const person = (userId: string) => ({ userId, username: userId.replace("usr_", "") });
const later = () => Date.now() + 60_000;

describe("a room", () => {
  it("that was never made answers nobody and keeps nothing", async () => {
    const opened = await openRoom();
    const unknown = await openRoom([], { ownerId: null });
    expect(code(await unknown.room.room({ by: as("usr_ada") }))).toBe("OK");
    expect(code(await opened.room.standing({ userId: "usr_eve" }))).toBe("NOT_A_MEMBER");
  });

  it("is made once, whoever makes it again", async () => {
    const { room, roomId, appId } = await openRoom();
    const again = { roomId, appId, name: "other", description: "", type: "GROUP", visibility: "PRIVATE" } as const;
    const answer = await room.create({ ...again, metadata: {}, showtimeId: null, ownerId: "usr_eve", members: [person("usr_eve")] });
    expect(answer).toMatchObject({ ok: true, created: false, room: { name: "Row B", ownerId: "usr_ada", memberCount: 2 } });
  });
});

describe("whoever comes into a room", () => {
  it("is told of by a JOIN message, has nothing unread, and comes in once", async () => {
    const { room, say, all } = await openRoom();
    await say("usr_ada", "before");
    const joined = await room.join({ person: person("usr_cyd") });
    expect(joined).toMatchObject({
      ok: true,
      room: { role: "MEMBER", memberCount: 3 },
      told: { members: [{ userId: "usr_cyd", state: "MEMBER" }] },
    });
    expect(code(await room.join({ person: person("usr_cyd") }))).toBe("OK");
    expect((await all()).map(({ kind, senderId }) => [kind, senderId])).toEqual([
      ["TEXT", "usr_ada"],
      ["JOIN", "usr_cyd"],
    ]);
    expect(await room.standing({ userId: "usr_cyd" })).toMatchObject({ standing: { unreadCount: 0, headSeq: 2 } });
    expect(await room.standing({ userId: "usr_bob" })).toMatchObject({ standing: { unreadCount: 2 } });
  });

  it("needs an invitation to a private one: by link, as often as it may be used, or by name", async () => {
    const { room } = await openRoom(["usr_ada"], { visibility: "PRIVATE" });
    const join = (userId: string, invite?: string) => room.join({ person: person(userId), ...(invite !== undefined && { invite }) });
    expect(code(await join("usr_bob"))).toBe("INVITATION_REQUIRED");
    expect(code(await join("usr_bob", "WRONG"))).toBe("INVITATION_INVALID");
    const link = { by: as("usr_ada"), inviteId: "inv_1", tokenDigest: await sha256("TOKEN"), expiresAt: later(), usesMax: 1 };
    expect(await room.invite(link)).toMatchObject({ ok: true, invite: { uses: 0, usesMax: 1, createdBy: "usr_ada" } });
    expect(code(await room.room({ by: as("usr_bob"), invite: "TOKEN" }))).toBe("OK");
    expect(code(await room.room({ by: as("usr_bob") }))).toBe("INVITATION_REQUIRED");
    expect([code(await join("usr_bob", "TOKEN")), code(await join("usr_cyd", "TOKEN"))]).toEqual(["OK", "INVITATION_INVALID"]);
    const named = {
      by: as("usr_ada"),
      inviteId: "inv_2",
      tokenDigest: await sha256("NAMED"),
      userId: "usr_dan",
      expiresAt: later(),
      usesMax: 5,
    };
    await room.invite(named);
    expect([code(await join("usr_cyd", "NAMED")), code(await join("usr_dan"))]).toEqual(["INVITATION_INVALID", "OK"]);
    expect(code(await room.invite({ ...link, inviteId: "inv_3", tokenDigest: "x", by: as("usr_bob") }))).toBe("FORBIDDEN");
    const friend = { ...named, inviteId: "inv_5", userId: "usr_fay", tokenDigest: "y" };
    expect(code(await room.invite({ ...friend, by: as("usr_gus") }))).toBe("NOT_A_MEMBER");
    expect([code(await room.invite({ ...friend, by: as("usr_bob") })), code(await join("usr_fay"))]).toEqual(["OK", "OK"]);
    await room.invite({ ...friend, inviteId: "inv_6", tokenDigest: "z", by: as("usr_bob") });
    await room.kick({ by: as("usr_ada"), userId: "usr_fay" });
    expect(code(await join("usr_fay"))).toBe("INVITATION_REQUIRED");
    const withTickets = await openRoom(["usr_ada", "usr_bob"], { visibility: "PRIVATE", showtimeId: "sho_1" });
    expect(code(await withTickets.room.invite({ ...friend, by: as("usr_bob") }))).toBe("FORBIDDEN");
    expect(code(await withTickets.room.invite({ ...friend, by: as("usr_ada") }))).toBe("OK");
    await room.invite({ ...link, inviteId: "inv_4", tokenDigest: await sha256("GONE") });
    expect(await room.invites({ by: as("usr_ada") })).toMatchObject({ invites: [{ id: "inv_4" }] });
    await room.revokeInvite({ by: as("usr_ada"), inviteId: "inv_4" });
    expect(code(await join("usr_eve", "GONE"))).toBe("INVITATION_INVALID");
    expect(code(await room.revokeInvite({ by: as("usr_ada"), inviteId: "inv_4" }))).toBe("INVITE_NOT_FOUND");
  });

  it("hears nothing any more after leaving, being taken out or banned, and only who is banned cannot come back", async () => {
    const opened = await openRoom(["usr_ada", "usr_bob", "usr_cyd", "usr_dan"]);
    const { room, say } = opened;
    const sockets = await Promise.all(["usr_bob", "usr_cyd", "usr_dan"].map((userId) => listening(opened, userId)));
    await say("usr_ada", "all of you");
    await room.leave({ userId: "usr_bob" });
    await room.kick({ by: as("usr_ada"), userId: "usr_cyd" });
    await room.updateMember({ by: as("usr_ada"), userId: "usr_dan", banned: true });
    await say("usr_ada", "nobody but me");
    for (const socket of sockets) {
      await socket.until(() => socket.closes.length > 0);
      expect(socket.messages().map(({ content }) => content)).not.toContain("nobody but me");
      expect(socket.messages()[0]?.content).toBe("all of you");
    }
    expect(code(await room.join({ person: person("usr_bob") }))).toBe("OK");
    expect(code(await room.join({ person: person("usr_cyd") }))).toBe("OK");
    expect(code(await room.join({ person: person("usr_dan") }))).toBe("BANNED");
    expect(await room.members({ by: as("usr_ada"), limit: 5, banned: true })).toMatchObject({
      members: [{ userId: "usr_dan", banned: true }],
    });
    await room.updateMember({ by: as("usr_ada"), userId: "usr_dan", banned: false });
    expect(code(await room.join({ person: person("usr_dan") }))).toBe("OK");
  });
});

describe("running a room", () => {
  it("is for moderators over members, and for owners over everybody", async () => {
    const { room } = await openRoom(["usr_ada", "usr_bob", "usr_cyd"]);
    const mute = (by: string, userId: string) => room.updateMember({ by: as(by), userId, mutedUntil: later() });
    expect(code(await mute("usr_bob", "usr_cyd"))).toBe("FORBIDDEN");
    expect(await room.updateMember({ by: as("usr_ada"), userId: "usr_bob", role: "MODERATOR" })).toMatchObject({
      member: { role: "MODERATOR" },
    });
    expect(code(await mute("usr_bob", "usr_cyd"))).toBe("OK");
    expect(code(await mute("usr_bob", "usr_ada"))).toBe("FORBIDDEN");
    expect(code(await room.updateMember({ by: as("usr_bob"), userId: "usr_cyd", role: "MODERATOR" }))).toBe("FORBIDDEN");
    expect(code(await room.update({ by: as("usr_bob"), change: { slowModeSeconds: 5 } }))).toBe("OK");
    expect(code(await room.update({ by: as("usr_bob"), change: { name: "Mine" } }))).toBe("FORBIDDEN");
    expect(code(await room.update({ by: as("usr_cyd"), change: { slowModeSeconds: 0 } }))).toBe("FORBIDDEN");
    expect(code(await mute("usr_ada", "usr_nobody"))).toBe("MEMBER_NOT_FOUND");
    expect(await room.update({ by: { kind: "server" }, change: { name: "Ours" } })).toMatchObject({ room: { name: "Ours" } });
  });

  it("never lacks an owner: the longest-serving moderator follows, else the longest-serving member", async () => {
    const { room } = await openRoom(["usr_ada", "usr_bob", "usr_cyd"]);
    await room.updateMember({ by: as("usr_ada"), userId: "usr_cyd", role: "MODERATOR" });
    await room.leave({ userId: "usr_ada" });
    expect(await room.room({ by: as("usr_cyd") })).toMatchObject({ room: { ownerId: "usr_cyd", role: "OWNER" } });
    await room.leave({ userId: "usr_cyd" });
    expect(await room.room({ by: as("usr_bob") })).toMatchObject({ room: { ownerId: "usr_bob", role: "OWNER" } });
    expect(code(await room.kick({ by: { kind: "server" }, userId: "usr_bob" }))).toBe("LAST_OWNER");
  });

  it("pins messages of the room alone", async () => {
    const [opened, other] = [await openRoom(), await openRoom()];
    const [mine, theirs] = [await opened.say("usr_bob", "rules"), await other.say("usr_ada", "x")];
    const pin = (ids: string[]) => opened.room.update({ by: as("usr_ada"), change: { pinned: ids } });
    expect(await pin([mine.id])).toMatchObject({ room: { pinned: [mine.id] } });
    expect(code(await pin([theirs.id]))).toBe("MESSAGE_NOT_FOUND");
    await opened.room.delete({ by: as("usr_bob"), id: mine.id });
    expect(await opened.room.room({ by: as("usr_ada") })).toMatchObject({ room: { pinned: [] } });
  });
});

describe("the room of a pair", () => {
  it("is nobody else's, and cannot be left or run", async () => {
    const { room } = await openRoom(["usr_ada", "usr_bob"], { type: "DIRECT", visibility: "PRIVATE", name: "" });
    expect(await room.room({ by: as("usr_bob") })).toMatchObject({ room: { peerId: "usr_ada", role: "MEMBER" } });
    expect(code(await room.join({ person: person("usr_eve") }))).toBe("INVITATION_REQUIRED");
    expect(code(await room.room({ by: as("usr_eve") }))).toBe("NOT_A_MEMBER");
    expect(code(await room.leave({ userId: "usr_bob" }))).toBe("FORBIDDEN");
    expect(code(await room.updateMember({ by: as("usr_ada"), userId: "usr_bob", banned: true }))).toBe("FORBIDDEN");
    expect(code(await room.update({ by: as("usr_ada"), change: { name: "x" } }))).toBe("FORBIDDEN");
  });
});
