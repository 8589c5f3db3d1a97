import { describe, expect, it } from "vitest";
import { editorReducer, startWith } from "./editor-state.ts";
import { deleteSeats } from "./edits.ts";
import { begin, change, redo, stepsMax, undo } from "./history.ts";
import { chosenAfter, seatAt, seatsWithin } from "./hit.ts";
import { addRows, boundsOf, emptyHouse, idsOfRows, rowsOf, seatsOf } from "./house.ts";
import { plainBlock, rowsOfBlock } from "./row-shape.ts";
import { sightOf, toPlane, toWindow, zoomed } from "./sight.ts";
import { linesBeside, snapMove } from "./snap.ts";

const hall = addRows(emptyHouse, "S", rowsOfBlock({ ...plainBlock, rows: 2, seats: 4 }, { x: 1.5, y: 0 })).house;
const [first] = seatsOf(hall);

describe("undo", () => {
  it("goes back and forth", () => {
    const done = change(change(begin(1), 2), 3);
    expect(undo(done).now).toBe(2);
    expect(undo(undo(undo(done))).now).toBe(1);
    expect(redo(undo(done)).now).toBe(3);
    expect(redo(done)).toBe(done);
  });

  it("forgets what was undone once something else is done", () => {
    expect(redo(change(undo(change(begin("a"), "b")), "c")).now).toBe("c");
  });

  it("takes back at once what belongs together", () => {
    const held = [1, 2, 3].reduce((history, step) => change(history, step, "nudge"), begin(0));
    expect(undo(held).now).toBe(0);
    expect(undo(change(held, 9)).now).toBe(3);
  });

  it("starts a new step after an undo, though the word is the same", () => {
    const undone = undo(change(begin(0), 1, "nudge"));
    expect(undo(change(undone, 2, "nudge")).now).toBe(0);
  });

  it("is bounded", () => {
    let history = begin(0);
    for (let step = 1; step <= stepsMax + 50; step++) history = change(history, step);
    expect(history.past).toHaveLength(stepsMax);
    for (let step = 0; step < stepsMax + 50; step++) history = undo(history);
    expect(history.now).toBe(50);
  });

  it("notes nothing where nothing changed", () => {
    const history = begin(hall);
    expect(change(history, hall)).toBe(history);
  });
});

describe("the state of the editor", () => {
  it("drops from the choice what is gone", () => {
    const ids = idsOfRows(rowsOf(hall).slice(0, 1));
    const chosen = editorReducer(startWith(hall), { type: "choose", chosen: ids });
    const deleted = editorReducer(chosen, { type: "edit", house: deleteSeats(hall, ids) });
    expect(deleted.chosen.size).toBe(0);
    expect(seatsOf(editorReducer(deleted, { type: "undo" }).history.now)).toHaveLength(8);
  });

  it("keeps the choice through an undo where the seats are still there", () => {
    const { house, ids } = addRows(hall, "S", rowsOfBlock({ ...plainBlock, seats: 2 }, { x: 0, y: 9 }));
    const added = editorReducer(startWith(hall), { type: "edit", house, chosen: ids });
    expect(added.chosen).toEqual(ids);
    expect(editorReducer(added, { type: "undo" }).chosen.size).toBe(0);
    expect(editorReducer(editorReducer(startWith(hall), { type: "tool", tool: "row" }), { type: "redo" }).tool).toBe("row");
  });
});

describe("choosing", () => {
  it("finds the seat under a point", () => {
    expect(seatAt(hall, { x: 0.3, y: 0.2 })).toBe(first);
    expect(seatAt(hall, { x: 0.5, y: 0.6 })).toBeUndefined();
  });

  it("finds the seats in a rectangle, whichever corner came first", () => {
    const ids = seatsWithin(hall, { x: 1.5, y: 2 }, { x: -0.5, y: -0.5 });
    expect(ids.size).toBe(4);
    expect(seatsWithin(hall, { x: -0.5, y: -0.5 }, { x: 1.5, y: 2 })).toEqual(ids);
  });

  it("adds with shift, and takes away what was chosen already", () => {
    expect(chosenAfter(new Set([1, 2]), new Set([3]), false)).toEqual(new Set([3]));
    expect(chosenAfter(new Set([1, 2]), new Set([3]), true)).toEqual(new Set([1, 2, 3]));
    expect(chosenAfter(new Set([1, 2]), new Set([2]), true)).toEqual(new Set([1]));
  });
});

describe("snapping", () => {
  const lines = linesBeside(hall, new Set([first?.id ?? 0]));

  it("catches the row and the column of seats that stay", () => {
    expect(lines).toEqual({ xs: [0, 1, 2, 3], ys: [0, 1.2] });
    expect(snapMove({ x: 0, y: 0 }, { dx: 2.1, dy: 1.1 }, lines, 0.2)).toEqual({ dx: 2, dy: 1.2, guideX: 2, guideY: 1.2 });
  });

  it("falls onto the grid where no seat is near", () => {
    expect(snapMove({ x: 0, y: 0 }, { dx: 6.2, dy: 4.3 }, lines, 0.2)).toEqual({ dx: 6, dy: 4.5, guideX: null, guideY: null });
  });

  it("knows no lines in an empty house", () => {
    expect(snapMove({ x: 0.1, y: 0 }, { dx: 0, dy: 0 }, linesBeside(emptyHouse, new Set()), 1)).toMatchObject({ dx: -0.1, guideX: null });
  });
});

describe("the window on the house", () => {
  const room = { width: 800, height: 600 };

  it("shows all of it", () => {
    const sight = sightOf(boundsOf(seatsOf(hall)), room);
    for (const seat of seatsOf(hall)) {
      const { x, y } = toWindow(sight, seat);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(800);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(600);
    }
  });

  it("zooms around the pointer, within bounds", () => {
    const sight = sightOf(null, room);
    const at = { x: 200, y: 100 };
    const before = toPlane(sight, at);
    const after = toPlane(zoomed(sight, 1.7, at), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(zoomed(sight, 1e6, at).scale).toBe(90);
    expect(zoomed(sight, 1e-6, at).scale).toBe(1.5);
  });
});
