import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import type { Promotion } from "../../../contracts/promotions.ts";
import { call, makeApp, makeUser, type TestApp, testTenantCtx } from "../../../test/harness.ts";
import { placeOrder } from "../../../test/placed-orders.ts";
import { promotionFor } from "./promotion-for.ts";

const path = "/api/v1/promotions";
const make = async (app: TestApp, changes: object = {}): Promise<Promotion> => {
  const made = await call<{ promotion: Promotion }>("POST", path, { server: app, body: { code: "WINTER15", percent: 15, ...changes } });
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  return made.body.data.promotion;
};
const get = async (app: TestApp, id: string) =>
  (await call<{ promotion: Promotion }>("GET", `${path}/${id}`, { server: app })).body.data.promotion;

const use = (app: TestApp, promotionId: string, userId: string) => placeOrder(app, { promotionId, userId });
const inTurns = async (count: number, attempt: (turn: number) => Promise<string>) => {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, turn) => attempt(turn)));
  return {
    done: settled.flatMap((each) => (each.status === "fulfilled" ? each.value : [])),
    refusals: settled.flatMap((each) => (each.status === "rejected" ? String(each.reason) : [])),
  };
};

describe("a tenant's server", () => {
  it("makes a code, finds it in the list, changes its terms and deletes it", async () => {
    const app = await makeApp();
    const made = await make(app, { minSubtotal: 500, maxUses: 10, endsAt: "2027-02-01T00:00:00Z" });
    expect(made).toMatchObject({
      code: "WINTER15",
      percent: 15,
      amount: null,
      appliesTo: "ALL",
      uses: 0,
      isActive: true,
      endsAt: "2027-02-01T00:00:00.000Z",
    });
    const other = await make(app, { code: "five-off", percent: undefined, amount: 500, currency: "EUR", isActive: false });
    const list = async (query: string) => (await call<Page<Promotion>>("GET", `${path}${query}`, { server: app })).body.data;
    expect((await list("")).items.map(({ id }) => id)).toEqual([other.id, made.id]);
    expect((await list("?isActive=false")).items).toEqual([other]);
    const first = await list("?limit=1");
    expect((await list(`?limit=1&cursor=${first.nextCursor}`)).items).toEqual([made]);

    const changed = await call<{ promotion: Promotion }>("PATCH", `${path}/${made.id}`, {
      server: app,
      body: { maxUses: null, endsAt: null, startsAt: "2026-01-01T00:00:00Z", isActive: false },
    });
    expect(changed.body.data.promotion).toMatchObject({
      maxUses: null,
      endsAt: null,
      startsAt: "2026-01-01T00:00:00.000Z",
      isActive: false,
      minSubtotal: 500,
    });
    const gone = await call("DELETE", `${path}/${made.id}`, { server: app });
    expect(gone.body.data).toMatchObject({ deleted: true });
    expect((await call("GET", `${path}/${made.id}`, { server: app })).body.error.code).toBe("PROMOTION_NOT_FOUND");
  });

  it("cannot make a code twice, whatever the case of its letters, but another tenant can", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const made = await make(app);
    const twice = await call("POST", path, { server: app, body: { code: "winter15", percent: 20 } });
    expect([twice.status, twice.body.error.code]).toEqual([409, "PROMOTION_EXISTS"]);
    await make(other, { code: "Winter15" });
    const found = await promotionFor(testTenantCtx(app), "wInTeR15");
    expect([found?.id, found?.usesOfUser]).toEqual([made.id, 0]);
  });

  it("is told what makes no sense", async () => {
    const app = await makeApp();
    const { id } = await make(app, { startsAt: "2027-01-10T00:00:00Z" });
    const refusal = async (method: string, to: string, body: object) => {
      const { status, body: answer } = await call(method, to, { server: app, body });
      return [status, (answer.error?.details?.issues as { path: string }[] | undefined)?.map((issue) => issue.path)];
    };
    expect(await refusal("POST", path, { code: "X" })).toEqual([422, ["percent"]]);
    expect(await refusal("POST", path, { code: "X", percent: 10, amount: 100, currency: "EUR" })).toEqual([422, ["percent"]]);
    expect(await refusal("POST", path, { code: "X", amount: 100 })).toEqual([422, ["currency"]]);
    expect(await refusal("POST", path, { code: "X", percent: 101 })).toEqual([422, ["percent"]]);
    expect(await refusal("POST", path, { code: "a b", percent: 10 })).toEqual([422, ["code"]]);
    expect(await refusal("PATCH", `${path}/${id}`, { endsAt: "2027-01-10T00:00:00Z" })).toEqual([422, ["endsAt"]]);
    expect(await refusal("PATCH", `${path}/${id}`, { percent: 90 })).toEqual([422, ["percent"]]);
  });
});

describe("the limits of a code", () => {
  it("let one of a hundred orders at once have a code that is good once", async () => {
    const app = await makeApp();
    const { id } = await make(app, { maxUses: 1 });
    const { done, refusals } = await inTurns(100, (turn) => use(app, id, `usr_${turn}`));
    expect([done.length, refusals.length]).toEqual([1, 99]);
    expect(refusals.every((refusal) => refusal.includes("promotion_uses_left"))).toBe(true);
    expect((await get(app, id)).uses).toBe(1);
    const orders = await env.DB.prepare("SELECT count(*) AS count FROM orders WHERE promotion_id = ?").bind(id).first<{ count: number }>();
    expect(orders?.count).toBe(1);
  });

  it("let one person use it as often as they may, and another besides", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const { id } = await make(app, { maxUsesPerUser: 2 });
    const { done, refusals } = await inTurns(20, () => use(app, id, user.userId));
    expect([done.length, refusals.every((refusal) => refusal.includes("promotion_uses_of_user_left"))]).toEqual([2, true]);
    await use(app, id, "usr_other");
    expect((await get(app, id)).uses).toBe(3);
    const actor = { kind: "user", userId: user.userId, sessionId: "ses_x", role: "USER" } as const;
    expect((await promotionFor(testTenantCtx(app, { actor }), "WINTER15"))?.usesOfUser).toBe(2);
  });

  it("get a use back from an order that came to nothing, once", async () => {
    const app = await makeApp();
    const { id } = await make(app, { maxUses: 1 });
    const orderId = await use(app, id, "usr_a");
    const release = () => env.DB.prepare("UPDATE promotion_uses SET released = 1 WHERE order_id = ?").bind(orderId).run();
    await release();
    await release();
    expect((await get(app, id)).uses).toBe(0);
    await use(app, id, "usr_a");
    await expect(use(app, id, "usr_b")).rejects.toThrow("promotion_uses_left");
  });

  it("cannot be set below what there has been, and a used code is switched off and not deleted", async () => {
    const app = await makeApp();
    const { id } = await make(app, { maxUses: 5 });
    await use(app, id, "usr_a");
    await use(app, id, "usr_b");
    const fewer = await call("PATCH", `${path}/${id}`, { server: app, body: { maxUses: 1 } });
    expect([fewer.status, fewer.body.error.details?.issues]).toEqual([
      422,
      [{ path: "maxUses", message: "is fewer than there have been" }],
    ]);
    expect((await call("PATCH", `${path}/${id}`, { server: app, body: { maxUses: 2 } })).status).toBe(200);
    const gone = await call<{ promotion: Promotion; deleted: boolean }>("DELETE", `${path}/${id}`, { server: app });
    expect(gone.body.data).toMatchObject({ deleted: false, promotion: { isActive: false, uses: 2 } });
    expect((await get(app, id)).isActive).toBe(false);
  });
});
