import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { makeApp, makeUser, type TestUser, testTenantCtx } from "../../test/harness.ts";
import { openRoom, sayIn } from "../../test/stomp-room.ts";
import { rawStomp, stompAs, ticketFor, until } from "../../test/stomp-sockets.ts";
import { gatewayName } from "../../workers/chat/gateway-of.ts";

const gatewayOf = ({ app, userId }: TestUser) => env.CHAT_GATEWAY.getByName(gatewayName(app.appId, userId));
/** Makes the gateway of this person forget everything that is in its memory. */
async function forget(user: TestUser): Promise<void> {
  // What was just sent may have to wake it first.
  await gatewayOf(user).sockets();
  await scheduler.wait(20);
  await evictDurableObject(gatewayOf(user));
}
const encode = (text: string) => new TextEncoder().encode(text);

async function house() {
  const app = await makeApp();
  const [ada, bob] = [await makeUser(app), await makeUser(app)];
  return { app, ada, bob, room: await openRoom(app, [ada, bob]) };
}

async function connected(user: TestUser, version = "1.2", beat = "0,0") {
  const stomp = await rawStomp({ query: `?ticket=${await ticketFor(user)}` });
  stomp.send(`CONNECT\naccept-version:${version}\nheart-beat:${beat}\nhost:x\n\n\0`);
  await stomp.next("CONNECTED");
  return stomp;
}

describe("a frame", () => {
  it("may come in pieces, cut anywhere, with the memory lost between any two", async () => {
    const { ada, room } = await house();
    const stomp = await connected(ada);
    const body = JSON.stringify({ content: "Grüße 🎭 from the stalls", clientId: "cut" });
    const frame = encode(
      `SEND\r\ndestination:/app/chat.send/${room.roomId}\r\nreceipt:r1\r\ncontent-length:${encode(body).length}\r\n\r\n${body}\0`,
    );
    for (let at = 0; at < frame.length; at += 23) {
      stomp.send(frame.slice(at, at + 23));
      if (at % 3 === 0) await forget(ada);
    }
    expect(await stomp.next("RECEIPT")).toContain("seq:1");
  });

  it("may come with others in one message, CONNECT and what follows it too, and comes alone from the server", async () => {
    const { ada, room } = await house();
    const stomp = await rawStomp({ query: `?ticket=${await ticketFor(ada)}` });
    const say = (n: number) => `SEND\ndestination:/app/chat.send/${room.roomId}\nreceipt:r${n}\n\n{"content":"${n}"}\0\n`;
    const listen = `SUBSCRIBE\nid:s\ndestination:/topic/chatroom.${room.roomId}\nreceipt:s\n\n\0`;
    stomp.send(`CONNECT\naccept-version:1.2\nhost:x\n\n\0\n\n${listen}${say(1)}`);
    stomp.send(`\n${say(2)}${say(3)}`);
    await until(() => stomp.texts().length === 8);
    const texts = stomp.texts();
    expect(texts.every((text) => text.indexOf("\0") === text.length - 1)).toBe(true);
    expect(texts.filter((text) => text.startsWith("RECEIPT")).map((text) => /receipt-id:(\w+)/.exec(text)?.[1])).toEqual([
      "s",
      "r1",
      "r2",
      "r3",
    ]);
    expect(texts.filter((text) => text.startsWith("MESSAGE"))).toHaveLength(3);
  });

  it("of the largest size passes, and a larger one is an ERROR as soon as that is known", async () => {
    const { ada } = await house();
    const big = "x".repeat(limits.stompBodyBytesDefault);
    const b = await stompAs(ada, { config: { splitLargeFrames: true } });
    const heard = await b.listen("/topic/live.big");
    b.client.publish({ destination: "/topic/live.big", body: big, headers: { "content-type": "text/plain" } });
    await until(() => heard.messages.length === 1);
    expect(heard.messages[0]?.body === big).toBe(true);
    const stomp = await connected(ada);
    stomp.send(`SEND\ndestination:/topic/live.big\nreceipt:r\ncontent-length:${limits.stompBodyBytesDefault + 1}\n\n`);
    expect(await stomp.next("ERROR")).toContain("receipt-id:r");
    expect((await stomp.closed()).code).toBe(1002);
  });

  it("of 1 MiB passes in pieces where the setting lets it, NULs and all, with the memory lost in the middle", async () => {
    const { app, ada } = await house();
    const heard = await (await stompAs(await makeUser(app))).listen("/topic/live.huge");
    const given = {
      upgrade: { origin: null, fetchSite: null, ownOrigin: null, bodyBytesMax: limits.stompBodyBytesMax },
      tenant: testTenantCtx(app).tenant,
      person: { userId: ada.userId, sessionId: "ses_x" },
    };
    const headers = Object.entries(given).map(([name, value]) => [`x-marquee-${name}`, JSON.stringify(value)] as const);
    const { webSocket: socket } = await gatewayOf(ada).fetch("https://chat-gateway/ws", {
      headers: { upgrade: "websocket", ...Object.fromEntries(headers) },
    });
    const texts: unknown[] = [];
    socket?.accept();
    socket?.addEventListener("message", ({ data }) => {
      texts.push(data);
    });
    socket?.send(`CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer ${ada.accessToken}\n\n\0`);
    await until(() => texts.length === 1);
    const head = encode(
      `SEND\ndestination:/topic/live.huge\nreceipt:r\ncontent-type:application/octet-stream\ncontent-length:${1024 * 1024}\n\n`,
    );
    const body = new Uint8Array(1024 * 1024).map((_, at) => at % 251);
    const frame = new Uint8Array([...head, ...body, 0]);
    for (let at = 0, piece = 0; at < frame.length; at += 8192, piece++) {
      socket?.send(frame.slice(at, at + 8192));
      if (piece === 64) await forget(ada);
    }
    await until(() => heard.messages.length === 1);
    const got = heard.messages[0]?.binaryBody ?? new Uint8Array();
    expect([got.length, got.every((byte, at) => byte === at % 251)]).toEqual([body.length, true]);
    socket?.close(1000);
  });

  it("that breaks the protocol is answered with ERROR and its receipt, and the socket is closed", async () => {
    const { ada } = await house();
    for (const frame of [
      "HELLO\n\n\0",
      "SEND\nreceipt:r\nno colon\n\n\0",
      "SUBSCRIBE\nreceipt:r\ndestination:/user/queue/errors\n\n\0",
      "SUBSCRIBE\nid:1\nreceipt:r\n\n\0",
      "SUBSCRIBE\nid:1\nreceipt:r\nack:maybe\ndestination:/user/queue/errors\n\n\0",
      "SUBSCRIBE\nid:1\nreceipt:r\nselector:price > 5\ndestination:/topic/live.x\n\n\0",
      "SEND\nreceipt:r\n\nto nobody\0",
      "SUBSCRIBE\nid:1\nreceipt:r\nafter:-1\ndestination:/topic/chatroom.x\n\n\0",
      "SEND\nreceipt:r\ndestination:/app/heartbeat\ntransaction:none\n\n\0",
      "COMMIT\nreceipt:r\ntransaction:none\n\n\0",
      "ACK\nreceipt:r\n\n\0",
      "CONNECT\naccept-version:1.2\n\n\0",
    ]) {
      const stomp = await connected(ada);
      stomp.send(frame);
      expect(await stomp.next("ERROR")).toMatch(/^ERROR\nmessage:/);
      expect((await stomp.closed()).code).toBe(1002);
    }
  });

  it("is one of not too many a second", async () => {
    const { ada } = await house();
    const stomp = await connected(ada);
    stomp.send("SEND\ndestination:/app/heartbeat\n\n\0".repeat(limits.stompFramesBurst + 200));
    expect(await stomp.next("ERROR")).toContain("too many frames");
    expect((await stomp.closed()).code).toBe(1008);
  });
});

