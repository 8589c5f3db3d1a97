import { describe, expect, it } from "vitest";
import { wordsIn } from "../../workers/front-page/words.ts";
import { locale } from "./locale.ts";
import { shortMoney } from "./money.ts";
import { dayAndClock } from "./time.ts";
import { readable } from "./words.ts";

describe("the words that the server draws the first screen with", () => {
  it("are the app's own, so that nothing changes when it takes over", () => {
    const words = wordsIn(locale);
    for (const [moment, zone] of [
      ["2027-01-15T18:30:00.000Z", "Europe/Vienna"],
      [`${new Date().getFullYear()}-06-30T23:05:00.000Z`, "Asia/Tokyo"],
      ["2026-12-31T23:30:00.000Z", "America/Los_Angeles"],
    ] as const)
      expect(words.dayAndClock(moment, zone, Date.now())).toBe(dayAndClock(moment, zone));
    for (const [price, currency] of [
      [4200, "EUR"],
      [1350, "USD"],
      [4200, "JPY"],
      [12_500, "KWD"],
    ] as const)
      expect(words.price(price, currency)).toBe(shortMoney(price, currency));
    for (const type of ["SCI_FI", "THEATRE", "Chamber music"]) expect(words.readable(type)).toBe(readable(type));
  });
});
