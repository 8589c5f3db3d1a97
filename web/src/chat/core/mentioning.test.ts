import { describe, expect, it } from "vitest";
import { mentionAt, mentionsFor, withMention } from "./mentioning.ts";

const people = [
  { id: "1", username: "ada", name: "Ada Lovelace" },
  { id: "2", username: "grace", name: "Grace Hopper" },
  { id: "3", username: "lovis", name: "Lovis Corinth" },
];

describe("mentioning somebody", () => {
  it("finds the part of a name that is being written at the caret", () => {
    expect(mentionAt("hello @Gr", 9)).toEqual({ from: 6, part: "gr" });
    expect(mentionAt("@", 1)).toEqual({ from: 0, part: "" });
    expect(mentionAt("hello @grace how", 12)).toEqual({ from: 6, part: "grace" });
    expect(mentionAt("mail ada@example", 16)).toBeNull();
    expect(mentionAt("@ada ", 5)).toBeNull();
  });

  it("offers usernames first, then words of names", () => {
    expect(mentionsFor(people, "lov").map(({ id }) => id)).toEqual(["3", "1"]);
    expect(mentionsFor(people, "hop").map(({ id }) => id)).toEqual(["2"]);
    expect(mentionsFor(people, "x")).toEqual([]);
  });

  it("puts the whole name in, and the caret behind it", () => {
    expect(withMention("hi @gr there", 6, "grace")).toEqual({ text: "hi @grace there", caret: 10 });
    expect(withMention("@", 1, "ada")).toEqual({ text: "@ada ", caret: 5 });
  });
});
