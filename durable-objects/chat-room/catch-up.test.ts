import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { as, listen, listening, openRoom } from "../../test/chat-room.ts";
import { ChatRoom } from "./chat-room.ts";

const seqs = (messages: { seq: number }[]) => messages.map(({ seq }) => seq);
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => from + index);

describe("a socket that comes again", () => {
  it("is sent what it missed, in order, and then what is said now", async () => {
    const opened = await openRoom();
    for (let n = 0; n < 30; n++) await opened.say("usr_ada", `${n}`);
    const bob = await listen(opened, "usr_bob");
    bob.send({ type: "resume", after: 12, rev: 0 });
    await opened.say("usr_ada", "now");
    await bob.next("resumed");
    await bob.until(() => bob.messages().length >= 19);
    expect(seqs(bob.messages())).toEqual(upTo(31, 13));
  });

  it("says in its address what it has, or nothing and begins where it came in", async () => {
    const opened = await openRoom();
    for (let n = 0; n < 5; n++) await opened.say("usr_ada", `${n}`);
    const [knowing, plain] = [await listen(opened, "usr_bob", { after: "2" }), await listen(opened, "usr_bob")];
    await opened.say("usr_ada", "now");
    await knowing.until(() => knowing.messages().length >= 4);
    await plain.until(() => plain.messages().length >= 1);
    expect([seqs(knowing.messages()), seqs(plain.messages())]).toEqual([upTo(6, 3), [6]]);
  });

  it("is sent more than one page without a gap, while others go on talking", async () => {
    const opened = await openRoom();
    const count = limits.roomReplayPage * 3 + 7;
    await runInDurableObject(opened.stub, (_, { storage }) => {
      storage.sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
         INSERT INTO message (seq, ticks, sender_id, client_id, kind, content) SELECT i, i, 'usr_ada', 'n' || i, 'TEXT', i FROM n`,
      );
    });
    await evictDurableObject(opened.stub);
    const bob = await listen(opened, "usr_bob");
    bob.send({ type: "resume", after: 0 });
    const talk = Promise.all(Array.from({ length: 50 }, (_, n) => opened.say("usr_ada", `live ${n}`)));
    await talk;
    await bob.until(() => bob.messages().length >= count + 50);
    expect(seqs(bob.messages())).toEqual(upTo(count + 50));
  });

  it("hears of what was changed meanwhile, of each message once and as it is now", async () => {
    const opened = await openRoom();
    const { room, say } = opened;
    const [first, second] = [await say("usr_ada", "one"), await say("usr_ada", "two")];
    await room.edit({ by: as("usr_ada"), id: first.id, content: "one!" });
    await room.edit({ by: as("usr_ada"), id: first.id, content: "one!!" });
    await room.updateMember({ by: as("usr_ada"), userId: "usr_bob", role: "MODERATOR" });
    await room.edit({ by: as("usr_ada"), id: second.id, content: "two!" });
    const bob = await listen(opened, "usr_bob");
    bob.send({ type: "resume", after: 1, rev: 0 });
    await bob.next("resumed");
    expect(bob.messages().map(({ seq, content, rev }) => [seq, content, rev])).toEqual([[2, "two!", 4]]);
    const changes = bob.frames.flatMap((frame) => (frame.type === "change" ? [frame] : []));
    expect(changes.map(({ rev, change, message }) => [rev, change, message?.content])).toEqual([
      [2, "EDITED", "one!!"],
      [3, "ROLE", undefined],
    ]);
  });

  it("goes on hearing after the object lost its memory, and a quiet client learns that it missed nothing", async () => {
    const opened = await openRoom();
    const bob = await listen(opened, "usr_bob");
    await opened.say("usr_ada", "before");
    await bob.next("message");
    await evictDurableObject(opened.stub);
    await opened.say("usr_ada", "after");
    await bob.until(() => bob.messages().length === 2);
    bob.send({ type: "resume", after: 2, rev: 0 });
    expect(await bob.next("resumed")).toMatchObject({ head: 2, rev: 0 });
    expect(seqs(bob.messages())).toEqual([1, 2]);
  });

  it("that had not begun to listen when the object lost its memory begins where it came in", async () => {
    const opened = await openRoom();
    await opened.say("usr_ada", "before");
    const bob = await listen(opened, "usr_bob");
    await evictDurableObject(opened.stub);
    await opened.say("usr_ada", "after");
    await bob.until(() => bob.messages().length === 1);
    expect(seqs(bob.messages())).toEqual([2]);
  });
});

describe("what is said on a socket", () => {
  it("is answered with what is wrong with it, by its clientId or ref, and the socket stays", async () => {
    const opened = await openRoom();
    const ada = await listen(opened, "usr_ada");
    ada.send({ type: "send", content: "x".repeat(5001), clientId: "long" });
    expect(await ada.next("error", ({ clientId }) => clientId === "long")).toMatchObject({ code: "VALIDATION_FAILED" });
    ada.send({ type: "edit", id: "1", content: "x", ref: "r1" });
    expect(await ada.next("error", ({ ref }) => ref === "r1")).toMatchObject({ code: "MESSAGE_NOT_FOUND" });
    ada.send("not json");
    await ada.until(() => ada.frames.filter(({ type }) => type === "error").length === 3);
    ada.send({ type: "send", content: "ok", clientId: "fine" });
    expect(await ada.next("ack")).toMatchObject({ clientId: "fine", seq: 1 });
  });

  it("passes on who types and who has read how far, and keeps neither as a message", async () => {
    const opened = await openRoom();
    const [ada, bob] = [await listening(opened, "usr_ada"), await listening(opened, "usr_bob")];
    const said = await opened.say("usr_ada", "hello");
    bob.send({ type: "typing" });
    expect(await ada.next("typing")).toMatchObject({ userId: "usr_bob", active: true });
    bob.send({ type: "seen", seq: said.seq });
    expect(await ada.next("seen")).toMatchObject({ userId: "usr_bob", seq: 1 });
    expect(await opened.all()).toHaveLength(1);
  });

  it("changes, takes back and reacts, each acknowledged by its ref", async () => {
    const opened = await openRoom();
    const ada = await listen(opened, "usr_ada");
    const { id } = await opened.say("usr_ada", "helo");
    ada.send({ type: "edit", id, content: "hello", ref: "e" });
    ada.send({ type: "react", id, emoji: "👍", ref: "r" });
    ada.send({ type: "delete", id, ref: "d" });
    for (const [ref, rev] of [
      ["e", 1],
      ["r", 2],
      ["d", 3],
    ] as const) {
      expect(await ada.next("ack", (frame) => frame.ref === ref)).toMatchObject({ id, rev });
    }
  });

  it("must not be a flood, and not longer than a frame may be", async () => {
    const opened = await openRoom();
    const [flood, long] = [await listen(opened, "usr_ada"), await listen(opened, "usr_bob")];
    // So many that they are too many on a slow machine too, which has time to allow some more.
    for (let n = 0; n < 3 * limits.roomFramesBurst; n++) flood.send({ type: "typing" });
    long.send(`"${"x".repeat(limits.socketFrameBytesMax)}"`);
    await flood.until(() => flood.closes.length > 0);
    await long.until(() => long.closes.length > 0);
    expect([flood.closes[0]?.code, long.closes[0]?.code]).toEqual([1008, 1009]);
  });

  it("counts for nothing once the session has ended, though it was under way", async () => {
    const opened = await openRoom();
    await listening(opened, "usr_bob");
    await runInDurableObject(opened.stub, async (room, state) => {
      const [socket] = state.getWebSockets("usr_bob");
      if (socket === undefined || !(room instanceof ChatRoom)) throw new Error("nobody is there");
      await room.endSessions(["ses_usr_bob"]);
      await room.webSocketMessage(socket, JSON.stringify({ type: "send", content: "too late", clientId: "late" }));
    });
    expect(await opened.all()).toEqual([]);
  });
});
