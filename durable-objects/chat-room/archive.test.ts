import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { as, type OpenRoom, openRoom } from "../../test/chat-room.ts";

const archived = async ({ roomId }: OpenRoom) => {
  const { results } = await env.DB.prepare(
    "SELECT seq, id, sender_id, client_id, content, version, reactions FROM messages WHERE room_id = ? ORDER BY seq",
  )
    .bind(roomId)
    .all<{ seq: number; id: string; sender_id: string; client_id: string; content: string; version: number; reactions: string }>();
  return results;
};
const position = ({ stub }: OpenRoom) =>
  runInDurableObject(stub, (_, { storage }) =>
    storage.sql
      .exec<{ archived_seq: number; told_version: number; kept_from: number }>("SELECT archived_seq, told_version, kept_from FROM room")
      .one(),
  );
const untilTold = (opened: OpenRoom, version: number) =>
  vi.waitUntil(async () => (await position(opened)).told_version >= version, { timeout: 15_000, interval: 50 });

describe("what is said in a room", () => {
  it("is in D1 soon, with what was changed of it, who is in the room and how far it has come", async () => {
    const opened = await openRoom();
    const { room, say, roomId } = opened;
    const [first] = [await say("usr_ada", "one"), await say("usr_bob", "two")];
    await untilTold(opened, 2);
    await room.edit({ by: as("usr_ada"), id: first?.id ?? "", content: "one!" });
    await room.join({ person: { userId: "usr_cyd", username: "cyd" } });
    await untilTold(opened, 5);
    expect(await archived(opened)).toMatchObject([
      { seq: 1, id: first?.id, content: "one!", version: 1 },
      { seq: 2, content: "two", version: 0 },
      { seq: 3, sender_id: "usr_cyd", content: "" },
    ]);
    const row = await env.DB.prepare("SELECT name, member_count, head_seq FROM chat_rooms WHERE id = ?").bind(roomId).first();
    expect(row).toEqual({ name: "Row B", member_count: 3, head_seq: 3 });
    const { results } = await env.DB.prepare("SELECT user_id, state FROM chat_members WHERE room_id = ? ORDER BY user_id")
      .bind(roomId)
      .all();
    expect(results).toMatchObject([{ user_id: "usr_ada" }, { user_id: "usr_bob" }, { user_id: "usr_cyd", state: "MEMBER" }]);
    await vi.waitUntil(async () => (await position(opened)).archived_seq === 3, { timeout: 15_000 });
  });

  it("reaches D1 after the object lost its memory, and again when D1 lost it", async () => {
    const opened = await openRoom();
    await opened.say("usr_ada", "one");
    await evictDurableObject(opened.stub);
    await vi.waitUntil(async () => (await archived(opened)).length === 1, { timeout: 15_000, interval: 50 });
    await untilTold(opened, 1);
    await env.DB.prepare("DELETE FROM messages WHERE room_id = ?").bind(opened.roomId).run();
    expect(await opened.room.retell()).toMatchObject({ ok: true, messages: 1 });
    await vi.waitUntil(async () => (await archived(opened)).length === 1, { timeout: 15_000, interval: 50 });
  });

  it("is read without a seam where only D1 has the beginning of it, and its clientIds stay spent", async () => {
    const opened = await openRoom();
    const said = [];
    for (let n = 1; n <= 9; n++) said.push(await opened.say("usr_ada", `${n}`, `c${n}`));
    await vi.waitUntil(async () => (await position(opened)).archived_seq === 9, { timeout: 15_000, interval: 50 });
    await runInDurableObject(opened.stub, (_, { storage }) => {
      storage.sql.exec("INSERT INTO spent_client_id SELECT sender_id, client_id, seq FROM message WHERE seq < 6");
      storage.sql.exec("DELETE FROM message WHERE seq < 6");
      storage.sql.exec("UPDATE room SET kept_from = 6");
    });
    await evictDurableObject(opened.stub);
    expect(await opened.all()).toEqual(said);
    const page = await opened.room.history({ by: as("usr_bob"), type: "AROUND", anchor: said[5]?.id ?? "", limit: 6 });
    expect(page).toMatchObject({
      history: { data: [{ seq: 3 }, { seq: 4 }, { seq: 5 }, { seq: 7 }, { seq: 8 }, { seq: 9 }], hasMoreOnTop: true },
    });
    const older = await opened.room.history({ by: as("usr_bob"), type: "OLDER", anchor: said[2]?.id ?? "", limit: 5 });
    expect(older).toMatchObject({ history: { data: [{ seq: 1 }, { seq: 2 }], hasMoreOnTop: false, hasMoreOnBottom: true } });
    const again = await opened.room.send({ by: as("usr_ada"), content: "2", clientId: "c2" });
    expect(again).toEqual({ ok: true, message: said[1], duplicate: true });
    expect(await opened.say("usr_ada", "10")).toMatchObject({ seq: 10 });
  });
});
