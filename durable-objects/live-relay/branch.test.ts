import { describe, expect, it } from "vitest";
import type { LiveMessage } from "../../contracts/chat-gateway.ts";
import { Branch, type BranchBounds } from "./branch.ts";

const message = (id: string, bytes = 1): LiveMessage => ({ id, headers: [], body: new Uint8Array(bytes) });

/** A branch whose calls are answered by hand and whose time is counted in waits. */
function branchOf(bounds: Partial<BranchBounds> = {}) {
  const calls: { ids: string[]; answer: (listening: boolean) => void; fail: () => void }[] = [];
  const waits: number[] = [];
  const failures: unknown[] = [];
  let underWay = 0;
  let most = 0;
  const branch = new Branch(
    { framesMax: 100, bytesMax: 1000, tickMs: 20, ...bounds },
    {
      tell: (frames) => {
        const { promise, resolve, reject } = Promise.withResolvers<{ listening: boolean }>();
        most = Math.max(most, ++underWay);
        calls.push({
          ids: frames.map(({ id }) => id),
          answer: (listening) => {
            underWay--;
            resolve({ listening });
          },
          fail: () => {
            underWay--;
            reject(new Error("gone"));
          },
        });
        return promise;
      },
      wait: async (ms) => {
        waits.push(ms);
      },
      now: () => 0,
      onFailure: (error) => failures.push(error),
    },
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { branch, calls, waits, failures, most: () => most, settled };
}

describe("the way to one gateway", () => {
  it("sends the first at once, and what comes meanwhile together, in order, one call at a time", async () => {
    const { branch, calls, waits, most, settled } = branchOf();
    const done = branch.send([message("1")]);
    for (const id of ["2", "3"]) void branch.send([message(id)]);
    expect(calls.map(({ ids }) => ids)).toEqual([["1"]]);
    calls[0]?.answer(true);
    await settled();
    expect(calls.map(({ ids }) => ids)).toEqual([["1"], ["2", "3"]]);
    void branch.send([message("4"), message("5")]);
    calls[1]?.answer(true);
    await settled();
    calls[2]?.answer(true);
    expect(await done).toBe(true);
    expect(calls.flatMap(({ ids }) => ids)).toEqual(["1", "2", "3", "4", "5"]);
    expect([most(), waits]).toEqual([1, [20, 20, 20]]);
  });

  it("says that nobody listens there, unless somebody began to during the call", async () => {
    const { branch, calls } = branchOf();
    const first = branch.send([message("1")]);
    calls[0]?.answer(false);
    expect(await first).toBe(false);
    const second = branch.send([message("2")]);
    branch.listens();
    calls[1]?.answer(false);
    expect(await second).toBe(true);
  });

  it("goes on after a failed call, without what was on its way in it", async () => {
    const { branch, calls, failures, settled } = branchOf();
    const done = branch.send([message("1")]);
    void branch.send([message("2")]);
    calls[0]?.fail();
    await settled();
    calls[1]?.answer(true);
    expect(await done).toBe(true);
    expect([calls.map(({ ids }) => ids), failures.length]).toEqual([[["1"], ["2"]], 1]);
  });

  it("drops the oldest of what waits for a gateway that does not keep up, by number and by bytes", async () => {
    const { branch, calls, settled } = branchOf({ framesMax: 3, bytesMax: 10 });
    void branch.send([message("0")]);
    for (const id of ["1", "2", "3", "4"]) void branch.send([message(id)]);
    expect([branch.isFull, branch.dropped]).toEqual([true, 1]);
    calls[0]?.answer(true);
    await settled();
    expect(calls[1]?.ids).toEqual(["2", "3", "4"]);
    expect(branch.isFull).toBe(false);
    void branch.send([message("5", 6)]);
    void branch.send([message("6", 6)]);
    void branch.send([message("7", 20)]);
    calls[1]?.answer(true);
    await settled();
    expect([calls[2]?.ids, branch.dropped]).toEqual([["7"], 3]);
    calls[2]?.answer(true);
  });
});
