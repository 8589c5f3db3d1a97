import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { machineIn, machineOf, snowflake, snowflakeEpochMs } from "../../contracts/snowflake.ts";
import { Buckets } from "./buckets.ts";
import { tickMsFor } from "./fan-out.ts";
import { mentionsIn } from "./mentions.ts";
import { MessageClock, ticksPerMs, timeOf } from "./message-clock.ts";
import { type Acting, mayActOver, mayModerate, mayOwn, mayRead, successor } from "./permissions.ts";
import type { MemberRecord } from "./records.ts";

const member = (userId: string, given: Partial<MemberRecord> = {}): MemberRecord => ({
  userId,
  username: userId,
  role: "MEMBER",
  state: "MEMBER",
  joinedAt: 0,
  mutedUntil: null,
  readSeq: 0,
  deliveredSeq: 0,
  lastSeenAt: null,
  leavingAt: null,
  lastSentAt: null,
  version: 1,
  ...given,
});
const acting = (record: MemberRecord | null, userId = record?.userId ?? "x"): Acting => ({ kind: "user", userId, member: record });

describe("the clock of a room's messages", () => {
  it("only ever goes on, through a million messages while the computer's clock jumps about", () => {
    const clock = new MessageClock(0);
    let now = snowflakeEpochMs + 90_000_000_000;
    let last = 0;
    let seed = 7;
    for (let n = 0; n < 1_000_000; n++) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      if (seed % 50 === 0) now += (seed % 20_001) - 10_000;
      else if (seed % 3 === 0) now += 1;
      const ticks = clock.next(now);
      if (ticks <= last) throw new Error(`message ${n} has ticks ${ticks} after ${last}`);
      last = ticks;
    }
    expect(timeOf(last)).toBeGreaterThanOrEqual(now - 20_000);
    expect(Number.isSafeInteger(last)).toBe(true);
  });

  it("goes on where the room's last message was, and a full millisecond spills into the next", () => {
    const full = 5 * ticksPerMs - 1;
    expect(new MessageClock(full).next(snowflakeEpochMs + 4)).toBe(5 * ticksPerMs);
    expect(new MessageClock(full).next(snowflakeEpochMs + 9)).toBe(9 * ticksPerMs);
  });
});

describe("the id of a message", () => {
  it("is a decimal of 63 bits at most, sorts as the messages do, and tells the room's ten bits", () => {
    const machine = machineOf("room_01K9Z3V6T8W2Y4A6C8E0G2J4M6");
    const farAway = snowflake((2 ** 41 - 1) * ticksPerMs + ticksPerMs - 1, machine);
    expect(BigInt(farAway) < 2n ** 63n).toBe(true);
    const ids = [1, 2, ticksPerMs, 7 * ticksPerMs + 3].map((ticks) => BigInt(snowflake(ticks, machine)));
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    expect(ids.map((id) => machineIn(String(id)))).toEqual([machine, machine, machine, machine]);
    expect(machineIn("12x")).toBeNull();
  });

  it("differs between rooms of the same moment, mostly", () => {
    const machines = new Set(Array.from({ length: 2000 }, (_, n) => machineOf(`room_${n.toString(36).padStart(26, "0")}`)));
    expect(machines.size).toBeGreaterThan(800);
  });
});

describe("who may what", () => {
  const [owner, moderator, plain, banned] = [
    member("o", { role: "OWNER" }),
    member("m", { role: "MODERATOR" }),
    member("p"),
    member("b", { state: "BANNED" }),
  ];
  it("is as the roles say, and nobody acts over themselves", () => {
    const answers = [{ kind: "server" } as Acting, acting(owner), acting(moderator), acting(plain), acting(banned), acting(null)].map(
      (who) => [mayRead(who), mayModerate(who), mayOwn(who), mayActOver(who, owner), mayActOver(who, moderator), mayActOver(who, plain)],
    );
    expect(answers).toEqual([
      [null, null, null, null, null, null],
      [null, null, null, "FORBIDDEN", null, null],
      [null, null, "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", null],
      [null, "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"],
      Array(6).fill("BANNED"),
      Array(6).fill("NOT_A_MEMBER"),
    ]);
  });

  it("passes to the longest-serving of the highest that are left", () => {
    const people = [
      member("a", { joinedAt: 1 }),
      member("b", { joinedAt: 3, role: "MODERATOR" }),
      member("c", { joinedAt: 2, role: "MODERATOR" }),
    ];
    expect(successor(people)?.userId).toBe("c");
    expect(successor(people.slice(0, 1))?.userId).toBe("a");
    expect(successor([banned])).toBeNull();
  });
});

describe("a mention", () => {
  const users: Record<string, string> = { ada: "usr_ada", "bob.b": "usr_bob", cyd_1: "usr_cyd" };
  const named = (text: string) => mentionsIn(text, (name) => users[name]);
  it("is a member's name behind an @, and no address or part of a word", () => {
    expect(named("hi @Ada, and @bob.b. And @cyd_1!")).toEqual(["usr_ada", "usr_bob", "usr_cyd"]);
    expect(named("@ada @ADA (@ada)")).toEqual(["usr_ada"]);
    expect(named("mail@ada x@ada @@ada @nobody @adam")).toEqual([]);
  });
  it("is found in time linear in the text, and in a limited number", () => {
    const many = Array.from({ length: 500 }, (_, n) => `@u${n}`).join(" ");
    expect(mentionsIn(many, (name) => name)).toHaveLength(limits.mentionsPerMessageMax);
    expect(named("@".repeat(5000))).toEqual([]);
  });
});

describe("ticks", () => {
  it("are as far apart as the room has listeners", () => {
    expect([1, 250, 400, 500, 1000, 5000, 20_000].map(tickMsFor)).toEqual([40, 40, 40, 50, 50, 250, 500]);
  });
});

describe("a person's tokens", () => {
  it("are as many as may come at once, and then come by the second", () => {
    const buckets = new Buckets({ perSecond: 2, burst: 3 });
    expect([0, 0, 0, 0].map((now) => buckets.take("a", now))).toEqual([null, null, null, 1]);
    expect([buckets.take("a", 500), buckets.take("a", 500), buckets.take("b", 500)]).toEqual([null, 1, null]);
  });
});
