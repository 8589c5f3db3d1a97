import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { ChatRoomCalls } from "../../contracts/chat-room.ts";
import { commitFailed } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { as, listening, openRoom } from "../../test/chat-room.ts";

describe("a room whose disk is full", () => {
  it("stores nothing of that turn, answers nobody and tells nobody of it, and goes on without a gap when there is room again", async () => {
    const opened = await openRoom();
    await opened.say("usr_ada", "before");
    const exec = (query: string) => runInDurableObject(opened.stub, (_, { storage }) => void storage.sql.exec(query));
    await exec("CREATE TRIGGER full BEFORE INSERT ON message WHEN new.content = 'too much' BEGIN SELECT RAISE (ABORT, 'disk full'); END");
    const bob = await listening(opened, "usr_bob");
    const send = (content: string, clientId: string) => opened.room.send({ by: as("usr_ada"), content, clientId });
    const answers = await Promise.allSettled([send("fine", "c1"), send("too much", "c2"), send("fine too", "c3")]);
    expect(answers[1]).toMatchObject({ status: "rejected", reason: { message: commitFailed } });
    // What came in a turn before is stored and told; what came in the same one is not, whatever it was.
    const stored = ["fine", "too much", "fine too"].filter((_, n) => answers[n]?.status === "fulfilled");
    // The call that meets the object while it starts over fails with it.
    await exec("DROP TRIGGER full").catch(() => exec("DROP TRIGGER full"));
    expect((await opened.all()).map(({ content }) => content)).toEqual(["before", ...stored]);
    expect(bob.messages().map(({ content }) => content)).toEqual(stored.slice(0, bob.messages().length));
    for (const [content, clientId] of [
      ["fine", "c1"],
      ["too much", "c2"],
      ["fine too", "c3"],
    ] as const) {
      await opened.say("usr_ada", content, clientId);
    }
    expect((await opened.all()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
});

describe("a room that is asked for more than it can commit", () => {
  it("turns away at once what goes beyond its queue, and keeps its word to the others", async () => {
    const opened = await openRoom();
    const send = (object: ChatRoomCalls, n: number) => object.send({ by: { kind: "server" }, content: "x", clientId: `c${n}` });
    const answers = await runInDurableObject(opened.stub, (object) =>
      Promise.all(Array.from({ length: limits.pendingCommandsMax + 50 }, (_, n) => send(object, n % 150))),
    );
    const codes = Map.groupBy(answers, (answer) => (answer.ok ? "stored" : answer.code));
    expect(codes.get("OVERLOADED")).toHaveLength(50);
    expect(codes.get("OVERLOADED")?.[0]).toMatchObject({ details: { retryAfterSeconds: 1 } });
    expect(codes.get("stored")).toHaveLength(limits.pendingCommandsMax);
    expect(await opened.all()).toHaveLength(150);
  });
});

describe("a room under a stampede", () => {
  it("numbers a thousand messages of as many people without gap, and its alarm may ring twice or for nothing", async () => {
    const people = Array.from({ length: 100 }, (_, n) => `usr_${n}`);
    const opened = await openRoom(people);
    const answers = await Promise.all(
      people.flatMap((userId) =>
        Array.from({ length: 10 }, (_, n) => opened.room.send({ by: as(userId), content: `${n}`, clientId: `c${n}` })),
      ),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    await Promise.all([runDurableObjectAlarm(opened.stub), runDurableObjectAlarm(opened.stub)]);
    await runDurableObjectAlarm(opened.stub);
    expect((await opened.all()).map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1));
  });
});
