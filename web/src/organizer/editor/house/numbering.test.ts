import { describe, expect, it } from "vitest";
import { addRows, emptyHouse, type NewSeat, rowsOf } from "./house.ts";
import {
  inOrder,
  lettersOf,
  nameAfter,
  nameRows,
  namesBy,
  numberRows,
  numbersBy,
  placeOfLetters,
  plainNaming,
  plainNumbering,
} from "./numbering.ts";

const seat = (x: number, y = 0): NewSeat => ({ number: "?", x, y, tier: null, accessible: false });

describe("numbers of seats", () => {
  it.each([
    ["all", 1, [], ["1", "2", "3", "4"]],
    ["all", 101, [], ["101", "102", "103", "104"]],
    ["odd", 1, [], ["1", "3", "5", "7"]],
    ["odd", 2, [], ["3", "5", "7", "9"]],
    ["even", 1, [], ["2", "4", "6", "8"]],
    ["all", 11, ["13"], ["11", "12", "14", "15"]],
    ["odd", 11, ["13", "17"], ["11", "15", "19", "21"]],
  ] as const)("%s from %d without %j are %j", (which, start, skip, numbers) => {
    expect(numbersBy({ ...plainNumbering, which, start, skip }, 4)).toEqual(numbers);
  });

  it("go from the right where the rule says so, and stand in the layout in their order", () => {
    const { house } = addRows(emptyHouse, "S", [{ name: "A", seats: [seat(0), seat(1), seat(2)] }]);
    const [row] = rowsOf(numberRows(house, rowsOf(house), { ...plainNumbering, from: "right" }));
    expect(row?.seats.map(({ number, x }) => [number, x])).toEqual([
      ["1", 2],
      ["2", 1],
      ["3", 0],
    ]);
  });

  it("follow a row that runs from front to back", () => {
    const { house } = addRows(emptyHouse, "Box", [{ name: "A", seats: [seat(0.1, 2), seat(0, 0), seat(0.05, 1)] }]);
    const [row] = rowsOf(house);
    expect(row && inOrder(row).map(({ y }) => y)).toEqual([0, 1, 2]);
  });

  it("change in the rows that are meant and in no other", () => {
    const { house } = addRows(emptyHouse, "S", [
      { name: "A", seats: [seat(0), seat(1)] },
      { name: "B", seats: [seat(0, 1), seat(1, 1)] },
    ]);
    const next = numberRows(house, rowsOf(house).slice(0, 1), plainNumbering);
    expect(rowsOf(next).map((row) => row.seats.map(({ number }) => number).join())).toEqual(["1,2", "?,?"]);
  });
});

describe("names of rows", () => {
  it("count on past Z", () => {
    expect(namesBy({ ...plainNaming, start: "Y" }, 4)).toEqual(["Y", "Z", "AA", "AB"]);
  });

  it("leave out letters that look like digits, also in pairs", () => {
    const names = namesBy({ ...plainNaming, start: "H", skip: ["i", "O"] }, 20);
    expect(names.slice(0, 3)).toEqual(["H", "J", "K"]);
    expect(names.join("")).not.toMatch(/[IO]/);
  });

  it("can be digits from any", () => {
    expect(namesBy({ ...plainNaming, kind: "digits", start: "20" }, 3)).toEqual(["20", "21", "22"]);
  });

  it.each([0, 25, 26, 51, 52, 701, 702])("place %d has letters that lead back to it", (place) => {
    expect(placeOfLetters(lettersOf(place))).toBe(place);
  });

  it("no letters lead nowhere", () => {
    expect(placeOfLetters("Box 1")).toBeNull();
    expect(placeOfLetters("")).toBeNull();
  });

  it.each([
    ["A", "B"],
    ["Z", "AA"],
    ["9", "10"],
    ["Box", "Box 2"],
    ["Box 2", "Box 3"],
  ])("after %s comes %s", (name, next) => {
    expect(nameAfter(name, new Set([name, "Box"]))).toBe(next);
  });

  it("after a name comes one that is free", () => {
    expect(nameAfter("A", new Set(["A", "B", "C"]))).toBe("D");
  });

  it("go by depth, whatever order the rows were drawn in", () => {
    const { house } = addRows(emptyHouse, "S", [
      { name: "x", seats: [seat(0, 5)] },
      { name: "y", seats: [seat(0, 1)] },
      { name: "z", seats: [seat(0, 3)] },
    ]);
    expect(rowsOf(nameRows(house, rowsOf(house), plainNaming)).map(({ name }) => name)).toEqual(["C", "A", "B"]);
    expect(rowsOf(nameRows(house, rowsOf(house), { ...plainNaming, from: "back" })).map(({ name }) => name)).toEqual(["A", "C", "B"]);
  });
});
