import { describe, expect, it } from "vitest";
import { as, openRoom } from "../../test/chat-room.ts";

const seqs = (messages: { seq: number }[]) => messages.map(({ seq }) => seq);

describe("the history of a room", () => {
  it("is paged from either side of an anchor, which is left out, with both flags right", async () => {
    const { room, say, all } = await openRoom();
    for (let n = 1; n <= 12; n++) await say(n % 2 ? "usr_ada" : "usr_bob", `${n}`);
    const ids = (await all()).map(({ id }) => id);
    const page = async (type: "OLDER" | "NEWER" | "AROUND", seq: number | null, limit: number) => {
      const answer = await room.history({ by: as("usr_bob"), type, limit, ...(seq !== null && { anchor: ids[seq - 1] ?? "" }) });
      if (!answer.ok) throw new Error(answer.code);
      return [seqs(answer.history.data), answer.history.hasMoreOnTop, answer.history.hasMoreOnBottom];
    };
    expect(await page("OLDER", null, 5)).toEqual([[8, 9, 10, 11, 12], true, false]);
    expect(await page("OLDER", 8, 5)).toEqual([[3, 4, 5, 6, 7], true, true]);
    expect(await page("OLDER", 3, 5)).toEqual([[1, 2], false, true]);
    expect(await page("OLDER", 1, 5)).toEqual([[], false, true]);
    expect(await page("NEWER", null, 5)).toEqual([[1, 2, 3, 4, 5], false, true]);
    expect(await page("NEWER", 7, 5)).toEqual([[8, 9, 10, 11, 12], true, false]);
    expect(await page("NEWER", 12, 5)).toEqual([[], true, false]);
    expect(await page("AROUND", 6, 4)).toEqual([[4, 5, 7, 8], true, true]);
    expect(await page("AROUND", 2, 6)).toEqual([[1, 3, 4, 5, 6, 7], false, true]);
    expect(await page("AROUND", 12, 4)).toEqual([[8, 9, 10, 11], true, false]);
    expect(await page("AROUND", 6, 100)).toEqual([[1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12], false, false]);
  });

  it("is nobody's who is not in the room, and knows no other room's messages", async () => {
    const [{ room, say }, other] = [await openRoom(), await openRoom()];
    await say("usr_ada", "here");
    const { id } = await other.say("usr_ada", "there");
    const ask = (by: ReturnType<typeof as>, anchor?: string) => room.history({ by, type: "OLDER", limit: 5, ...(anchor && { anchor }) });
    expect(await ask(as("usr_eve"))).toMatchObject({ ok: false, code: "NOT_A_MEMBER" });
    expect(await ask(as("usr_ada"), id)).toMatchObject({ ok: false, code: "MESSAGE_NOT_FOUND" });
  });
});
