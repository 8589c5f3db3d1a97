import { describe, expect, it } from "vitest";
import { Order, OrderStatus } from "../../../../contracts/orders.ts";
import { eventWords, isCancellable, isReturnable, statusSentence, statusWords, stepsAhead, worthOf } from "./order-words.ts";

const order = Order.parse(Order.meta()?.example);
const sent = { ...order, shippingAddress: { name: "Ada", line1: "Ring 1", postalCode: "1010", city: "Vienna", country: "AT" } };

describe("an order in words", () => {
  it("has words and a sentence of its own for every status, whether it is sent or collected", () => {
    for (const each of [order, sent]) {
      expect(new Set(OrderStatus.options.map((status) => statusWords({ ...each, status }))).size).toBe(7);
      expect(new Set(OrderStatus.options.map((status) => statusSentence({ ...each, status }))).size).toBe(7);
    }
    expect(statusWords({ ...sent, status: "SHIPPED" })).toBe("On its way");
    expect(statusWords({ ...order, status: "SHIPPED" })).toBe("Ready to collect");
  });

  it("does not call an order cancelled that was never paid", () => {
    expect(statusWords({ ...order, status: "CANCELLED", endReason: "PAYMENT_FAILED" })).toBe("Not paid");
    expect(statusWords({ ...order, status: "CANCELLED", endReason: "CANCELLED_BY_BUYER" })).toBe("Cancelled");
    expect(eventWords({ type: "cancelled" }, { ...order, endReason: "NOT_PAID_IN_TIME" })).toBe("Not completed");
  });

  it("says what happened as it says how it stands, and even what it does not know", () => {
    expect(eventWords({ type: "shipped" }, sent)).toBe("On its way");
    expect(eventWords({ type: "paid" }, order)).toBe("Paid");
    expect(eventWords({ type: "parcel.weighed" }, order)).toBe("Parcel weighed");
  });

  it("tells what is still to come, of what is sent alone", () => {
    expect(stepsAhead(sent)).toEqual(["Being packed", "On its way", "Delivered"]);
    expect(stepsAhead({ ...sent, status: "SHIPPED" })).toEqual(["Delivered"]);
    expect(stepsAhead({ ...sent, status: "PENDING" })).toHaveLength(4);
    expect(stepsAhead({ ...sent, status: "CANCELLED" })).toEqual([]);
    expect(stepsAhead({ ...sent, fulfilment: "NONE" })).toEqual([]);
  });
});

describe("what can still be done with an order", () => {
  it("is to call it off, until it is sent", () => {
    expect(isCancellable(order)).toBe(true);
    expect(isCancellable({ state: "CONFIRMED", status: "FULFILLING", fulfilment: "FULFILLING" })).toBe(true);
    expect(isCancellable({ state: "CONFIRMED", status: "SHIPPED", fulfilment: "SHIPPED" })).toBe(false);
    expect(isCancellable({ state: "CANCELLED", status: "CANCELLED", fulfilment: "UNFULFILLED" })).toBe(false);
  });

  it("is to return what was delivered, for thirty days", () => {
    const deliveredAt = "2026-11-01T00:00:00.000Z";
    const delivered = { ...order, status: "DELIVERED" as const, fulfilment: "DELIVERED" as const, deliveredAt };
    expect(isReturnable(delivered, Date.parse("2026-11-30T00:00:00Z"))).toBe(true);
    expect(isReturnable(delivered, Date.parse("2026-12-02T00:00:00Z"))).toBe(false);
    const lines = delivered.lines.map((line) => (line.kind === "PRODUCT" ? { ...line, returnedQuantity: line.quantity } : line));
    expect(isReturnable({ ...delivered, lines }, Date.parse("2026-11-02T00:00:00Z"))).toBe(false);
  });

  it("loses no cent over several returns", () => {
    const line = { amount: 1000, discount: 1, quantity: 3 };
    const parts = [0, 1, 2].map((returnedQuantity) => worthOf({ ...line, returnedQuantity }, 1));
    expect(parts).toEqual([333, 333, 333]);
    expect(worthOf({ ...line, amount: 1001, returnedQuantity: 0 }, 1) + worthOf({ ...line, amount: 1001, returnedQuantity: 1 }, 2)).toBe(
      1000,
    );
  });
});
