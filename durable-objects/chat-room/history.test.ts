import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { checkRoom, type Heard } from "../../test/chat-check.ts";
import { as, type Listener, listen, openRoom } from "../../test/chat-room.ts";

const people = ["usr_ada", "usr_bob", "usr_cyd", "usr_dan", "usr_eve"];

/** Mulberry32: the same seed gives the same history. */
function random(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Tab {
  userId: string;
  listener: Listener;
  after: number;
}

async function run(seed: number, steps: number): Promise<string[]> {
  const pick = random(seed);
  const opened = await openRoom(people);
  const { room, stub } = opened;
  const tabs: Tab[] = [];
  const runs: Heard[] = [];
  /** What the last tab of each person had, with which the next one comes. */
  const had = new Map<string, number>();
  const close = (tab: Tab, lostAfter?: number) => {
    tabs.splice(tabs.indexOf(tab), 1);
    const messages = tab.listener.messages();
    had.set(tab.userId, messages.at(-1)?.seq ?? tab.after);
    runs.push({ who: `${seed}: ${tab.userId}`, after: tab.after, messages, ...(lostAfter !== undefined && { lostAfter }) });
    tab.listener.socket.close(1000);
  };
  let clientId = 0;
  const step = async (): Promise<unknown> => {
    const userId = people[pick(people.length)] ?? "";
    const by = as(userId);
    const what = pick(100);
    // Now and then under a name that was used already.
    if (what < 55) return room.send({ by, content: `${what}`, clientId: `c${pick(5) === 0 ? pick(clientId + 1) : clientId++}` });
    if (what < 60) {
      const found = await room.history({ by: { kind: "server" }, type: "OLDER", limit: 5 });
      const target = found.ok ? found.history.data.find(({ senderId }) => senderId === userId) : undefined;
      if (target === undefined) return;
      return pick(2) === 0 ? room.edit({ by, id: target.id, content: "edited" }) : room.delete({ by, id: target.id });
    }
    if (what < 75) {
      const after = had.get(userId) ?? 0;
      const inAddress = pick(2) === 0;
      const listener = await listen(opened, userId, inAddress ? { after: String(after) } : {}).catch(() => null);
      if (listener === null) return;
      if (!inAddress) listener.send({ type: "resume", after });
      // Whoever is taken out meanwhile is told nothing more.
      await listener.until(() => listener.closes.length > 0 || listener.frames.some(({ type }) => type === "resumed"));
      tabs.push({ userId, listener, after });
      return;
    }
    if (what < 88) {
      const tab = tabs[pick(Math.max(1, tabs.length))];
      if (tab !== undefined) close(tab);
      return;
    }
    if (what < 93 && userId !== "usr_ada") {
      const theirs = tabs.filter((tab) => tab.userId === userId);
      const left = await (pick(2) === 0 ? room.leave({ userId }) : room.kick({ by: as("usr_ada"), userId }));
      if (!left.ok) return;
      const heard = left.room.headSeq;
      await new Promise((resolve) => setTimeout(resolve, 60));
      for (const tab of theirs) close(tab, heard);
      return;
    }
    if (what < 98) return room.join({ person: { userId, username: userId } });
    return pick(3) === 0 ? evictDurableObject(stub) : undefined;
  };
  for (let n = 0; n < steps; n++) {
    if (pick(4) === 0) await Promise.all([step(), step(), step()]);
    else await step();
  }
  const list = await opened.all();
  for (const tab of [...tabs]) {
    const isMember = await room.standing({ userId: tab.userId });
    if (isMember.ok) await tab.listener.until(() => (tab.listener.messages().at(-1)?.seq ?? tab.after) >= list.length);
    close(tab);
  }
  return checkRoom(list, runs);
}

describe("the history of a room", () => {
  for (const seed of [1, 2, 3]) {
    it(`is dense and the same for everybody, whatever happens: seed ${seed}`, async () => {
      expect(await run(seed, 300)).toEqual([]);
    }, 60_000);
  }
});

describe("the checker", () => {
  const message = (seq: number, given = {}) =>
    ({
      seq,
      id: String(1000 + seq),
      roomId: "r",
      senderId: "a",
      clientId: `c${seq}`,
      content: "",
      type: "GROUP",
      kind: "TEXT",
      timestamp: "",
      ...given,
    }) as const;
  const list = [1, 2, 3].map((seq) => message(seq));
  const heard = (...seqs: number[]): Heard => ({ who: "x", after: 0, messages: seqs.map((seq) => ({ seq, id: String(1000 + seq) })) });

  it("finds gaps, doubles, other orders, other messages, and what was heard after a leave", () => {
    expect(checkRoom(list, [heard(1, 2, 3)])).toEqual([]);
    expect(checkRoom([message(1), message(3)], [])).not.toEqual([]);
    expect(checkRoom([message(1), message(2, { clientId: "c1" })], [])).not.toEqual([]);
    expect(checkRoom([message(1), message(2, { id: "1" })], [])).not.toEqual([]);
    for (const wrong of [
      heard(1, 3),
      heard(1, 1, 2),
      heard(2, 1),
      { ...heard(1, 2, 3), lostAfter: 2 },
      { ...heard(1), messages: [{ seq: 1, id: "9" }] },
    ]) {
      expect(checkRoom(list, [wrong])).not.toEqual([]);
    }
  });
});
