import { describe, expect, it } from "vitest";
import { stepsOf } from "./order-steps.ts";

const order = { state: "CONFIRMED", fulfilment: "UNFULFILLED", total: 1300, refundedAmount: 0 } as const;

describe("what a seller may do with an order", () => {
  it.each([
    ["UNFULFILLED", ["FULFILLING", "CANCELLED", "REFUNDED"]],
    ["FULFILLING", ["SHIPPED", "CANCELLED", "REFUNDED"]],
    ["SHIPPED", ["DELIVERED", "REFUNDED"]],
    ["DELIVERED", ["REFUNDED"]],
    ["NONE", ["CANCELLED", "REFUNDED"]],
  ] as const)("of one that is %s is %j", (fulfilment, steps) => {
    expect(stepsOf({ ...order, fulfilment })).toEqual(steps);
  });

  it("is to call it off before it is paid, and nothing once that is done", () => {
    expect(stepsOf({ ...order, state: "PLACED" })).toEqual(["CANCELLED"]);
    expect(stepsOf({ ...order, state: "CANCELLED" })).toEqual([]);
  });

  it("gives no money back twice, and none of what cost nothing", () => {
    expect(stepsOf({ ...order, fulfilment: "SHIPPED", refundedAmount: 1300 })).toEqual([]);
    expect(stepsOf({ ...order, total: 0 })).toEqual(["FULFILLING", "CANCELLED"]);
  });
});
