import { describe, expect, it } from "vitest";
import { majorOf, minorOf } from "./price-input.ts";

describe("a price as it is typed", () => {
  it.each([
    ["42", "EUR", 4200],
    ["42.5", "EUR", 4250],
    ["42,50", "EUR", 4250],
    [" 0.05 ", "EUR", 5],
    ["42.", "EUR", 4200],
    ["4200", "JPY", 4200],
    ["1.234", "KWD", 1234],
    ["19.99", "USD", 1999],
  ])("%j %s is %d", (typed, currency, minor) => {
    expect(minorOf(typed, currency)).toBe(minor);
  });

  it.each([
    ["", "EUR"],
    ["forty", "EUR"],
    ["-1", "EUR"],
    ["1.234", "EUR"],
    ["1.5", "JPY"],
    ["1 000", "EUR"],
    ["1e3", "EUR"],
  ])("%j is no amount of %s", (typed, currency) => {
    expect(minorOf(typed, currency)).toBeNull();
  });

  it.each([
    [4200, "EUR"],
    [4205, "EUR"],
    [5, "EUR"],
    [0, "EUR"],
    [1234, "KWD"],
    [700, "JPY"],
  ])("%d %s comes back as it was", (minor, currency) => {
    expect(minorOf(majorOf(minor, currency), currency)).toBe(minor);
  });
});
