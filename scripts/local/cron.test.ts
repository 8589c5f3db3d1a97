import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { isDue } from "./cron.ts";
import { readCrons } from "./cron-clock.ts";
import { inProject } from "./project.ts";

const friday = new Date("2026-11-20T09:00:20Z");

describe("a cron expression", () => {
  it.each([
    "* * * * *",
    "*/5 * * * *",
    "0 9 * * FRI",
    "0 9 * * 6",
    "0 * * * *",
    "0 9 20 11 *",
    "0 8-10 * NOV MON-FRI",
    "0,30 9 * * *",
    "0/15 9 * * *",
  ])("%s is due on Friday at nine", (cron) => {
    expect(isDue(cron, friday)).toBe(true);
  });

  it.each(["1 * * * *", "0 9 * * 5", "0 9 * * THU", "0 10 * * *", "5-59/5 9 * * *"])("%s is not", (cron) => {
    expect(isDue(cron, friday)).toBe(false);
  });

  it.each(["* * * *", "61 * * * *", "x * * * *", "* * * * 0"])("%s is refused", (cron) => {
    expect(() => isDue(cron, friday)).toThrow();
  });
});

it("the crons are those that wrangler reads", () => {
  expect(readCrons()).toEqual(unstable_readConfig({ config: inProject("wrangler.toml") }).triggers.crons);
});
