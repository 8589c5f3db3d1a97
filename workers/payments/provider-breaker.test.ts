import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Payment } from "../../contracts/payments.ts";
import { confirm, type House, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx } from "../../test/harness.ts";
import { readBreakers } from "../gateway/circuit-breakers.ts";
import { simulatedProvider } from "./simulated-provider.ts";
import { sweepPayments } from "./sweep-payments.ts";

const update = (updateState: string) => call("POST", "/actuator/circuitbreakers/payments", { admin: true, body: { updateState } });
beforeEach(() => update("CLOSE"));
afterEach(async () => {
  vi.restoreAllMocks();
  await update("CLOSE");
});
const breaker = async () => (await readBreakers(testCtx())).find(({ name }) => name === "payments");
const paymentOf = async (user: TestUser, id: string) =>
  (await call<{ payment: Payment }>("GET", `/api/v1/payments/${id}`, { user })).body.data.payment;

async function held(house: House, seat: number) {
  const user = await makeUser(house.app);
  const { reservationToken } = (await hold(user, [seatAt(house, seat)])).body.data;
  return { user, reservationToken };
}

describe("a payment provider that fails", () => {
  it("is not asked after five calls of which three failed; who wants to pay is told when to come back, and nothing is lost", async () => {
    const house = await openHouse(10);
    const buyers = await Promise.all([0, 1, 2, 3, 4, 5].map((seat) => held(house, seat)));
    const tokens = ["tok_ok", "tok_error", "tok_declined", "tok_error", "tok_error"];
    const answers = [];
    for (const [n, token] of tokens.entries())
      answers.push(await pay(buyers[n]?.user as TestUser, buyers[n]?.reservationToken ?? "", token));
    expect(answers.map(({ status }) => status)).toEqual([201, 502, 402, 502, 502]);
    expect(await breaker()).toMatchObject({ state: "OPEN", failureRate: 60, bufferedCalls: 5, failedCalls: 3 });

    const [{ user, reservationToken } = await held(house, 6)] = buyers.slice(5);
    const refused = await pay(user, reservationToken, "tok_ok");
    expect([refused.status, refused.body.error.code, refused.body.error.details]).toEqual([
      503,
      "DEPENDENCY_UNAVAILABLE",
      { dependency: "payments" },
    ]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(8);
    expect(
      await env.DB.prepare("SELECT status, failure_code FROM payments WHERE reservation_token = ?").bind(reservationToken).first(),
    ).toEqual({
      status: "FAILED",
      failure_code: "provider_unavailable",
    });

    await update("CLOSE");
    const paid = await pay(user, reservationToken, "tok_ok");
    expect(paid.status).toBe(201);
    expect((await confirm(user, reservationToken, paid.body.data.payment.id)).status).toBe(201);
  });

  it("and of which nobody knows what it did leaves the payment pending until the sweep has asked it", async () => {
    const house = await openHouse(4);
    const { user, reservationToken } = await held(house, 0);
    await call("PUT", "/api/v1/admin/config/marquee/local", { admin: true, body: { properties: { "breaker.timeout-ms": 150 } } });
    try {
      // The provider takes the money and its answer does not come.
      const charge = simulatedProvider.charge.bind(simulatedProvider);
      vi.spyOn(simulatedProvider, "charge").mockImplementation(async (...input) => {
        await charge(...input);
        return new Promise<never>(() => {});
      });
      const pending = await pay(user, reservationToken, "tok_ok");
      expect([pending.status, pending.body.data.payment.status]).toEqual([201, "PENDING"]);
      expect(pending.body.data.payment.nextAction).toMatchObject({ type: "await_settlement" });
      const again = await pay(user, reservationToken, "tok_ok");
      expect([again.status, again.body.data.payment.id]).toEqual([200, pending.body.data.payment.id]);
      await sweepPayments(testCtx({ now: () => Date.now() + 180_000 }));
      const { id } = pending.body.data.payment;
      expect((await paymentOf(user, id)).status).toBe("SUCCESS");
      expect((await confirm(user, reservationToken, id)).status).toBe(201);
    } finally {
      await call("PUT", "/api/v1/admin/config/marquee/local", { admin: true, body: { properties: {} } });
    }
  });
});
