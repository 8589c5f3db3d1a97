import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startCronClock } from "./cron-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-20T08:58:30Z") });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("fires each cron at the start of its minutes, until it is stopped", async () => {
  const fired: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    fired.push(`${new Date().toISOString().slice(11, 16)} ${new URL(url).searchParams.get("cron")}`);
    return new Response("ok");
  });
  const stop = startCronClock("http://localhost:8787", ["*/5 * * * *", "0 9 * * FRI"], () => {});
  await vi.advanceTimersByTimeAsync(7 * 60_000);
  expect(fired).toEqual(["09:00 */5 * * * *", "09:00 0 9 * * FRI", "09:05 */5 * * * *"]);
  stop();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(fired).toHaveLength(3);
});

it("says so when a cron fails", async () => {
  vi.stubGlobal("fetch", async () => new Response("it broke", { status: 500 }));
  const said: string[] = [];
  const stop = startCronClock("http://localhost:8787", ["* * * * *"], (line) => said.push(line));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toEqual(["The cron * * * * * answered 500: it broke"]);
  stop();
});
