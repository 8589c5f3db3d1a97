import { describe, expect, it } from "vitest";
import { Gathered } from "./gathered.ts";

/** Work that ends when the test says so, and the batches that it was given. */
function slowWork() {
  const batches: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const gathered = new Gathered<string, string>(async (inputs) => {
    batches.push(inputs);
    await new Promise<void>((end) => ends.push(end));
    if (inputs.includes("breaks")) throw new Error("as asked");
    return inputs.map((input) => (input === "nothing" ? null : `${input} done`));
  });
  return { gathered, batches, endNext: () => ends.shift()?.() };
}

describe("what is gathered", () => {
  it("is done at once where it comes alone, and together where it comes meanwhile, each with an answer of its own", async () => {
    const { gathered, batches, endNext } = slowWork();
    const first = gathered.add("a");
    expect(batches).toEqual([["a"]]);
    const others = ["b", "nothing", "c"].map((input) => gathered.add(input));
    expect(batches).toHaveLength(1);
    endNext();
    expect(await first).toBe("a done");
    expect(batches).toEqual([["a"], ["b", "nothing", "c"]]);
    endNext();
    expect(await Promise.all(others)).toEqual(["b done", null, "c done"]);
  });

  it("has no answer where the work fails, and goes on after it", async () => {
    const { gathered, endNext } = slowWork();
    const failing = gathered.add("breaks");
    const next = gathered.add("a");
    endNext();
    expect(await failing).toBeNull();
    endNext();
    expect(await next).toBe("a done");
  });

  it("is given up by whoever has waited two seconds for their turn, and is not done any more", async () => {
    const { gathered, batches, endNext } = slowWork();
    const stuck = gathered.add("a");
    expect(await gathered.add("b")).toBeNull();
    endNext();
    expect(await stuck).toBe("a done");
    expect(batches).toEqual([["a"]]);
  });

  it("is a hundred at a time at most", async () => {
    const { gathered, batches, endNext } = slowWork();
    const all = Array.from({ length: 151 }, (_, n) => gathered.add(String(n)));
    for (let batch = 0; batch < 3; batch++) {
      await expect.poll(() => batches.length).toBe(batch + 1);
      endNext();
    }
    expect((await Promise.all(all)).at(-1)).toBe("150 done");
    expect(batches.map(({ length }) => length)).toEqual([1, 100, 50]);
  });
});
