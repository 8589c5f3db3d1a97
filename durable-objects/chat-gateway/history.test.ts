import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { makeApp, makeUser, type TestUser } from "../../test/harness.ts";
import { openRoom, roomOf, sayIn } from "../../test/stomp-room.ts";
import { stompAs, until } from "../../test/stomp-sockets.ts";
import { gatewayName } from "../../workers/chat/gateway-of.ts";

/** Numbers that look random and are the same for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

interface Tab {
  user: TestUser;
  after: number;
  readonly seqs: number[];
  leave(): Promise<void>;
  isOpen: boolean;
}

/** What a tab heard is one increasing run from where it began. */
function faultsOf({ after, seqs, user }: Tab): string[] {
  return seqs.flatMap((seq, index) =>
    seq === after + index + 1 ? [] : [`${user.userId} heard ${seq} as number ${index + 1} after ${after}`],
  );
}

async function run(seed: number, steps: number) {
  const roll = dice(seed);
  const app = await makeApp();
  const people = await Promise.all(Array.from({ length: 7 }, () => makeUser(app)));
  const [ada] = people as [TestUser];
  const room = await openRoom(app, people, "PUBLIC");
  const some = () => people[roll(people.length)] ?? ada;
  const tabs: Tab[] = [];
  const outside = new Set<string>();
  let said = 0;

  const enter = async (user: TestUser) => {
    const stomp = await stompAs(user).catch(() => null);
    if (stomp === null) return;
    const after = roll(2) === 0 ? 0 : Math.max(0, said - roll(10));
    const heard = await stomp.listen(`/topic/chatroom.${room.roomId}`, { after: String(after), receipt: "r" });
    const tab: Tab = {
      user,
      after,
      isOpen: true,
      get seqs() {
        return heard.messages.map(({ headers }) => Number(headers.seq));
      },
      leave: async () => {
        tab.isOpen = false;
        if (roll(2) === 0) heard.subscription.unsubscribe();
        else await stomp.client.deactivate({ force: roll(2) === 0 });
      },
    };
    if (outside.has(user.userId)) tab.isOpen = false;
    tabs.push(tab);
  };
  const expelled = async (user: TestUser) => {
    if (user === ada) return;
    outside.add(user.userId);
    for (const tab of tabs) if (tab.user === user) tab.isOpen = false;
    await roomOf(room).kick({ by: { kind: "server" }, userId: user.userId });
    said++;
  };
  const back = async (user: TestUser) => {
    const answer = await roomOf(room).join({ person: { userId: user.userId, username: user.email } });
    if (answer.ok) outside.delete(user.userId);
  };

  for (let step = 0; step < steps; step++) {
    const user = some();
    const what = roll(20);
    if (what < 11) {
      const count = 1 + roll(6);
      const stored = await Promise.all(Array.from({ length: count }, () => sayIn(room, ada, `${step}`)));
      said = Math.max(said, ...stored.map(({ seq }) => seq));
    } else if (what < 14)
      await (roll(2) === 0 ? enter(user) : Promise.all([enter(user), sayIn(room, ada, "meanwhile"), sayIn(room, ada, "too")]));
    else if (what < 16) await tabs.filter(({ isOpen }) => isOpen)[0]?.leave();
    else if (what === 16) await expelled(user);
    else if (what === 17) await back(user);
    else if (what === 18) await evictDurableObject(env.CHAT_ROOM.getByName(`${app.appId}:${room.roomId}`)).catch(() => {});
    else await evictDurableObject(env.CHAT_GATEWAY.getByName(gatewayName(app.appId, user.userId))).catch(() => {});
  }
  const head = (await sayIn(room, ada, "the last word")).seq;
  await until(() => tabs.every((tab) => !tab.isOpen || tab.seqs.at(-1) === head)).catch(() => {});
  const short = tabs
    .filter((tab) => tab.isOpen && tab.seqs.at(-1) !== head)
    .map(({ user, seqs }) => `${user.userId} stopped at ${seqs.at(-1)}`);
  return { faults: [...tabs.flatMap(faultsOf), ...short], heard: tabs.reduce((sum, { seqs }) => sum + seqs.length, 0), tabs: tabs.length };
}

describe("what every tab hears of a room", () => {
  for (const seed of [1, 2, 3]) {
    it(`is one increasing run up to the last word, whatever happens: seed ${seed}`, async () => {
      const { faults, heard, tabs } = await run(seed, 150);
      expect(faults).toEqual([]);
      expect(tabs).toBeGreaterThan(5);
      expect(heard).toBeGreaterThan(200);
    }, 60_000);
  }
});
