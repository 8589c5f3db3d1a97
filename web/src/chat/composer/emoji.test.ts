import { describe, expect, it } from "vitest";
import { Emoji } from "../../../../contracts/messages.ts";
import { allEmoji, emojiLike, quickEmoji } from "./emoji.ts";

describe("the emoji that are offered", () => {
  it("are each one emoji that the server takes as a reaction, named by words, and there once", () => {
    for (const { emoji, words } of allEmoji) {
      expect(Emoji.safeParse(emoji).data).toBe(emoji);
      expect(words, emoji).not.toBe("");
    }
    expect(new Set(allEmoji.map(({ emoji }) => emoji)).size).toBe(allEmoji.length);
    for (const emoji of quickEmoji) expect(allEmoji.some((each) => each.emoji === emoji)).toBe(true);
  });

  it("are found by the beginnings of their words, in any order", () => {
    expect(emojiLike("heart gre").map(({ emoji }) => emoji)).toEqual(["💚"]);
    expect(emojiLike("theat").map(({ emoji }) => emoji)).toEqual(["🎭"]);
    expect(emojiLike("")).toHaveLength(allEmoji.length);
    expect(emojiLike("zebra")).toEqual([]);
  });
});