describe("heart-beats", () => {
  it("go both ways with a real client, answered without waking anything", async () => {
    const { ada } = await house();
    const a = await stompAs(ada, { heartBeat: [10_000, 10_000] });
    expect(a.connected?.headers["heart-beat"]).toBe("10000,10000");
    const stomp = await connected(ada, "1.2", "10000,0");
    await forget(ada);
    stomp.send("\n");
    await until(() => stomp.texts().at(-1) === "\n");
    stomp.send("\r\n");
    await until(() => stomp.texts().filter((text) => text === "\n").length === 2);
  });

  it("come by the clock for a client that wants them and sends none, also after the memory was lost", async () => {
    const { ada } = await house();
    const stomp = await connected(ada, "1.2", "0,10000");
    expect(stomp.texts()[0]).toContain("heart-beat:10000,0");
    await forget(ada);
    await expect.poll(() => stomp.texts().filter((text) => text === "\n").length, { timeout: 13_000, interval: 50 }).toBeGreaterThan(0);
    await runDurableObjectAlarm(gatewayOf(ada));
    await runDurableObjectAlarm(gatewayOf(ada));
  }, 20_000);

  it("of the application are answered with pong", async () => {
    const { ada } = await house();
    const a = await stompAs(ada);
    const replies = await a.listen("/user/queue/heartbeatReply");
    await a.send("/app/heartbeat", "");
    await until(() => replies.messages.length === 1);
    expect(replies.messages[0]?.body).toBe("pong");
  });
});

