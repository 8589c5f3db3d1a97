import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { askPermit, type Breaker, type BreakerRules, closedBreaker, failureRate, noteResult, override, type Permit } from "./decide.ts";
import { circuitBreaker } from "./facade.ts";

const rules: BreakerRules = { window: 5, minimumCalls: 5, failurePercent: 50, openMs: 10_000, trialCalls: 2, trialMs: 12_000 };

/** A breaker and a clock, driven call by call. */
function machine(changed: Partial<BreakerRules> = {}) {
  const its = { ...rules, ...changed };
  let breaker: Breaker = closedBreaker();
  let now = 1_000_000;
  const begin = () => {
    const asked = askPermit(breaker, its, now);
    breaker = asked.breaker;
    return asked;
  };
  const end = (permit: Permit | null, failed: boolean) => {
    if (permit !== null) breaker = noteResult(breaker, its, now, permit, failed);
  };
  return {
    begin,
    end,
    call: (failed: boolean) => {
      const { permit } = begin();
      end(permit, failed);
      return permit !== null;
    },
    calls: (failures: string) => {
      for (const each of failures) end(begin().permit, each === "x");
    },
    wait: (ms: number) => {
      now += ms;
    },
    override: (wanted: "CLOSE" | "FORCE_OPEN") => {
      breaker = override(breaker, wanted, now);
    },
    get mode() {
      return breaker.mode;
    },
    get breaker() {
      return breaker;
    },
  };
}

describe("a circuit breaker", () => {
  it("opens on five calls of which three fail, in whatever order, and not on four or on two failures", () => {
    for (const opens of ["xxx..", "..xxx", "x.x.x", ".x.xx"]) {
      const its = machine();
      its.calls(opens);
      expect([opens, its.mode]).toEqual([opens, "OPEN"]);
    }
    for (const stays of ["xxxx", "xx...", ".x.x.", "x....x....x...."]) {
      const its = machine();
      its.calls(stays);
      expect([stays, its.mode]).toEqual([stays, "CLOSED"]);
    }
  });

  it("lets nothing through while it is open, and two trial calls after ten seconds", () => {
    const its = machine();
    its.calls("xxx..");
    expect(its.begin()).toMatchObject({ permit: null, retryAfterMs: 10_000 });
    its.wait(9_999);
    expect(its.begin()).toMatchObject({ permit: null, retryAfterMs: 1 });
    its.wait(1);
    const [first, second, third] = [its.begin(), its.begin(), its.begin()];
    expect([first.permit, second.permit, third.permit].map((permit) => permit !== null)).toEqual([true, true, false]);
    expect([its.mode, its.breaker.notPermitted]).toEqual(["HALF_OPEN", 3]);
    its.end(first.permit, false);
    expect(its.mode).toBe("HALF_OPEN");
    its.end(second.permit, false);
    expect(its.breaker).toEqual(closedBreaker(3));
  });

  it("opens again for as long when one trial fails, whatever the other one says", () => {
    const its = machine();
    its.calls("xxxxx");
    its.wait(10_000);
    const [good, bad] = [its.begin().permit, its.begin().permit];
    its.end(good, false);
    its.end(bad, true);
    expect(its.mode).toBe("OPEN");
    its.wait(9_999);
    expect(its.call(false)).toBe(false);
    its.wait(1);
    expect([its.call(false), its.call(false), its.mode]).toEqual([true, true, "CLOSED"]);
  });

  it("hears nothing of calls that began before its last change", () => {
    const its = machine();
    const late = [its.begin().permit, its.begin().permit, its.begin().permit];
    its.calls("xxx..");
    its.end(late[0] ?? null, false);
    its.wait(10_000);
    its.begin();
    its.end(late[1] ?? null, true);
    expect(its.mode).toBe("HALF_OPEN");
    its.override("CLOSE");
    its.end(late[2] ?? null, true);
    expect([its.mode, its.breaker.calls]).toEqual(["CLOSED", []]);
  });

  it("counts every one of the calls that are under way at once", () => {
    const its = machine();
    const permits = Array.from({ length: 5 }, () => its.begin().permit);
    for (const permit of permits) its.end(permit, true);
    expect(its.mode).toBe("OPEN");
  });

  it("gives a trial to somebody else if nothing is heard of it", () => {
    const its = machine();
    its.calls("xxxxx");
    its.wait(10_000);
    const lost = its.begin().permit;
    its.end(its.begin().permit, false);
    expect(its.begin().permit).toBeNull();
    its.wait(rules.trialMs);
    const again = its.begin().permit;
    its.end(lost, true);
    expect(its.mode).toBe("HALF_OPEN");
    its.end(again, false);
    expect(its.mode).toBe("CLOSED");
  });

  it("waits no longer than its time from a moment at which the clock stepped back", () => {
    const its = machine();
    its.calls("xxxxx");
    its.wait(-3_600_000);
    expect(its.begin()).toMatchObject({ permit: null, retryAfterMs: 10_000 });
    its.wait(10_000);
    expect(its.call(false)).toBe(true);
    its.wait(-3_600_000);
    expect(its.call(false)).toBe(true);
    expect(its.mode).toBe("CLOSED");
  });

  it("that an administrator holds open stays so until it is closed by hand", () => {
    const its = machine();
    its.override("FORCE_OPEN");
    its.wait(3_600_000);
    expect(its.begin()).toMatchObject({ permit: null, retryAfterMs: 10_000 });
    its.override("CLOSE");
    expect([its.call(true), its.mode]).toEqual([true, "CLOSED"]);
  });

  it("says its failure rate once there are enough calls", () => {
    expect(failureRate([true, true, true, true], rules)).toBeNull();
    expect(failureRate([true, true, true, false, false], rules)).toBe(60);
    expect(failureRate([true, false], { ...rules, window: 2, minimumCalls: 2 })).toBe(50);
  });

  it("never lets more than its trials through at once, in ten thousand random histories", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    for (let run = 0; run < 10_000; run++) {
      const its = machine();
      const underWay: Permit[] = [];
      for (let step = 0; step < 40; step++) {
        const { mode } = its;
        if (random() < 0.5) {
          const { permit } = its.begin();
          if (permit !== null) underWay.push(permit);
          if (mode === "OPEN" && permit !== null) expect(its.mode).toBe("HALF_OPEN");
        } else if (underWay.length > 0) {
          const [permit = null] = underWay.splice(Math.floor(random() * underWay.length), 1);
          its.end(permit, random() < 0.5);
        }
        if (random() < 0.2) its.wait(random() * 15_000 - 1_000);
        const { breaker } = its;
        expect(breaker.trials.length).toBeLessThanOrEqual(rules.trialCalls);
        expect(breaker.calls.length).toBeLessThanOrEqual(rules.window);
        if (breaker.mode === "CLOSED") expect((failureRate(breaker.calls, rules) ?? 0) < 50).toBe(true);
      }
    }
  });
});

