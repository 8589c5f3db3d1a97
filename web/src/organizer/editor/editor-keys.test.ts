import { describe, expect, it } from "vitest";
import { commandOf } from "./editor-keys.ts";

const key = (name: string, held: { ctrl?: boolean; meta?: boolean; shift?: boolean } = {}) =>
  commandOf({ key: name, ctrlKey: held.ctrl ?? false, metaKey: held.meta ?? false, shiftKey: held.shift ?? false });

describe("a key in the editor", () => {
  it("nudges by a tenth of a seat, with shift by a whole one", () => {
    expect(key("ArrowLeft")).toEqual({ type: "nudge", dx: -0.1, dy: 0 });
    expect(key("ArrowDown", { shift: true })).toEqual({ type: "nudge", dx: 0, dy: 1 });
  });

  it.each([
    ["z", {}, null],
    ["z", { ctrl: true }, "undo"],
    ["z", { meta: true }, "undo"],
    ["Z", { ctrl: true, shift: true }, "redo"],
    ["y", { ctrl: true }, "redo"],
    ["d", { ctrl: true }, "duplicate"],
    ["a", { ctrl: true }, "all"],
    ["s", { ctrl: true }, null],
    ["Delete", {}, "delete"],
    ["Backspace", {}, "delete"],
    ["Escape", {}, "none"],
    ["0", {}, "fit"],
    ["Tab", {}, null],
  ] as const)("%s with %j is %s", (name, held, type) => {
    expect(key(name, held)?.type ?? null).toBe(type);
  });
});
