import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { LiveMessage } from "../../contracts/chat-gateway.ts";
import { limits } from "../../contracts/limits.ts";
import { makeApp, makeUser, type TestApp, type TestUser } from "../../test/harness.ts";
import { stompAs, until } from "../../test/stomp-sockets.ts";
import { gatewayName } from "../../workers/chat/gateway-of.ts";
import { liveRelayOf } from "../../workers/chat/live-relay-of.ts";
import type { LiveRelay } from "./live-relay.ts";

let app: TestApp;
/** Two people at different gateways, and one who sits with the first. */
let ada: TestUser;
let bob: TestUser;
let eve: TestUser;

beforeAll(async () => {
  app = await makeApp();
  const gatewayOf = ({ userId }: TestUser) => gatewayName(app.appId, userId);
  const personAt = async (wanted: (gateway: string) => boolean): Promise<TestUser> => {
    for (;;) {
      const user = await makeUser(app);
      if (wanted(gatewayOf(user))) return user;
    }
  };
  ada = await personAt(() => true);
  bob = await personAt((gateway) => gateway !== gatewayOf(ada));
  eve = await personAt((gateway) => gateway === gatewayOf(ada));
});

/** A name that nobody else uses, with its relay. */
function topic() {
  const name = crypto.randomUUID();
  const object = env.LIVE_RELAY.getByName(`${app.appId}:${name}`);
  return {
    destination: `/topic/live.${name}`,
    relay: liveRelayOf(env, app.appId, name),
    evict: () => evictDurableObject(object),
    /** Without a wait between these, so that no gateway can have answered. */
    atOnce: (...batches: LiveMessage[][]) =>
      runInDurableObject(object, (relay: LiveRelay) => Promise.all(batches.map((batch) => relay.publish(batch)))),
    tables: () => runInDurableObject(object, (_, { storage }) => storage.sql.exec("SELECT name FROM sqlite_master").toArray().length),
    listeners: () =>
      runInDurableObject(object, (_, { storage }) =>
        storage.sql
          .exec<{ gateway: string }>("SELECT gateway FROM listener ORDER BY gateway")
          .toArray()
          .map(({ gateway }) => gateway),
      ),
  };
}
const message = (id: string, body = id): LiveMessage => ({ id, headers: [["x-n", id]], body: new TextEncoder().encode(body) });
const gateway = (user: TestUser) => gatewayName(app.appId, user.userId);

