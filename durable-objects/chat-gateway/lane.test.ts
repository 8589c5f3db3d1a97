import { describe, expect, it } from "vitest";
import { Lane } from "./lane.ts";

/** The platform's end of a stub: it stores in the order in which calls arrive, and is broken for good when its object is lost. */
class Far {
  static stored: string[] = [];
  #isBroken = false;
  readonly #fails: (call: number) => boolean;
  static calls = 0;

  constructor(fails: (call: number) => boolean) {
    this.#fails = fails;
  }

  async store(name: string): Promise<string> {
    const call = ++Far.calls;
    this.#isBroken ||= this.#fails(call);
    const isBroken = this.#isBroken;
    if (!isBroken) Far.stored.push(name);
    await scheduler.wait(Math.random() * 4);
    if (isBroken) throw Object.assign(new Error("lost"), { retryable: true });
    return name;
  }
}

const names = Array.from({ length: 60 }, (_, n) => `m${n}`);

describe("calls on one lane", () => {
  for (const failing of [[], [7], [1, 30], [5, 66]]) {
    it(`arrive in their order, with several under way, ${failing.length > 0 ? `although call ${failing.join(" and ")} fails` : "where none fails"}`, async () => {
      Far.stored = [];
      Far.calls = 0;
      let stubs = 0;
      const lane = new Lane(() => {
        stubs++;
        return new Far((call) => failing.includes(call));
      });
      const answers: Promise<string>[] = [];
      for (const [n, name] of names.entries()) {
        if (n % 10 === 9) await scheduler.wait(2);
        answers.push(lane.call((far) => far.store(name)));
      }
      expect(await Promise.all(answers)).toEqual(names);
      expect(Far.stored).toEqual(names);
      expect(stubs).toBeGreaterThan(failing.length > 0 ? 1 : 0);
      expect(lane.isIdle).toBe(true);
    });
  }
});
