import { describe, expect, it, vi } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import type { Product } from "../../../contracts/products.ts";
import { type Answer, call, makeApp, makeUser, type TestApp, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { placeOrder } from "../../../test/placed-orders.ts";
import { makeProduct } from "../../../test/shop.ts";
import { variantsOfProduct } from "./variants-of.ts";

type Caller = { user: TestUser } | { server: TestApp } | { app: TestApp };
const path = "/api/v1/products";

const list = async (caller: Caller, query = "") => (await call<Page<Product>>("GET", `${path}${query}`, caller)).body.data;
const names = async (caller: Caller, query: string) => (await list(caller, query)).items.map(({ name }) => name);
const codeOf = ({ status, body }: Answer<unknown>) => (status < 400 ? status : [status, body.error.code]);

describe("the list of products", () => {
  it("is filtered and sorted, and every page begins where the last one ended", async () => {
    const app = await makeApp();
    await makeProduct(app, { name: "banana chips", price: 300, category: "snacks", stock: 0 });
    await makeProduct(app, { name: "Apple juice", price: 300, category: "drinks" });
    await makeProduct(app, { name: "Cup", price: 900 });
    await makeProduct(app, { name: `Apple ${"x".repeat(150)}`, price: 100, category: "drinks" });
    await makeProduct(app, { name: "Hidden", status: "DRAFT", category: "drinks" });
    const long = `Apple ${"x".repeat(150)}`;
    expect(await names({ app }, "")).toEqual([long, "Cup", "Apple juice", "banana chips"]);
    expect(await names({ app }, "?category=drinks")).toEqual([long, "Apple juice"]);
    expect(await names({ app }, "?minPrice=300&maxPrice=899&sort=name")).toEqual(["Apple juice", "banana chips"]);
    expect(await names({ app }, "?inStock=true&sort=price")).toEqual([long, "Apple juice", "Cup"]);
    expect(await names({ app }, "?inStock=false")).toEqual(["banana chips"]);
    for (const sort of ["newest", "name", "price", "-price"]) {
      const whole = await names({ app }, `?sort=${sort}`);
      const paged: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page: Page<Product> = await list({ app }, `?sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
        paged.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      expect([sort, paged]).toEqual([sort, whole]);
      expect(whole).toHaveLength(4);
    }
    for (const [sort, same] of [
      ["name,asc", "name"],
      ["price,asc", "price"],
      ["price,desc", "-price"],
    ])
      expect(await names({ app }, `?sort=${sort}`)).toEqual(await names({ app }, `?sort=${same}`));
    const categories = await call("GET", `${path}/categories`, { app });
    expect(categories.body.data).toEqual({
      items: [
        { name: "drinks", count: 2 },
        { name: "snacks", count: 1 },
      ],
    });
  });

  it("answers 304 to whoever has it, until a piece is sold", async () => {
    const app = await makeApp();
    const made = await makeProduct(app);
    const [variant] = await variantsOfProduct(testTenantCtx(app), made.id);
    const first = await call("GET", path, { app });
    const tag = first.headers.get("etag") ?? "";
    expect((await call("GET", path, { app, headers: { "if-none-match": tag } })).status).toBe(304);
    await placeOrder(app, { line: { productId: made.id, variantId: variant?.variantId ?? "", quantity: 1 } });
    expect((await call("GET", path, { app, headers: { "if-none-match": tag } })).status).toBe(200);
  });

  it("finds words as the search does, with slips of the pen, until the product is gone", { timeout: 30_000 }, async () => {
    const app = await makeApp();
    const made = await makeProduct(app, { name: "Popcorn, large", category: "snacks" });
    await makeProduct(app, { name: "Cup" });
    const soon = { timeout: 20_000, interval: 200 };
    await vi.waitFor(async () => expect(await names({ app }, "?q=pocorn")).toEqual(["Popcorn, large"]), soon);
    expect(await names({ app }, "?q=popcorn&category=drinks")).toEqual([]);
    expect(await names({ app }, "?q=pop&sort=price&inStock=true")).toEqual(["Popcorn, large"]);
    expect((await list({ app }, "?q=popcorn&limit=1")).nextCursor).toBeNull();
    await call("DELETE", `${path}/${made.id}`, { server: app });
    expect(await names({ app }, "?q=popcorn")).toEqual([]);
  });

  it("shows drafts to those who manage them and to nobody else", async () => {
    const app = await makeApp();
    const [ada, bob, guest] = await Promise.all([
      makeUser(app, { role: "ORGANIZER" }),
      makeUser(app, { role: "ORGANIZER" }),
      makeUser(app),
    ]);
    await makeProduct(app, { name: "tenant's" });
    await makeProduct(app, { name: "Ada's" }, ada);
    await makeProduct(app, { name: "Ada's draft", status: "DRAFT" }, ada);
    await makeProduct(app, { name: "Bob's draft", status: "DRAFT" }, bob);
    expect(await names({ app }, "")).toEqual(["Ada's", "tenant's"]);
    expect(await names({ user: ada }, "")).toEqual(["Ada's", "tenant's"]);
    expect(await names({ user: ada }, "?mine=true")).toEqual(["Ada's draft", "Ada's"]);
    expect(await names({ user: ada }, "?mine=true&q=DRAFT")).toEqual(["Ada's draft"]);
    expect(await names({ user: ada }, "?status=DRAFT")).toEqual(["Ada's draft"]);
    expect(await names({ server: app }, "?status=DRAFT")).toEqual(["Bob's draft", "Ada's draft"]);
    expect(await names({ server: app }, "?mine=true&sort=name")).toEqual(["Ada's", "Ada's draft", "Bob's draft", "tenant's"]);
    expect(codeOf(await call("GET", `${path}?mine=true`, { app }))).toEqual([401, "TOKEN_MISSING"]);
    expect(codeOf(await call("GET", `${path}?status=DRAFT`, { user: guest }))).toEqual([403, "FORBIDDEN"]);
  });
});