describe("what is said on a live topic", () => {
  it("goes to everybody of the app byte for byte, NULs and the sender's own headers too, and to nobody of another app", async () => {
    const { app, ada, bob } = await house();
    const stranger = await makeUser(await makeApp());
    const [a, b, c] = [await stompAs(ada), await stompAs(bob), await stompAs(stranger)];
    const topics = await Promise.all([a, b, c].map((each) => each.listen("/topic/live.stage.left")));
    const bytes = new Uint8Array([0, 1, 2, 0, 255, 254, 10, 13, 0]);
    const headers = { "content-type": "application/octet-stream", "x-own": "a:b\nc\\d" };
    a.client.publish({ destination: "/topic/live.stage.left", binaryBody: bytes, headers });
    a.client.publish({ destination: "/topic/live.stage.left", body: "plain ünïcode", headers: { "content-type": "text/plain" } });
    for (const { messages } of topics.slice(0, 2)) {
      await until(() => messages.length === 2);
      expect([...(messages[0]?.binaryBody ?? [])]).toEqual([...bytes]);
      expect(messages[0]?.headers).toMatchObject({ ...headers, "content-length": "9" });
      expect(messages[1]?.body).toBe("plain ünïcode");
      expect(messages[0]?.headers.receipt).toBeUndefined();
    }
    expect(topics[2]?.messages).toEqual([]);
    expect(app.appId).not.toBe(stranger.app.appId);
  });

  it("is heard again after the gateway lost its memory", async () => {
    const { ada, bob } = await house();
    const [a, b] = [await stompAs(ada), await stompAs(bob)];
    const heard = await b.listen("/topic/live.news");
    await a.send("/topic/live.news", "1");
    await until(() => heard.messages.length === 1);
    await forget(bob);
    await a.send("/topic/live.news", "2");
    await until(() => heard.messages.length === 2);
  });
});

describe("a message that is to be acknowledged", () => {
  it("goes to another subscriber when it is refused, here or at another gateway, also after the memory was lost", async () => {
    const app = await makeApp();
    const people = await Promise.all(Array.from({ length: 6 }, () => makeUser(app)));
    const [ada] = people as [TestUser];
    const room = await openRoom(app, people);
    const refusing = await stompAs(ada);
    const refused = await refusing.listen(`/topic/chatroom.${room.roomId}`, { ack: "client-individual" });
    const others = await Promise.all(people.slice(1).map((user) => stompAs(user)));
    const taken = await Promise.all(others.map((each) => each.listen(`/topic/chatroom.${room.roomId}`)));
    const live = await refusing.listen("/topic/live.jobs", { ack: "client-individual" });
    const workers = await Promise.all(others.slice(0, 2).map((each) => each.listen("/topic/live.jobs")));
    await sayIn(room, ada, "who?");
    await others[0]?.send("/topic/live.jobs", "a job");
    await until(() => refused.messages.length === 1 && live.messages.length === 1);
    await until(() => taken.every(({ messages }) => messages.length === 1));
    await until(() => workers.every(({ messages }) => messages.length === 1));
    await forget(ada);
    refused.messages[0]?.nack();
    live.messages[0]?.nack();
    await until(() => taken.reduce((sum, { messages }) => sum + messages.length, 0) === 6);
    await until(() => workers.reduce((sum, { messages }) => sum + messages.length, 0) === 3);
    const twice = taken.find(({ messages }) => messages.length === 2);
    expect(twice?.messages[1]?.body).toBe(twice?.messages[0]?.body);
    expect([refused.messages.length, live.messages.length]).toEqual([1, 1]);
  });

  it("is taken by ACK: one, or all up to it, as each version names them; and nothing comes twice", async () => {
    const { ada, bob, room } = await house();
    for (const version of ["1.0", "1.1", "1.2"]) {
      for (const ack of ["client", "client-individual"]) {
        const stomp = await connected(bob, version);
        stomp.send(`SUBSCRIBE\nid:s\nack:${ack}\ndestination:/topic/chatroom.${room.roomId}\nreceipt:s\n\n\0`);
        await stomp.next("RECEIPT");
        for (const n of [1, 2, 3]) await sayIn(room, ada, `${n}`);
        const messages = () => stomp.texts().filter((text) => text.startsWith("MESSAGE"));
        await until(() => messages().length === 3);
        const name = (text = "") =>
          version === "1.2" ? `id:${/\nack:(.*)/.exec(text)?.[1]}` : `message-id:${/message-id:(.*)/.exec(text)?.[1]}\nsubscription:s`;
        stomp.send(`ACK\n${name(messages()[1])}\nreceipt:a\n\n\0`);
        expect(await stomp.next("receipt-id:a")).toMatch(/^RECEIPT/);
        // Version 1.0 has no NACK; what was taken is not given to anybody else.
        stomp.send(`${version === "1.0" ? "ACK" : "NACK"}\n${name(messages()[0])}\nreceipt:n\n\n\0`);
        expect(await stomp.next("receipt-id:n")).toMatch(/^RECEIPT/);
        expect(messages()).toHaveLength(3);
        stomp.send("DISCONNECT\nreceipt:bye\n\n\0");
        await stomp.next("receipt-id:bye");
      }
    }
  });
});

