import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes.ts";

describe("what differs between two states", () => {
  it("names what was added, removed and changed, and leaves out what is equal", () => {
    expect(changesBetween({ name: "A", active: true, old: 1 }, { name: "B", active: true, fresh: null })).toEqual([
      { path: "name", kind: "changed", before: "A", after: "B" },
      { path: "old", kind: "removed", before: 1 },
      { path: "fresh", kind: "added", after: null },
    ]);
  });

  it("goes down into lists and objects", () => {
    expect(changesBetween({ app: { origins: ["a"] } }, { app: { origins: ["a", "b"] } })).toEqual([
      { path: "app.origins.1", kind: "added", after: "b" },
    ]);
    expect(changesBetween({ origins: ["a"] }, { origins: [] })).toEqual([
      { path: "origins.0", kind: "removed", before: "a" },
      { path: "origins", kind: "added", after: "[]" },
    ]);
  });

  it("takes nothing at all for nothing: a thing made new has only additions", () => {
    expect(changesBetween(null, { name: "A" })).toEqual([{ path: "name", kind: "added", after: "A" }]);
    expect(changesBetween({ name: "A" }, undefined)).toEqual([{ path: "name", kind: "removed", before: "A" }]);
    expect(changesBetween(null, undefined)).toEqual([]);
  });
});
