import { describe, expect, it } from "vitest";
import { reconnectAfterMs } from "./reconnecting.ts";
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

describe("coming back after a break", () => {
  it("spreads everybody over the whole pause, which grows to twenty seconds at most", () => {
    expect(reconnectAfterMs(0, 0)).toBe(50);
    expect(reconnectAfterMs(0, 1)).toBe(500);
    expect(reconnectAfterMs(3, 1)).toBe(4000);
    expect(reconnectAfterMs(1000, 1)).toBe(20_000);
    expect(reconnectAfterMs(1000, 0)).toBe(2000);
  });
});