describe("a transaction", () => {
  it("does nothing until COMMIT, then everything in order, also after the memory was lost; and nothing after ABORT", async () => {
    const { ada, bob, room } = await house();
    const [a, b] = [await stompAs(ada), await stompAs(bob)];
    const heard = await b.listen(`/topic/chatroom.${room.roomId}`);
    const say = (n: number, transaction: string) => ({
      destination: `/app/chat.send/${room.roomId}`,
      body: JSON.stringify({ content: `${n}` }),
      headers: { transaction },
    });
    const [first, second] = [a.client.begin("one"), a.client.begin("two")];
    for (const n of [1, 2]) a.client.publish(say(n, "one"));
    a.client.publish(say(3, "two"));
    await a.send("/app/heartbeat", "");
    await forget(ada);
    expect(heard.messages).toEqual([]);
    second.abort();
    first.commit();
    await until(() => heard.messages.length === 2);
    await sayIn(room, ada, "last");
    await until(() => heard.messages.length === 3);
    expect(heard.bodies().map(({ content }) => content)).toEqual(["1", "2", "last"]);
  });

  it("of which a part is refused has no RECEIPT for COMMIT, and is forgotten when the socket goes", async () => {
    const { ada, room } = await house();
    const stomp = await connected(ada);
    stomp.send("SUBSCRIBE\nid:e\ndestination:/user/queue/errors\n\n\0BEGIN\ntransaction:t\nreceipt:b\n\n\0");
    await stomp.next("receipt-id:b");
    stomp.send(
      `SEND\ntransaction:t\nreceipt:h\ndestination:/app/chat.send/${room.roomId}\n\n{"content":""}\0COMMIT\ntransaction:t\nreceipt:c\n\n\0`,
    );
    await stomp.next("VALIDATION_FAILED");
    expect(stomp.texts().some((text) => text.includes("receipt-id:c"))).toBe(false);
    stomp.send(`BEGIN\ntransaction:u\n\n\0SEND\ntransaction:u\ndestination:/app/chat.send/${room.roomId}\n\n{"content":"x"}\0`);
    stomp.send("DISCONNECT\nreceipt:d\n\n\0");
    await stomp.next("receipt-id:d");
    expect((await stomp.closed()).code).toBe(1000);
    expect((await sayIn(room, ada, "first")).seq).toBe(1);
  });
});

describe("DISCONNECT", () => {
  it("with a receipt is answered behind everything that came before, and closes cleanly", async () => {
    const { ada, room } = await house();
    const a = await stompAs(ada);
    const heard = await a.listen(`/topic/chatroom.${room.roomId}`);
    for (let n = 0; n < 20; n++)
      a.client.publish({ destination: `/app/chat.send/${room.roomId}`, body: JSON.stringify({ content: `${n}` }) });
    await a.client.deactivate();
    expect(a.closes).toEqual([{ code: 1000, reason: expect.any(String) }]);
    expect(await sayIn(room, ada, "after")).toMatchObject({ seq: 21 });
    expect(heard.messages.length).toBeLessThanOrEqual(20);
  });
});

describe("a socket whose client has gone without a word", () => {
  it("is closed when the heart-beats that it promised do not come, and one that promised none is not", async () => {
    const { ada } = await house();
    const [promised, free] = [await connected(ada, "1.2", "10000,0"), await connected(ada)];
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
    try {
      await runDurableObjectAlarm(gatewayOf(ada));
    } finally {
      vi.useRealTimers();
    }
    expect((await promised.closed()).code).toBe(1001);
    expect(free.closes).toEqual([]);
  });
});

describe("a socket that is open for half a day", () => {
  it("is closed, and its client comes again", async () => {
    const { ada } = await house();
    const stomp = await connected(ada);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + limits.socketHoldHours * 3_600_000 + 1000 });
    try {
      await runDurableObjectAlarm(gatewayOf(ada));
    } finally {
      vi.useRealTimers();
    }
    expect(await stomp.next("ERROR")).toContain("TOKEN_EXPIRED");
    expect((await stomp.closed()).code).toBe(1008);
  });
});
