import { describe, expect, it } from "vitest";
import { slip } from "./slip.ts";

describe("slips of the pen", () => {
  it("are counted: a letter left out, put in, changed, or two that changed places", () => {
    expect(slip("popcorn", "popcorn")).toBe(0);
    expect(slip("pocorn", "popcorn")).toBe(1);
    expect(slip("poppcorn", "popcorn")).toBe(1);
    expect(slip("popkorn", "popcorn")).toBe(1);
    expect(slip("popcron", "popcorn")).toBe(1);
    expect(slip("hamelt", "hamlet")).toBe(1);
  });

  it("are none in the beginning of a word", () => {
    expect(slip("light", "lighthouse")).toBe(0);
    expect(slip("lihgt", "lighthouse")).toBe(1);
  });

  it("tell the nearer of two words", () => {
    expect(slip("pocorn", "popcorn")).toBeLessThan(slip("pocorn", "corner"));
  });
});
