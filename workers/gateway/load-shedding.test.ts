import { describe, expect, it } from "vitest";
import { limits } from "../../contracts/limits.ts";
import { answered, isTurnedAway } from "./load-shedding.ts";

const reserve = { attempt: "reserve", access: "user" } as const;
const pay = { attempt: "pay", access: "user" } as const;
const read = { access: "app" } as const;
const slow = limits.answerMsUnhurried + 1;

describe("load shedding", () => {
  it("lets a crowd in that comes at one moment while answers are quick", () => {
    expect(isTurnedAway(reserve, { inFlight: 2000, finishing: 0, answerMs: 50 })).toBe(false);
  });

  it("lets a few in although answers are slow: a slow provider is no crowd", () => {
    expect(isTurnedAway(reserve, { inFlight: limits.requestsInFlightUnhurried - 1, finishing: 10, answerMs: slow })).toBe(false);
  });

  it("turns new orders away when many wait and answers are slow, and nobody who is about to pay, nor a reader", () => {
    const strain = { inFlight: limits.requestsInFlightUnhurried, finishing: 10, answerMs: slow };
    expect(isTurnedAway(reserve, strain)).toBe(true);
    expect(isTurnedAway(pay, strain)).toBe(false);
    expect(isTurnedAway(read, strain)).toBe(false);
  });

  it("turns new orders away while as many as it can serve soon are about to pay", () => {
    expect(isTurnedAway(reserve, { inFlight: 200, finishing: limits.ordersFinishingMax, answerMs: 50 })).toBe(true);
    expect(isTurnedAway(pay, { inFlight: 200, finishing: limits.ordersFinishingMax, answerMs: 50 })).toBe(false);
  });

  it("turns everybody away beyond what an isolate can keep in memory", () => {
    expect(isTurnedAway(pay, { inFlight: limits.requestsInFlightMax, finishing: 0, answerMs: 0 })).toBe(true);
  });

  it("forgets slowness as quick answers come, and one slow answer does not make it slow", () => {
    expect(answered(0, 5000)).toBeLessThan(limits.answerMsUnhurried);
    let answerMs: number = slow * 2;
    for (let quick = 0; quick < 30; quick++) answerMs = answered(answerMs, 20);
    expect(answerMs).toBeLessThan(limits.answerMsUnhurried);
  });
});
