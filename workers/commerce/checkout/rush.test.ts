import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Product } from "../../../contracts/products.ts";
import { expectBooksToAddUp } from "../../../test/books.ts";
import { makeApp, type TestApp, testTenantCtx } from "../../../test/harness.ts";
import { makeProduct, makePromotion, stockOf } from "../../../test/shop.ts";
import { settlePayment } from "../../payments/settle-payment.ts";
import { AppError } from "../../platform/app-error.ts";
import type { UserCtx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { cartOf } from "../cart/cart-of.ts";
import { getOrder } from "../orders/read.ts";
import { variantsOfProduct } from "../products/variants-of.ts";
import { checkOut } from "./check-out.ts";
import { settleOrder } from "./settle-order.ts";

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

/** A buyer whom nobody but the shop knows, with one of this in the cart. */
async function buyer(product: Product, code: string | null = null): Promise<UserCtx> {
  const ctx: UserCtx = { ...testTenantCtx(app), actor: { kind: "user", userId: newId("user"), sessionId: "", role: "USER" } };
  const [variant] = await variantsOfProduct(ctx, product.id);
  const cart = cartOf(env, app.appId, ctx.actor);
  const variantId = variant?.variantId ?? "";
  await cart.addProduct({ productId: product.id, variantId, quantity: 1, atMost: 1000, price: product.price, currency: product.currency });
  if (code !== null) await cart.enterPromotion({ code });
  return ctx;
}

const pay = (token: string) => ({ paymentMethod: { method: "card" as const, token } });

/** How many got an order, and by which codes the others were refused. */
async function outcomesOf(buyers: UserCtx[]): Promise<Record<string, number>> {
  const outcomes = await Promise.all(
    buyers.map((ctx) =>
      checkOut(ctx, pay("tok_ok")).then(
        ({ order }) => order.status,
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      ),
    ),
  );
  return Object.fromEntries([...Map.groupBy(outcomes, (outcome) => outcome)].map(([outcome, all]) => [outcome, all.length]));
}

describe("a rush", () => {
  it("of a thousand on the last ten sells ten, and charges ten", async () => {
    const product = await makeProduct(app, { stock: 10 });
    const buyers = await Promise.all(Array.from({ length: 1000 }, () => buyer(product)));
    expect(await outcomesOf(buyers)).toEqual({ PAID: 10, OUT_OF_STOCK: 990 });
    expect(await stockOf(product)).toEqual({ stock: 0, held: 0 });
    const { captured } = await expectBooksToAddUp(app);
    expect(captured).toBe(6500);
  }, 120_000);

  it("of a hundred on a code that is good once gives it to one, and the others keep their carts", async () => {
    const product = await makeProduct(app, { stock: 1000 });
    await makePromotion(app, { code: "FIRST", percent: 50, maxUses: 1 });
    const buyers = await Promise.all(Array.from({ length: 100 }, () => buyer(product, "FIRST")));
    expect(await outcomesOf(buyers)).toEqual({ PAID: 1, PROMOTION_USED_UP: 99 });
    expect(await stockOf(product)).toEqual({ stock: 999, held: 0 });
    const [loser] = buyers.filter((_, place) => place > 0);
    expect((await cartOf(env, app.appId, loser?.actor ?? { userId: "" }).read()).checkout).toBeNull();
  }, 60_000);

  it("of one person with a code for one use each, in ten carts at once, takes it once", async () => {
    const product = await makeProduct(app, { stock: 1000 });
    const { id } = await makePromotion(app, { code: "EACH", amount: 100, currency: "EUR", maxUsesPerUser: 1 });
    const first = await buyer(product, "EACH");
    await checkOut(first, pay("tok_ok"));
    const again = await buyer(product, "EACH");
    const same: UserCtx = { ...again, actor: first.actor };
    const [variant] = await variantsOfProduct(same, product.id);
    await cartOf(env, app.appId, same.actor).addProduct({
      productId: product.id,
      variantId: variant?.variantId ?? "",
      quantity: 1,
      atMost: 1000,
      price: 650,
      currency: "EUR",
    });
    await cartOf(env, app.appId, same.actor).enterPromotion({ code: "EACH" });
    await expect(checkOut(same, pay("tok_ok"))).rejects.toMatchObject({ code: "PROMOTION_USED_UP", details: { reason: "USED_BY_YOU" } });
    expect(await env.DB.prepare("SELECT uses FROM promotions WHERE id = ?").bind(id).first("uses")).toBe(1);
  });
});

describe("the provider's word on an order", () => {
  const succeeded = (reference: string, amount: number) => ({
    chargeId: `sim_${reference}`,
    reference,
    outcome: "succeeded" as const,
    amount,
    currency: "EUR",
  });

  it("before, after and twice around the client's own call completes it once", async () => {
    const product = await makeProduct(app, { stock: 100 });
    for (const order of ["before", "after", "twice", "together"]) {
      const ctx = await buyer(product);
      const made = await checkOut(ctx, pay("tok_pending"));
      const paymentId = made.payment?.id ?? "";
      await env.DB.prepare("UPDATE simulated_charges SET status = 'succeeded' WHERE reference = ?").bind(paymentId).run();
      const word = () => settlePayment(ctx, "simulated", succeeded(paymentId, 650));
      const own = () => settleOrder(ctx, made.order.id);
      if (order === "before") await word().then(own);
      else if (order === "after") await own().then(word).then(own);
      else if (order === "twice") await word().then(own).then(word).then(own);
      else await Promise.all([word(), own(), word(), own()]);
      await vi.waitUntil(async () => (await getOrder(ctx, made.order.id)).status === "PAID", { timeout: 15_000, interval: 50 });
      expect((await getOrder(ctx, made.order.id)).timeline.map(({ type }) => type)).toEqual(["placed", "paid"]);
    }
    expect(await stockOf(product)).toEqual({ stock: 96, held: 0 });
    await expectBooksToAddUp(app);
  });

  it("that comes a day late, after the order was given up, brings the money back and nothing else", async () => {
    const product = await makeProduct(app, { stock: 1 });
    const ctx = await buyer(product);
    const made = await checkOut(ctx, pay("tok_pending"));
    const late = { ...ctx, now: () => Date.now() + 86_400_000 };
    await settleOrder(late, made.order.id);
    expect(await stockOf(product)).toEqual({ stock: 1, held: 0 });
    const paymentId = made.payment?.id ?? "";
    await env.DB.prepare("UPDATE simulated_charges SET status = 'succeeded' WHERE reference = ?").bind(paymentId).run();
    await settlePayment(ctx, "simulated", succeeded(paymentId, 650));
    await vi.waitUntil(async () => (await getOrder(ctx, made.order.id)).paymentStatus === "REFUNDED", { timeout: 15_000, interval: 50 });
    expect(await getOrder(ctx, made.order.id)).toMatchObject({ status: "CANCELLED", endReason: "NOT_PAID_IN_TIME" });
    await expectBooksToAddUp(app);
  });
});