describe("a live topic", () => {
  it("carries what anybody says to everybody who listens, at whichever gateway, byte for byte and in order", async () => {
    const { destination } = topic();
    const [speaker, ...listeners] = await Promise.all([ada, ada, bob, eve].map((user) => stompAs(user)));
    const heard = await Promise.all(listeners.map((each) => each.listen(destination)));
    const binaryBody = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    speaker?.client.publish({ destination, binaryBody, headers: { "content-type": "application/octet-stream", "x-own": "a:b" } });
    for (let n = 0; n < 60; n++) speaker?.client.publish({ destination, body: `${n}` });
    for (const { messages } of heard) {
      await until(() => messages.length === 61);
      expect([messages[0]?.binaryBody, messages[0]?.headers["x-own"]]).toEqual([binaryBody, "a:b"]);
      expect(messages.slice(1).map(({ body }) => body)).toEqual(Array.from({ length: 60 }, (_, n) => `${n}`));
    }
    expect(new Set(heard.flatMap(({ messages }) => messages.map(({ headers }) => headers["message-id"]))).size).toBe(61);
  });

  it("keeps each sender's order when many speak at once", async () => {
    const { destination } = topic();
    const listener = await (await stompAs(ada)).listen(destination);
    const speakers = await Promise.all(Array.from({ length: 10 }, (_, n) => stompAs(n % 2 ? bob : eve)));
    for (let n = 0; n < 20; n++) for (const [who, { client }] of speakers.entries()) client.publish({ destination, body: `${who} ${n}` });
    await until(() => listener.messages.length === 200);
    for (const who of speakers.keys()) {
      const said = listener.messages.map(({ body }) => body.split(" ")).filter(([from]) => from === `${who}`);
      expect(said.map(([, n]) => Number(n))).toEqual(Array.from({ length: 20 }, (_, n) => n));
    }
  });

  it("reaches those who listen after its relay was evicted, and again", async () => {
    const { destination, evict } = topic();
    const [one, two] = await Promise.all([stompAs(ada), stompAs(bob)]);
    const heard = await Promise.all([one, two].map((each) => each.listen(destination)));
    for (const body of ["before", "after", "again"]) {
      await one.send(destination, body);
      for (const { messages } of heard) await until(() => messages.at(-1)?.body === body);
      await evict();
    }
    expect(heard.map(({ messages }) => messages.length)).toEqual([3, 3]);
  });

  it("leaves nothing on disk where nobody ever listened", async () => {
    const { relay, tables } = topic();
    expect(await relay.publish([message("1")])).toEqual({ ok: true });
    await relay.unlisten(gateway(ada));
    expect(await tables()).toBe(0);
  });

  it("knows of a gateway from its first listener to its last", async () => {
    const { destination, listeners } = topic();
    const [one, two, other] = await Promise.all([stompAs(ada), stompAs(eve), stompAs(bob)]);
    const [first, second] = await Promise.all([one, two, other].map((each) => each.listen(destination)));
    expect(await listeners()).toEqual([gateway(ada), gateway(bob)].toSorted());
    first?.subscription.unsubscribe();
    other.client.forceDisconnect();
    await until(async () => (await listeners()).length === 1);
    expect(await listeners()).toEqual([gateway(ada)]);
    second?.subscription.unsubscribe();
    await until(async () => (await listeners()).length === 0);
  });

  it("forgets a gateway that says that nobody listens there, and goes on to the others", async () => {
    const { destination, relay, listeners, evict } = topic();
    const heard = await (await stompAs(ada)).listen(destination);
    for (const n of [1, 2]) await relay.listen(`${app.appId}:nobody-${n}`);
    await evict();
    await relay.publish([message("1")]);
    await until(async () => (await listeners()).length === 1);
    await relay.publish([message("2")]);
    await until(() => heard.messages.length === 2);
    expect(heard.messages.map(({ body }) => body)).toEqual(["1", "2"]);
  });

  it("takes as much as may be said at once, all or nothing, and no more", async () => {
    const { destination, relay } = topic();
    const heard = await (await stompAs(ada)).listen(destination);
    const many = Array.from({ length: limits.liveBurst }, (_, n) => message(`${n}`));
    expect(await relay.publish([...many, message("more")])).toEqual({ ok: false, code: "RATE_LIMITED" });
    expect(await relay.publish(many)).toEqual({ ok: true });
    const again = Array.from({ length: limits.liveBurst }, (_, n) => message(`late ${n}`));
    expect(await relay.publish(again)).toEqual({ ok: false, code: "RATE_LIMITED" });
    await until(() => heard.messages.length === limits.liveBurst);
    expect(heard.messages.map(({ body }) => body)).toEqual(many.map(({ id }) => id));
  });

  it("refuses more while no gateway keeps up, and takes it again when one does", async () => {
    const { destination, relay, atOnce } = topic();
    const heard = await (await stompAs(ada)).listen(destination);
    const large = Array.from({ length: 8 }, (_, n) => message(`${n}`, "x".repeat(limits.liveWaitingBytesMax / 8)));
    const answers = await atOnce([message("first")], large, [message("refused")]);
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: false, code: "OVERLOADED" }]);
    await until(() => heard.messages.length === 9);
    expect(await relay.publish([message("last")])).toEqual({ ok: true });
    await until(() => heard.messages.length === 10);
    expect(heard.messages.map(({ headers }) => headers["x-n"])).toEqual(["first", ...large.map(({ id }) => id), "last"]);
  });

  it("gives a message that somebody would not take to somebody at another gateway, and to nobody where there is none", async () => {
    const { destination, relay } = topic();
    const heard = await (await stompAs(bob)).listen(destination);
    expect(await relay.redeliver({ gateway: gateway(bob), frame: message("1") })).toEqual({ taken: false });
    expect(await relay.redeliver({ gateway: gateway(ada), frame: message("2") })).toEqual({ taken: true });
    await until(() => heard.messages.length === 1);
    expect(heard.messages.map(({ body, headers }) => [body, headers["x-n"]])).toEqual([["2", "2"]]);
  });

  it("goes to another subscriber when one refuses a message", async () => {
    const { destination } = topic();
    const [one, two, speaker] = await Promise.all([stompAs(ada), stompAs(bob), stompAs(eve)]);
    const heard = await two.listen(destination);
    const refused: string[] = [];
    const receipt = crypto.randomUUID();
    let isOpen = false;
    one.client.watchForReceipt(receipt, () => {
      isOpen = true;
    });
    one.client.subscribe(
      destination,
      (each) => {
        refused.push(each.body);
        each.nack();
      },
      { ack: "client-individual", receipt },
    );
    await until(() => isOpen);
    await speaker.send(destination, "mine or yours");
    await until(() => heard.messages.length === 2);
    expect([refused, heard.messages.map(({ body }) => body)]).toEqual([["mine or yours"], ["mine or yours", "mine or yours"]]);
  });

  it("is heard by nobody of another app", async () => {
    const { destination } = topic();
    const elsewhere = await makeApp();
    const [mine, theirs] = await Promise.all([stompAs(ada), stompAs(await makeUser(elsewhere))]);
    const heard = await Promise.all([mine, theirs].map((each) => each.listen(destination)));
    await theirs.send(destination, "theirs");
    await mine.send(destination, "mine");
    for (const [index, own] of ["mine", "theirs"].entries()) {
      await until(() => (heard[index]?.messages.length ?? 0) > 0);
      expect(heard[index]?.messages.map(({ body }) => body)).toEqual([own]);
    }
  });
});
