import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { makeApp, makeUser, type TestUser } from "../../test/harness.ts";
import { openRoom, roomOf, sayIn, type TestRoom } from "../../test/stomp-room.ts";
import { stompAs, until } from "../../test/stomp-sockets.ts";
import { gatewayName } from "../../workers/chat/gateway-of.ts";

const topic = ({ roomId }: TestRoom) => `/topic/chatroom.${roomId}`;
const send = ({ roomId }: TestRoom) => `/app/chat.send/${roomId}`;
const gatewayOf = ({ app, userId }: TestUser) => env.CHAT_GATEWAY.getByName(gatewayName(app.appId, userId));
const seqs = (bodies: { seq: number }[]) => bodies.map(({ seq }) => seq);
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => from + index);

async function house(count = 2) {
  const app = await makeApp();
  const people = await Promise.all(Array.from({ length: count }, () => makeUser(app)));
  const [ada, bob] = people as [TestUser, TestUser];
  return { app, people, ada, bob, room: await openRoom(app, people) };
}

describe("a message", () => {
  it("reaches everybody who listens, its sender too, and its RECEIPT says that it is stored", async () => {
    const { ada, bob, room } = await house();
    const [a, b] = [await stompAs(ada), await stompAs(bob)];
    const heard = [await a.listen(topic(room)), await b.listen(`/topic/chat_room/${room.roomId}`)];
    const receipt = await a.send(send(room), { content: "hi **there**", clientId: "c1" });
    const stored = await roomOf(room).history({ by: { kind: "server" }, type: "NEWER", limit: 10 });
    if (!stored.ok) throw new Error(stored.code);
    const [message] = stored.history.data;
    expect(receipt.headers).toMatchObject({ "message-id": message?.id, seq: "1" });
    for (const each of heard) {
      await until(() => each.messages.length === 1);
      expect(each.bodies()).toEqual([message]);
      expect(each.messages[0]?.headers).toMatchObject({ "message-id": message?.id, seq: "1", "content-type": "application/json" });
    }
    expect(heard[1]?.messages[0]?.headers.destination).toBe(`/topic/chat_room/${room.roomId}`);
    expect((await a.send(send(room), { content: "again", clientId: "c1" })).headers["message-id"]).toBe(message?.id);
    await a.send(send(room), { content: "unnamed" });
    await until(() => heard[1]?.messages.length === 2);
    expect(heard[1]?.bodies().map(({ content }) => content)).toEqual(["hi **there**", "unnamed"]);
  });

  it("is stored in the order of sending, also of two hundred at once, and receipts come in that order", async () => {
    const { ada, bob, room } = await house();
    const [a, b] = [await stompAs(ada), await stompAs(bob)];
    const heard = await b.listen(topic(room));
    const receipts: string[] = [];
    for (let n = 0; n < 200; n++) {
      a.client.watchForReceipt(`r${n}`, (frame) => receipts.push(frame.headers.seq ?? ""));
      a.client.publish({ destination: send(room), body: JSON.stringify({ content: `${n}` }), headers: { receipt: `r${n}` } });
    }
    await until(() => receipts.length === 200 && heard.messages.length === 200);
    expect(receipts.map(Number)).toEqual(upTo(200));
    expect(heard.bodies().map(({ content, seq }) => [content, seq])).toEqual(upTo(200).map((seq) => [`${seq - 1}`, seq]));
  });

  it("that is refused is told on the errors queue without a RECEIPT, and the socket stays", async () => {
    const { app, ada, bob, room } = await house();
    const other = await openRoom(app, [ada]);
    const b = await stompAs(bob);
    const refuse = async (destination: string, body: unknown, code: string) => {
      const before = b.refused.length;
      let gotReceipt = false;
      b.client.watchForReceipt("no", () => {
        gotReceipt = true;
      });
      b.client.publish({ destination, body: typeof body === "string" ? body : JSON.stringify(body), headers: { receipt: "no" } });
      await until(() => b.refused.length > before);
      const told = JSON.parse(b.refused.at(-1)?.body ?? "{}");
      expect([destination, told.code, told.destination, gotReceipt]).toEqual([destination, code, destination, false]);
      return told;
    };
    expect(await refuse(send(other), { content: "x", clientId: "mine" }, "NOT_A_MEMBER")).toMatchObject({ id: "mine" });
    await refuse(send({ ...room, roomId: "room_none" }), { content: "x" }, "ROOM_NOT_FOUND");
    await refuse(send(room), { content: "x".repeat(limits.messageCharsMax + 1), clientId: "long" }, "VALIDATION_FAILED");
    await refuse(send(room), "not json", "VALIDATION_FAILED");
    await refuse(send(room), { content: "x", more: 1 }, "VALIDATION_FAILED");
    await refuse(topic(room), { content: "x" }, "DESTINATION_FORBIDDEN");
    await refuse("/app/nothing", "", "DESTINATION_UNKNOWN");
    await roomOf(room).updateMember({ by: { kind: "server" }, userId: bob.userId, mutedUntil: Date.now() + 60_000 });
    expect((await refuse(send(room), { content: "x" }, "MUTED")).details.until).toContain("T");
    await roomOf(room).updateMember({ by: { kind: "server" }, userId: bob.userId, mutedUntil: null });
    expect((await b.send(send(room), { content: "at last" })).headers.seq).toBe("1");
  });

  it("beyond the rate of its sender is refused, and those within it are stored", async () => {
    const { ada, room } = await house();
    const a = await stompAs(ada);
    const heard = await a.listen(topic(room));
    const count = limits.stompFramesBurst - 40;
    for (let n = 0; n < count; n++) a.client.publish({ destination: send(room), body: JSON.stringify({ content: `${n}` }) });
    await until(() => a.refused.length + heard.messages.length === count);
    expect(heard.messages.length).toBeGreaterThanOrEqual(limits.messagesBurst);
    expect(JSON.parse(a.refused[0]?.body ?? "{}")).toMatchObject({ code: "RATE_LIMITED", details: { retryAfterSeconds: 1 } });
  });
});

