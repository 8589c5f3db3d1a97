import { describe, expect, it } from "vitest";
import { ahead, countdown, here, roughly, spokenAhead } from "./queue-words.ts";

describe("the words of the waiting room", () => {
  it("count those who are here and those who are ahead", () => {
    expect([here(1), here(5120)]).toEqual(["1 person is here", "5,120 people are here"]);
    expect([ahead(1), ahead(2), ahead(412)]).toEqual(["You are next", "1 person is ahead of you", "411 people are ahead of you"]);
  });

  it("say how long it takes no more exactly than anybody can know", () => {
    expect([0, 59, 60, 95, 240, 5399, 7200].map(roughly)).toEqual([
      "less than a minute",
      "less than a minute",
      "about a minute",
      "about 2 minutes",
      "about 4 minutes",
      "about 2 hours",
      "about 2 hours",
    ]);
  });

  it("are spoken seldom while the queue is long, and each time at its end", () => {
    const spoken = new Set(Array.from({ length: 20_000 }, (_, position) => spokenAhead(position + 1)));
    expect(spoken.size).toBeLessThan(60);
    expect(spokenAhead(12_408)).toBe("About 13,000 people are ahead of you");
    expect([spokenAhead(11), spokenAhead(10), spokenAhead(1)]).toEqual([
      "10 people are ahead of you",
      "9 people are ahead of you",
      "You are next",
    ]);
  });

  it("count down in days, hours, minutes and seconds, and leave out what is over", () => {
    expect(countdown(90_061)).toEqual([
      { value: "1", unit: "day" },
      { value: "01", unit: "hour" },
      { value: "01", unit: "min" },
      { value: "01", unit: "sec" },
    ]);
    expect(countdown(59).map(({ value }) => value)).toEqual(["00", "59"]);
    expect(countdown(7200).map(({ value }) => value)).toEqual(["02", "00", "00"]);
  });
});
