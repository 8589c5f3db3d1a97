import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { as, listen, listening, openRoom } from "../../test/chat-room.ts";

describe("a message", () => {
  it("is numbered without gap, and has an id that grows with it", async () => {
    const { say, all } = await openRoom();
    const said = [await say("usr_ada", "one"), await say("usr_bob", "two"), await say("usr_ada", "three")];
    expect(said.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(BigInt(said[0]?.id ?? 0) < BigInt(said[1]?.id ?? 0) && BigInt(said[1]?.id ?? 0) < BigInt(said[2]?.id ?? 0)).toBe(true);
    expect(await all()).toEqual(said);
  });

  it("is one for ever, however often its sender sends it, before and after an eviction", async () => {
    const { stub, room, all } = await openRoom();
    const send = () => room.send({ by: as("usr_ada"), content: "hello", clientId: "c1" });
    const first = await Promise.all(Array.from({ length: 50 }, send));
    await evictDurableObject(stub);
    const again = await Promise.all(Array.from({ length: 50 }, send));
    const ids = new Set([...first, ...again].map((answer) => (answer.ok ? answer.message.id : answer.code)));
    expect(ids.size).toBe(1);
    expect([...first, ...again].filter((answer) => answer.ok && !answer.duplicate)).toHaveLength(1);
    expect(await all()).toHaveLength(1);
  });

  it("reaches everybody who listens, and its sender is told that it is stored", async () => {
    const opened = await openRoom();
    const [ada, bob] = [await listen(opened, "usr_ada"), await listen(opened, "usr_bob")];
    ada.send({ type: "send", content: "hi **there**", clientId: "c1" });
    const ack = await ada.next("ack");
    expect(ack).toMatchObject({ clientId: "c1", seq: 1 });
    const heard = await bob.next("message");
    expect(heard.message).toMatchObject({ id: ack.id, seq: 1, senderId: "usr_ada", content: "hi **there**", kind: "TEXT", type: "GROUP" });
    expect((await ada.next("message")).message).toEqual(heard.message);
  });
});

const code = (answer: { ok: boolean; code?: string }) => (answer.ok ? "OK" : answer.code);

describe("writing", () => {
  it("is for members alone, not for those who are muted, and not in an archived room", async () => {
    const { room } = await openRoom(["usr_ada", "usr_bob"]);
    const send = (userId: string) => room.send({ by: as(userId), content: "x", clientId: crypto.randomUUID() });
    expect(code(await send("usr_eve"))).toBe("NOT_A_MEMBER");
    await room.updateMember({ by: as("usr_ada"), userId: "usr_bob", mutedUntil: Date.now() + 60_000 });
    expect(await send("usr_bob")).toMatchObject({ ok: false, code: "MUTED", details: { until: expect.stringContaining("T") } });
    expect(code(await room.typing({ userId: "usr_bob", active: true }))).toBe("MUTED");
    await room.updateMember({ by: as("usr_ada"), userId: "usr_bob", mutedUntil: null });
    expect(code(await send("usr_bob"))).toBe("OK");
    await room.updateMember({ by: as("usr_ada"), userId: "usr_bob", banned: true });
    expect(code(await send("usr_bob"))).toBe("BANNED");
    await room.update({ by: as("usr_ada"), change: { status: "ARCHIVED" } });
    expect(code(await send("usr_ada"))).toBe("ROOM_ARCHIVED");
  });

  it("passes 200 messages at once and then 20 a second, of one person in one room, and a repeated one costs nothing", async () => {
    const opened = await openRoom();
    const send = (userId: string, n: number) => opened.room.send({ by: as(userId), content: `${n}`, clientId: `c${n}` });
    const answers = await Promise.all(Array.from({ length: 230 }, (_, n) => send("usr_ada", n)));
    const passed = answers.filter(({ ok }) => ok).length;
    expect(passed).toBeGreaterThanOrEqual(200);
    expect(passed).toBeLessThan(225);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: "RATE_LIMITED", details: { retryAfterSeconds: 1 } });
    expect(await send("usr_ada", 0)).toMatchObject({ ok: true, duplicate: true });
    expect(code(await send("usr_bob", 0))).toBe("OK");
  });

  it("waits between two messages in slow mode, also after an eviction, but for moderators", async () => {
    const { room, stub } = await openRoom();
    const send = (userId: string) => room.send({ by: as(userId), content: "x", clientId: crypto.randomUUID() });
    await room.update({ by: as("usr_ada"), change: { slowModeSeconds: 60 } });
    expect(code(await send("usr_bob"))).toBe("OK");
    await evictDurableObject(stub);
    expect(await send("usr_bob")).toMatchObject({ code: "SLOW_MODE", details: { retryAfterSeconds: 60 } });
    expect([code(await send("usr_ada")), code(await send("usr_ada"))]).toEqual(["OK", "OK"]);
  });

  it("of the tenant's server is the system's", async () => {
    const { room } = await openRoom();
    const answer = await room.send({ by: { kind: "server" }, content: "Doors are open.", clientId: "evt_1" });
    expect(answer).toMatchObject({ ok: true, message: { kind: "SYSTEM", senderId: "system" } });
  });

  it("answers another message with its first words, and names members by @username", async () => {
    const { room, say } = await openRoom();
    const first = await say("usr_ada", `${"long ".repeat(60)}end`);
    const answer = await room.send({ by: as("usr_bob"), content: "yes @Ada, and mail@ada.com", clientId: "r1", replyTo: first.id });
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.message.replyTo).toMatchObject({ id: first.id, seq: 1, senderId: "usr_ada" });
    expect([...(answer.message.replyTo?.excerpt ?? "")]).toHaveLength(121);
    expect(answer.message.mentions).toEqual(["usr_ada"]);
    const faces = await say("usr_ada", "😀".repeat(200));
    const toFaces = await room.send({ by: as("usr_bob"), content: "ha", clientId: "r3", replyTo: faces.id });
    expect(toFaces).toMatchObject({ message: { replyTo: { excerpt: `${"😀".repeat(120)}…` } } });
    const nowhere = await room.send({ by: as("usr_bob"), content: "?", clientId: "r2", replyTo: "1" });
    expect(code(nowhere)).toBe("MESSAGE_NOT_FOUND");
  });
});