describe("a SUBSCRIBE", () => {
  it("of a room that one is not in, or that is none, is refused without a RECEIPT", async () => {
    const { app, ada, bob } = await house();
    const other = await openRoom(app, [ada]);
    const foreign = await openRoom(await makeApp(), [bob]);
    const b = await stompAs(bob);
    for (const [destination, code] of [
      [topic(other), "NOT_A_MEMBER"],
      [`/topic/presence.${other.roomId}`, "NOT_A_MEMBER"],
      [`/topic/command.${other.roomId}`, "NOT_A_MEMBER"],
      [topic(foreign), "ROOM_NOT_FOUND"],
      ["/topic/chatroom.room_none", "ROOM_NOT_FOUND"],
      ["/topic/nothing", "DESTINATION_UNKNOWN"],
      [`/user/${ada.userId}/queue/notifications`, "DESTINATION_FORBIDDEN"],
      ["/topic/chatroom.*", "DESTINATION_FORBIDDEN"],
    ] as const) {
      const before = b.refused.length;
      const { isListening } = await b.listen(destination, { receipt: `r-${destination}`, id: `s-${destination}` });
      await until(() => b.refused.length > before);
      expect(JSON.parse(b.refused.at(-1)?.body ?? "{}")).toMatchObject({ code, destination, id: `s-${destination}` });
      expect(isListening()).toBe(false);
    }
    await sayIn(other, ada, "for us alone");
    expect(b.closes).toEqual([]);
  });

  it("with after is sent what it missed and then what is said, in one increasing run, over pages", async () => {
    const { ada, bob, room } = await house();
    const b = await stompAs(bob);
    const count = 120;
    for (let n = 1; n <= count; n++) await sayIn(room, ada, `${n}`);
    const all = b.listen(topic(room), { after: "0" });
    const late = b.listen(topic(room), { after: "100" });
    const plain = b.listen(topic(room));
    const ahead = b.listen(topic(room), { after: "100000" });
    const talk = (async () => {
      for (let n = 1; n <= 30; n++) await sayIn(room, ada, `live ${n}`);
    })();
    const heard = await Promise.all([all, late, plain, ahead]);
    await talk;
    await until(() => heard.every(({ messages }) => messages.length > 0 && messages.at(-1)?.headers.seq === String(count + 30)));
    expect(seqs(heard[0].bodies())).toEqual(upTo(count + 30));
    expect(seqs(heard[1].bodies())).toEqual(upTo(count + 30, 101));
    for (const each of heard.slice(2)) {
      const first = each.bodies()[0].seq;
      expect(first).toBeGreaterThan(count);
      expect(seqs(each.bodies())).toEqual(upTo(count + 30, first));
    }
  });

  it("with after is sent many pages without a gap, while the room goes on", async () => {
    const { app, ada, bob, room } = await house();
    const count = limits.roomReplayPage * 3 + 7;
    const stub = env.CHAT_ROOM.getByName(`${app.appId}:${room.roomId}`);
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
         INSERT INTO message (seq, ticks, sender_id, client_id, kind, content) SELECT i, i, 'usr_x', 'n' || i, 'TEXT', i FROM n`,
      );
    });
    await evictDurableObject(stub);
    const b = await stompAs(bob);
    const heard = b.listen(topic(room), { after: "0" });
    for (let n = 0; n < 50; n++) await sayIn(room, ada, `live ${n}`);
    const { bodies, messages } = await heard;
    await until(() => messages.length >= count + 50);
    expect(seqs(bodies())).toEqual(upTo(count + 50));
  });

  it("with after-rev also hears of later changes, and without it of messages alone", async () => {
    const { ada, bob, room } = await house();
    const said = await sayIn(room, ada, "helo");
    const by = { kind: "user", userId: ada.userId } as const;
    await roomOf(room).edit({ by, id: said.id, content: "hello" });
    const b = await stompAs(bob);
    const plain = await b.listen(topic(room), { after: "1" });
    const knowing = await b.listen(topic(room), { after: "1", "after-rev": "0" });
    const commands = await b.listen(`/topic/command.${room.roomId}`);
    await roomOf(room).react({ by, id: said.id, emoji: "👍", remove: false });
    await roomOf(room).updateMember({ by, userId: bob.userId, role: "MODERATOR" });
    await until(() => knowing.messages.length === 2 && commands.messages.length === 2);
    expect(knowing.messages.map(({ headers }) => headers.rev)).toEqual(["1", "2"]);
    expect(knowing.bodies()).toMatchObject([
      { change: "EDITED", rev: 1, message: { content: "hello" } },
      { change: "REACTED", rev: 2, message: { reactions: [{ emoji: "👍" }] } },
    ]);
    expect(commands.bodies()).toMatchObject([
      { type: "change", change: "REACTED", rev: 2 },
      { type: "change", change: "ROLE", rev: 3, userId: bob.userId },
    ]);
    expect(plain.messages).toEqual([]);
  });
});

describe("who is in a room", () => {
  it("is told one by one to whoever asks, and then who comes and goes", async () => {
    const { ada, bob, room } = await house();
    const a = await stompAs(ada);
    const here = await a.listen(`/topic/presence.${room.roomId}`);
    await until(() => here.messages.length === 1);
    const b = await stompAs(bob);
    await b.listen(topic(room));
    await until(() => here.messages.length === 2);
    await b.client.deactivate();
    await expect
      .poll(() => here.bodies(), { timeout: 12_000, interval: 50 })
      .toEqual([
        { id: ada.userId, isOnline: true },
        { id: bob.userId, isOnline: true },
        { id: bob.userId, isOnline: false },
      ]);
  });

  it("passes on who types and what was read, and a tab that leaves has read what it was sent", async () => {
    const { ada, bob, room } = await house();
    const [a, b] = [await stompAs(ada), await stompAs(bob)];
    const commands = await a.listen(`/topic/command.${room.roomId}`);
    await b.send(`/app/chat.typing/${room.roomId}`, { active: true });
    await until(() => commands.messages.length === 1);
    expect(commands.bodies()[0]).toMatchObject({ type: "typing", userId: bob.userId, active: true });
    for (let n = 1; n <= 4; n++) await sayIn(room, ada, `${n}`);
    await b.send(`/app/chat.seen/${room.roomId}`, { seq: 2 });
    await until(() => commands.messages.length === 2);
    expect(commands.bodies()[1]).toMatchObject({ type: "seen", userId: bob.userId, seq: 2 });
    const unread = async () => {
      const answer = await roomOf(room).standing({ userId: bob.userId });
      return answer.ok ? answer.standing.unreadCount : -1;
    };
    expect(await unread()).toBe(2);
    const explicit = await b.listen(topic(room), { after: "0", seen: "explicit" });
    await until(() => explicit.messages.length === 4);
    explicit.subscription.unsubscribe();
    await b.send("/app/heartbeat", "");
    expect(await unread()).toBe(2);
    const plain = await b.listen(topic(room), { after: "2" });
    await until(() => plain.messages.length === 2);
    await b.send(`/app/unsubcribe/chat_rooms/${room.roomId}`, "");
    await until(async () => (await unread()) === 0);
    await sayIn(room, ada, "nobody hears");
    expect(await unread()).toBe(1);
    expect(plain.messages).toHaveLength(2);
  });
});

describe("nothing reaches a socket", () => {
  it("after its person left, was taken out or was banned, also when nobody else is at that gateway", async () => {
    const { people, ada, room } = await house(4);
    const [, ...others] = await Promise.all(people.map((user) => stompAs(user)));
    const heard = await Promise.all(others.map((each) => each.listen(topic(room))));
    await sayIn(room, ada, "all of you");
    await until(() => heard.every(({ messages }) => messages.length === 1));
    const [left, kicked, banned] = people.slice(1).map(({ userId }) => userId) as [string, string, string];
    await roomOf(room).leave({ userId: left });
    await roomOf(room).kick({ by: { kind: "server" }, userId: kicked });
    await roomOf(room).updateMember({ by: { kind: "server" }, userId: banned, banned: true });
    for (let n = 0; n < 20; n++) await sayIn(room, ada, "nobody but me");
    // Somebody new at each of these gateways makes the room speak to them again.
    const witness = await stompAs(ada);
    const witnessed = await witness.listen(topic(room), { after: "0" });
    await sayIn(room, ada, "the last word");
    await until(() => witnessed.bodies().at(-1)?.content === "the last word");
    for (const each of heard) expect(each.bodies().map(({ content }) => content)).not.toContain("nobody but me");
    for (const each of others) {
      const again = await each.listen(topic(room), { receipt: "again", id: "again" });
      await until(() => each.refused.some(({ body }) => body.includes('"id":"again"')));
      expect(again.messages).toEqual([]);
    }
  });
});

describe("fifty people over all gateways", () => {
  it("hear everything once and in order, while gateways and room are evicted", async () => {
    const { people, ada, room } = await house(50);
    const sockets = await Promise.all(people.map((user) => stompAs(user)));
    const heard = await Promise.all(sockets.map((each) => each.listen(topic(room), { after: "0" })));
    const gateways = [...new Set(people.map((user) => gatewayName(user.app.appId, user.userId)))];
    expect(gateways.length).toBeGreaterThan(1);
    for (let n = 1; n <= 60; n++) {
      await sayIn(room, ada, `${n}`);
      if (n % 10 === 0) await evictDurableObject(env.CHAT_GATEWAY.getByName(gateways[(n / 10) % gateways.length] ?? ""));
      if (n % 25 === 0) await evictDurableObject(env.CHAT_ROOM.getByName(`${room.app.appId}:${room.roomId}`));
    }
    await until(() => heard.every(({ messages }) => messages.length >= 60));
    for (const each of heard) expect(seqs(each.bodies())).toEqual(upTo(60));
  }, 40_000);
});

describe("a gateway that nobody listens at", () => {
  it("is forgotten by the room, and asks for what it missed when somebody comes back", async () => {
    const { ada, bob, room } = await house();
    const b = await stompAs(bob);
    const first = await b.listen(topic(room));
    first.subscription.unsubscribe();
    await b.send("/app/heartbeat", "");
    for (let n = 1; n <= 5; n++) await sayIn(room, ada, `${n}`);
    const second = await b.listen(topic(room), { after: "0" });
    await evictDurableObject(gatewayOf(bob));
    await sayIn(room, ada, "6");
    await until(() => second.messages.length === 6);
    expect([first.messages.length, seqs(second.bodies())]).toEqual([0, upTo(6)]);
  });
});

describe("a gateway that missed a tick", () => {
  it("asks for what was in it before it goes on", async () => {
    const { ada, bob, room } = await house();
    const b = await stompAs(bob);
    const heard = await b.listen(topic(room));
    await sayIn(room, ada, "1");
    await until(() => heard.messages.length === 1);
    // As if it had not been told of the next two.
    await sayIn(room, ada, "2");
    await sayIn(room, ada, "3");
    await until(() => heard.messages.length === 3);
    await runInDurableObject(gatewayOf(bob), (_, { storage }) => storage.sql.exec("UPDATE room SET seq = 1"));
    await evictDurableObject(gatewayOf(bob));
    await sayIn(room, ada, "4");
    await until(() => heard.messages.length === 6);
    expect(seqs(heard.bodies())).toEqual([1, 2, 3, 2, 3, 4]);
  });
});
