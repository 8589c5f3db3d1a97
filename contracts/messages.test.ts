import { describe, expect, it } from "vitest";
import { Content, Emoji } from "./messages.ts";

const taken = (text: string) => Emoji.safeParse(text).data ?? null;

describe("a reaction", () => {
  it("is the same one, whichever selectors a keyboard puts in", () => {
    for (const emoji of [
      "\u2764\uFE0F",
      "👍🏽",
      "⭐",
      "1\uFE0F\u20E3",
      "🏳\uFE0F\u200D🌈",
      "❤\uFE0F\u200D🔥",
      "👨\u200D👩\u200D👧",
      "🕵🏽\u200D♂\uFE0F",
      "🇦🇹",
    ]) {
      expect([taken(emoji), taken(emoji.replaceAll("\uFE0F", ""))]).toEqual([emoji, emoji]);
    }
    expect(taken("⭐\uFE0F")).toBe("⭐");
  });

  it("is one emoji, and no digit, letter or sign, nor half a flag or two of them", () => {
    for (const text of ["1", "#", "*", "a", "like", ":+1:", " ", "\uFE0F", "👍👍", "👍 ", "🇦", "🇦🇹🇩🇪", ""])
      expect(taken(text), text).toBe(null);
  });
});

describe("a message", () => {
  it("has something that can be seen", () => {
    const blank = ["", " ", "\n\t ", "\u200B", "\u2060\u00AD \uFEFF", "\u3164", "\uFE0F\u200D"];
    expect(blank.filter((text) => Content.safeParse(text).success)).toEqual([]);
    const seen = [".", "\u200Bhi", "👨\u200D👩\u200D👧", "שלום\u200F", "\u2764\uFE0F"];
    expect(seen.filter((text) => !Content.safeParse(text).success)).toEqual([]);
  });
});
