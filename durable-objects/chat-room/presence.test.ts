import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { as, listen, listening, type OpenRoom, openRoom } from "../../test/chat-room.ts";

const standing = async ({ room }: OpenRoom, userId: string) => {
  const answer = await room.standing({ userId });
  if (!answer.ok) throw new Error(answer.code);
  return answer.standing;
};

describe("presence", () => {
  it("is told when the first tab opens, and a while after the last one closed", async () => {
    const opened = await openRoom();
    const ada = await listening(opened, "usr_ada");
    const tabs = [await listen(opened, "usr_bob"), await listen(opened, "usr_bob")];
    await ada.next("presence", ({ items }) => items.some(({ id, isOnline }) => id === "usr_bob" && isOnline));
    tabs[0]?.socket.close(1000);
    tabs[1]?.socket.close(1000);
    await ada.next("presence", ({ items }) => items.some(({ id, isOnline }) => id === "usr_bob" && !isOnline), 12_000);
    const told = ada.frames.flatMap((frame) => (frame.type === "presence" ? frame.items : [])).filter(({ id }) => id === "usr_bob");
    expect(told.map(({ isOnline }) => isOnline)).toEqual([true, false]);
  }, 15_000);

  it("is told, as is who types, also to a socket that has only just come and not yet said what it has", async () => {
    const opened = await openRoom();
    const ada = await listen(opened, "usr_ada");
    const bob = await listen(opened, "usr_bob");
    bob.send({ type: "typing" });
    await ada.next("presence", ({ items }) => items.some(({ id, isOnline }) => id === "usr_bob" && isOnline));
    await ada.next("typing", ({ userId }) => userId === "usr_bob");
    expect(ada.frames[0]).toMatchObject({ type: "presence", head: 0, rev: 0 });
  });

  it("is not lost for whoever comes back within the grace, nor when the object forgets everything", async () => {
    const opened = await openRoom();
    const ada = await listening(opened, "usr_ada");
    const tab = await listen(opened, "usr_bob");
    tab.socket.close(1000);
    await tab.until(() => tab.closes.length > 0);
    await evictDurableObject(opened.stub);
    await listen(opened, "usr_bob");
    await runDurableObjectAlarm(opened.stub);
    await runDurableObjectAlarm(opened.stub);
    expect(await opened.room.presence({ by: as("usr_ada") })).toMatchObject({
      items: expect.arrayContaining([{ id: "usr_bob", username: "bob", isOnline: true }]),
    });
    const told = ada.frames.flatMap((frame) => (frame.type === "presence" ? frame.items : [])).filter(({ id }) => id === "usr_bob");
    expect(told.some(({ isOnline }) => !isOnline)).toBe(false);
  });
});

describe("what is unread", () => {
  it("is what stands behind what was read, exactly, with three tabs that come and go", async () => {
    const opened = await openRoom();
    const tabs = await Promise.all([1, 2, 3].map(() => listening(opened, "usr_bob")));
    for (let n = 0; n < 4; n++) await opened.say("usr_ada", `${n}`);
    expect(await standing(opened, "usr_bob")).toMatchObject({ unreadCount: 4, readSeq: 0, lastSeenAt: null });
    await tabs[0]?.until(() => tabs[0]?.messages().length === 4);
    const from = Date.now();
    tabs[0]?.socket.close(1000);
    await tabs[0]?.until(() => tabs[0]?.closes.length === 1);
    expect(await standing(opened, "usr_bob")).toMatchObject({ unreadCount: 0, isOnline: true });
    for (let n = 0; n < 3; n++) await opened.say("usr_ada", `${n}`);
    expect((await standing(opened, "usr_bob")).unreadCount).toBe(3);
    await tabs[1]?.until(() => tabs[1]?.messages().length === 7);
    for (const tab of tabs.slice(1)) tab.socket.close(1000);
    await tabs[2]?.until(() => tabs.every(({ closes }) => closes.length === 1));
    await evictDurableObject(opened.stub);
    const left = await standing(opened, "usr_bob");
    expect(left.unreadCount).toBe(0);
    expect(Date.parse(left.lastSeenAt ?? "")).toBeGreaterThanOrEqual(from);
    await opened.say("usr_ada", "later");
    expect((await standing(opened, "usr_bob")).unreadCount).toBe(1);
  });

  it("is what its client says, where it says so itself, and never what one wrote oneself, also after a crash", async () => {
    const opened = await openRoom();
    const tab = await listening(opened, "usr_bob");
    for (let n = 0; n < 4; n++) await opened.say("usr_ada", `${n}`);
    tab.send({ type: "seen", seq: 2 });
    await tab.next("seen");
    await tab.until(() => tab.messages().length === 4);
    tab.socket.close(1000);
    await tab.until(() => tab.closes.length > 0);
    expect((await standing(opened, "usr_bob")).unreadCount).toBe(2);
    await opened.say("usr_bob", "mine");
    await evictDurableObject(opened.stub);
    expect((await standing(opened, "usr_bob")).unreadCount).toBe(0);
  });
});