describe("a message that was said", () => {
  it("is edited by its sender alone, and everybody hears of it as a change", async () => {
    const opened = await openRoom();
    const { room, say } = opened;
    const bob = await listening(opened, "usr_bob");
    const { id } = await say("usr_ada", "helo");
    expect(code(await room.edit({ by: as("usr_bob"), id, content: "hijacked" }))).toBe("FORBIDDEN");
    expect(await room.edit({ by: as("usr_ada"), id, content: "hello" })).toMatchObject({ ok: true, message: { content: "hello", rev: 1 } });
    const change = await bob.next("change");
    expect(change).toMatchObject({ change: "EDITED", rev: 1, by: "usr_ada", message: { id, content: "hello", seq: 1 } });
    expect(await room.edit({ by: as("usr_ada"), id, content: "hello" })).toMatchObject({ ok: true, message: { rev: 1 } });
  });

  it("leaves a tombstone when it is deleted, by its sender or a moderator", async () => {
    const { room, say } = await openRoom(["usr_ada", "usr_bob", "usr_cyd"]);
    const [mine, other] = [await say("usr_bob", "mine"), await say("usr_cyd", "spam")];
    expect(code(await room.delete({ by: as("usr_bob"), id: other.id }))).toBe("FORBIDDEN");
    for (const [by, id] of [
      ["usr_bob", mine.id],
      ["usr_ada", other.id],
    ] as const) {
      const deleted = await room.delete({ by: as(by), id });
      expect(deleted).toMatchObject({ ok: true, message: { content: "", deletedAt: expect.any(String) } });
      expect(await room.delete({ by: as(by), id })).toEqual(deleted);
    }
    expect(code(await room.edit({ by: as("usr_bob"), id: mine.id, content: "back" }))).toBe("MESSAGE_DELETED");
    expect(code(await room.react({ by: as("usr_bob"), id: mine.id, emoji: "👍", remove: false }))).toBe("MESSAGE_DELETED");
  });

  it("carries the reactions of everybody once, in the order in which they came", async () => {
    const { room, say } = await openRoom();
    const { id } = await say("usr_ada", "tonight?");
    const react = (userId: string, emoji: string, remove = false) => room.react({ by: as(userId), id, emoji, remove });
    await react("usr_bob", "👍");
    await react("usr_bob", "👍");
    await react("usr_ada", "👍");
    await react("usr_ada", "🎭");
    const answer = await react("usr_bob", "👍", true);
    expect(answer).toMatchObject({
      message: {
        reactions: [
          { emoji: "👍", count: 1, userIds: ["usr_ada"] },
          { emoji: "🎭", count: 1, userIds: ["usr_ada"] },
        ],
        rev: 4,
      },
    });
  });

  it("of a person who was erased loses its words everywhere, and keeps its place", async () => {
    const { room, say, all } = await openRoom(["usr_ada", "usr_bob", "usr_cyd"]);
    await say("usr_bob", "my address is …");
    const { id } = await say("usr_ada", "ok");
    await room.react({ by: as("usr_bob"), id, emoji: "👍", remove: false });
    await room.erasePerson({ userId: "usr_bob" });
    const once = await room.room({ by: as("usr_ada") });
    await room.erasePerson({ userId: "usr_bob" });
    expect(await room.room({ by: as("usr_ada") })).toEqual(once);
    const told = await all();
    expect(told.map(({ seq, kind, content }) => [seq, kind, content])).toEqual([
      [1, "TEXT", ""],
      [2, "TEXT", "ok"],
      [3, "LEAVE", ""],
    ]);
    expect(told[0]?.deletedAt).toBeDefined();
    expect(told[1]?.reactions).toBeUndefined();
    expect(await room.members({ by: as("usr_ada"), limit: 10 })).toMatchObject({ members: [{ userId: "usr_ada" }, { userId: "usr_cyd" }] });
  });
});
