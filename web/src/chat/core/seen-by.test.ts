import { describe, expect, it } from "vitest";
import { message, messages } from "./sample-messages.ts";
import { seenBy } from "./seen-by.ts";

describe("seen by", () => {
  it("puts each reader at the last message that they have read", () => {
    const at = seenBy(
      messages(1, 5),
      new Map([
        ["usr_b", 3],
        ["usr_c", 5],
        ["usr_d", 3],
      ]),
    );
    expect([...at]).toEqual([
      [3, ["usr_b", "usr_d"]],
      [5, ["usr_c"]],
    ]);
  });

  it("puts nobody at their own words, nor beyond what is shown", () => {
    const shown = [...messages(4, 5), message(6, { senderId: "usr_b" })];
    const at = seenBy(
      shown,
      new Map([
        ["usr_b", 6],
        ["usr_c", 2],
        ["usr_d", 99],
      ]),
    );
    expect([...at]).toEqual([[6, ["usr_d"]]]);
  });
});