describe("the object of a circuit breaker", () => {
  const named = (name: string) => circuitBreaker(env.CIRCUIT_BREAKER, name);
  const fail = async (name: string, at: number) => {
    const { permit } = await named(name).permit(rules, at, 0);
    if (permit !== null) await named(name).report(rules, at, permit, true);
  };

  it("knows after an eviction what it knew before, closed, open and half open", async () => {
    const name = crypto.randomUUID();
    const evict = () => evictDurableObject(env.CIRCUIT_BREAKER.getByName(name));
    for (let n = 0; n < 4; n++) await fail(name, 0);
    await evict();
    expect(await named(name).facts(rules, 0)).toMatchObject({ state: "CLOSED", bufferedCalls: 4, failedCalls: 4, failureRate: null });
    await fail(name, 0);
    await evict();
    expect(await named(name).facts(rules, 9_999)).toMatchObject({ state: "OPEN", failureRate: 100, openedAt: 0 });
    const { permit } = await named(name).permit(rules, 10_000, 0);
    await evict();
    expect(await named(name).facts(rules, 10_000)).toMatchObject({ state: "HALF_OPEN" });
    if (permit !== null) await named(name).report(rules, 10_000, permit, false);
    expect((await named(name).permit(rules, 10_000, 0)).permit).not.toBeNull();
    expect((await named(name).permit(rules, 10_000, 0)).permit).toBeNull();
  });

  it("lets a stampede of two hundred through two at a time when it is half open", async () => {
    const name = crypto.randomUUID();
    for (let n = 0; n < 5; n++) await fail(name, 0);
    const asked = await Promise.all(Array.from({ length: 200 }, () => named(name).permit(rules, 10_000, 0)));
    expect(asked.filter(({ permit }) => permit !== null)).toHaveLength(2);
  });

  it("lets nobody set its fields, call its other methods or reach it by another host", async () => {
    const stub = env.CIRCUIT_BREAKER.getByName("guarded");
    const statuses = [];
    for (const url of [
      "https://itty-durable/do/set/breaker",
      "https://itty-durable/do/call/destroy",
      "https://itty-durable/do/call/persist",
      "https://elsewhere/do/call/facts",
    ]) {
      const response = await stub.fetch(url);
      await response.text();
      statuses.push(response.status);
    }
    expect(statuses).toEqual([403, 403, 403, 403]);
  });
});
