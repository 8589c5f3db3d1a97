import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../../contracts/envelope.ts";
import type { Product } from "../../../contracts/products.ts";
import { type Answer, call, makeApp, makeUser, type TestApp, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { moveStock, placeOrder } from "../../../test/placed-orders.ts";
import { readProducts } from "./read.ts";
import { variantsOf, variantsOfProduct } from "./variants-of.ts";

type Caller = { user: TestUser } | { server: TestApp } | { app: TestApp };
const path = "/api/v1/products";
const popcorn = { name: "Popcorn", price: 650, currency: "EUR", stock: 10 };

const make = async (caller: Caller, changes: object = {}): Promise<Product> => {
  const made = await call<{ product: Product }>("POST", path, { ...caller, body: { ...popcorn, ...changes } });
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  return made.body.data.product;
};
const change = (caller: Caller, id: string, body: object) => call<{ product: Product }>("PATCH", `${path}/${id}`, { ...caller, body });
const get = async (caller: Caller, id: string) => (await call<{ product: Product }>("GET", `${path}/${id}`, caller)).body.data.product;
const list = async (caller: Caller, query = "") => (await call<Page<Product>>("GET", `${path}${query}`, caller)).body.data;
const codeOf = ({ status, body }: Answer<unknown>) => (status < 400 ? status : [status, body.error.code]);
const issuesOf = ({ status, body }: Answer<unknown>) => [
  status,
  (body.error.details?.issues as { path: string }[] | undefined)?.map((issue) => issue.path),
];
const trail = async (subject: string) =>
  (await env.DB.prepare("SELECT action FROM audit_log WHERE subject = ? ORDER BY id").bind(subject).all<{ action: string }>()).results.map(
    ({ action }) => action,
  );
const selfOf = async (app: TestApp, productId: string) => (await variantsOfProduct(testTenantCtx(app), productId))[0]?.variantId ?? "";

describe("a product", () => {
  it("is made, shown, changed field by field and deleted, and the log says so", async () => {
    const app = await makeApp();
    const made = await make({ server: app }, { category: "snacks", imageUrl: "/products/popcorn.svg", sku: "POP", metadata: { shelf: 3 } });
    expect(made).toMatchObject({ ...popcorn, available: 10, status: "ACTIVE", variants: [], ownerId: null, description: "", sku: "POP" });
    expect(made.images).toEqual([{ url: "/products/popcorn.svg", alt: "" }]);
    expect(await get({ app }, made.id)).toEqual(made);
    const changed = await change({ server: app }, made.id, { price: 700, stock: 8, category: null, imageUrl: "https://img.example/p.png" });
    expect(changed.body.data.product).toMatchObject({
      name: "Popcorn",
      price: 700,
      stock: 8,
      category: null,
      imageUrl: "https://img.example/p.png",
    });
    const gone = await call("DELETE", `${path}/${made.id}`, { server: app });
    expect(gone.body.data).toMatchObject({ archived: false, product: { id: made.id } });
    expect(codeOf(await call("GET", `${path}/${made.id}`, { server: app }))).toEqual([404, "PRODUCT_NOT_FOUND"]);
    expect(await trail(made.id)).toEqual(["product.create", "product.update", "product.delete"]);
    const rows = await env.DB.prepare("SELECT count(*) AS count FROM product_variants WHERE product_id = ?")
      .bind(made.id)
      .first<{ count: number }>();
    expect(rows?.count).toBe(0);
  });

  it("has its first image by either name, and no more than ten", async () => {
    const app = await makeApp();
    const images = Array.from({ length: 10 }, (_, n) => ({ url: `/products/${n}.svg`, alt: `${n}` }));
    const made = await make({ server: app }, { images });
    const shown = async (body: object) =>
      (await change({ server: app }, made.id, body)).body.data.product.images.map(({ url }) => url.slice(10, -4));
    expect(await shown({ imageUrl: "/products/new.svg" })).toEqual(["new", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(await shown({ imageUrl: "/products/5.svg" })).toEqual(["5", "1", "2", "3", "4", "6", "7", "8", "9"]);
    expect(await shown({ imageUrl: null })).toEqual(["1", "2", "3", "4", "6", "7", "8", "9"]);
    expect(await shown({ images: images.slice(0, 2), imageUrl: "/products/1.svg" })).toEqual(["1", "0"]);
    expect(issuesOf(await change({ server: app }, made.id, { images, imageUrl: "/products/new.svg" }))).toEqual([422, ["images"]]);
    const eleven = await call("POST", path, { server: app, body: { ...popcorn, images, imageUrl: "/products/new.svg" } });
    expect(issuesOf(eleven)).toEqual([422, ["images"]]);
  });

  it("has an SKU that no other product of the tenant has", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const [first, second] = [await make({ server: app }, { sku: "A" }), await make({ server: app }, { sku: "B" })];
    await make({ server: other }, { sku: "A" });
    expect(codeOf(await call("POST", path, { server: app, body: { ...popcorn, sku: "A" } }))).toEqual([409, "SKU_TAKEN"]);
    expect(codeOf(await change({ server: app }, second.id, { sku: "A", name: "Taken" }))).toEqual([409, "SKU_TAKEN"]);
    expect(await get({ app }, second.id)).toEqual(second);
    expect(await get({ app }, first.id)).toEqual(first);
  });

  it("is read for carts and lists in the order that is asked for, and never another tenant's", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const [a, b] = [
      await make({ server: app }),
      await make(
        { server: app },
        {
          variants: [
            { name: "S", stock: 1 },
            { name: "L", price: 900, stock: 2 },
          ],
        },
      ),
    ];
    const theirs = await make({ server: other });
    const ctx = testTenantCtx(app);
    expect(await readProducts(ctx, [b.id, "prd_none", a.id, theirs.id])).toEqual([b, a]);
    expect(await readProducts(ctx, [])).toEqual([]);
    const [self] = await variantsOfProduct(ctx, a.id);
    expect(self).toEqual({
      variantId: expect.stringMatching(/^var_/),
      productId: a.id,
      name: "Popcorn",
      variantName: "",
      price: 650,
      currency: "EUR",
      available: 10,
      status: "ACTIVE",
      ownerId: null,
      imageUrl: null,
    });
    const [small, large] = b.variants;
    const found = await variantsOf(ctx, [large?.id ?? "", small?.id ?? "", "var_none", await selfOf(other, theirs.id)]);
    expect(found.map(({ variantName, price, available }) => [variantName, price, available])).toEqual([
      ["S", 650, 1],
      ["L", 900, 2],
    ]);
  });
});

describe("the variants of a product", () => {
  const sizes = {
    variants: [
      { name: "S", stock: 3 },
      { name: "L", price: 900, stock: 5, sku: "POP-L" },
    ],
  };

  it("have stock and price of their own, and the product has their sum", async () => {
    const app = await makeApp();
    const made = await make({ server: app }, { ...sizes, stock: 100 });
    expect([made.stock, made.available]).toEqual([8, 8]);
    expect(made.variants.map(({ name, price, stock, sku }) => [name, price, stock, sku])).toEqual([
      ["S", 650, 3, null],
      ["L", 900, 5, "POP-L"],
    ]);
  });

  it("are changed, added and removed in one go", async () => {
    const app = await makeApp();
    const made = await make({ server: app }, sizes);
    const [small, large] = made.variants;
    const changed = await change({ server: app }, made.id, {
      variants: [
        { id: large?.id, price: null, stock: 6 },
        { name: "XL", stock: 1 },
      ],
      removeVariants: [small?.id],
    });
    expect(changed.body.data.product.variants).toEqual([
      { id: large?.id, name: "L", price: 650, stock: 6, available: 6, sku: "POP-L" },
      { id: expect.any(String), name: "XL", price: 650, stock: 1, available: 1, sku: null },
    ]);
  });

  it("take the place of the product itself, which comes back when the last one is removed", async () => {
    const app = await makeApp();
    const made = await make({ server: app });
    const self = await selfOf(app, made.id);
    const split = (await change({ server: app }, made.id, { variants: [{ name: "S", stock: 2 }] })).body.data.product;
    expect([split.stock, split.variants.length]).toEqual([2, 1]);
    expect(await variantsOf(testTenantCtx(app), [self])).toEqual([]);
    expect(issuesOf(await change({ server: app }, made.id, { stock: 4 }))).toEqual([422, ["stock"]]);
    const whole = (await change({ server: app }, made.id, { removeVariants: [split.variants[0]?.id], stock: 4 })).body.data.product;
    expect([whole.stock, whole.variants]).toEqual([4, []]);
  });

  it("are refused where they make no sense, and nothing of the rest happens", async () => {
    const app = await makeApp();
    const [made, other] = [await make({ server: app }, sizes), await make({ server: app }, sizes)];
    const [small] = made.variants;
    const attempt = (body: object) => change({ server: app }, made.id, { name: "Changed", ...body });
    expect(issuesOf(await attempt({ variants: [{ name: "S", stock: 1 }] }))).toEqual([422, ["variants"]]);
    expect(issuesOf(await attempt({ variants: [{ stock: 1 }] }))).toEqual([422, ["variants.0.name"]]);
    expect(issuesOf(await attempt({ variants: [{ id: small?.id, stock: 1 }], removeVariants: [small?.id] }))).toEqual([422, ["variants"]]);
    expect(codeOf(await attempt({ variants: [{ id: other.variants[0]?.id, stock: 1 }] }))).toEqual([404, "VARIANT_NOT_FOUND"]);
    expect(codeOf(await attempt({ removeVariants: ["var_none"] }))).toEqual([404, "VARIANT_NOT_FOUND"]);
    expect(await get({ app }, made.id)).toEqual(made);
    const twins = await call("POST", path, {
      server: app,
      body: {
        ...popcorn,
        variants: [
          { name: "S", stock: 1 },
          { name: "S", stock: 1 },
        ],
      },
    });
    expect(issuesOf(twins)).toEqual([422, ["variants"]]);
    for (const none of [{}, { variants: [] }])
      expect(issuesOf(await call("POST", path, { server: app, body: { name: "Cup", price: 1, currency: "EUR", ...none } }))).toEqual([
        422,
        ["stock"],
      ]);
  });
});

describe("stock", () => {
  it("in unpaid orders is not available, and cannot be taken off the shelf under them", async () => {
    const app = await makeApp();
    const made = await make({ server: app });
    const variantId = await selfOf(app, made.id);
    const orderId = await placeOrder(app, { line: { productId: made.id, variantId, quantity: 4 } });
    expect(await get({ app }, made.id)).toMatchObject({ stock: 10, available: 6 });
    const fewer = await change({ server: app }, made.id, { stock: 3, price: 1 });
    expect([codeOf(fewer), fewer.body.error.details]).toEqual([[409, "STOCK_HELD"], { variantId, held: 4 }]);
    const split = await change({ server: app }, made.id, { variants: [{ name: "S", stock: 1 }] });
    expect([codeOf(split), split.body.error.details]).toEqual([[409, "STOCK_HELD"], { variantId, held: 4 }]);
    expect(await get({ app }, made.id)).toMatchObject({ stock: 10, price: 650 });
    expect((await change({ server: app }, made.id, { stock: 4 })).body.data.product).toMatchObject({ stock: 4, available: 0 });
    await expect(placeOrder(app, { line: { productId: made.id, variantId, quantity: 1 } })).rejects.toThrow("enough_in_stock");
    await moveStock(orderId, "TAKEN");
    expect(await get({ app }, made.id)).toMatchObject({ stock: 0, available: 0 });
  });

  it("that is counted anew while people order loses no piece and sells none twice", async () => {
    const app = await makeApp();
    const made = await make({ server: app }, { stock: 15 });
    const variantId = await selfOf(app, made.id);
    const orders = Array.from({ length: 30 }, () => placeOrder(app, { line: { productId: made.id, variantId, quantity: 1 } }));
    const counts = Array.from({ length: 6 }, () => change({ server: app }, made.id, { stock: 15 }));
    const placed = await Promise.allSettled(orders);
    expect((await Promise.all(counts)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(placed.filter(({ status }) => status === "fulfilled")).toHaveLength(15);
    expect(await get({ app }, made.id)).toMatchObject({ stock: 15, available: 0 });
    expect(codeOf(await change({ server: app }, made.id, { stock: 14 }))).toEqual([409, "STOCK_HELD"]);
  });

  it("that was ever ordered keeps its product: it is archived and not deleted", async () => {
    const app = await makeApp();
    const made = await make({ server: app });
    const orderId = await placeOrder(app, { line: { productId: made.id, variantId: await selfOf(app, made.id), quantity: 1 } });
    await moveStock(orderId, "RETURNED");
    const gone = await call("DELETE", `${path}/${made.id}`, { server: app });
    expect(gone.body.data).toMatchObject({ archived: true, product: { status: "ARCHIVED" } });
    expect(codeOf(await call("GET", `${path}/${made.id}`, { app }))).toEqual([404, "PRODUCT_NOT_FOUND"]);
    expect(await get({ server: app }, made.id)).toMatchObject({ status: "ARCHIVED", stock: 10, available: 10 });
  });
});

describe("an organizer", () => {
  it("manages their own products, and learns nothing of another's drafts", async () => {
    const app = await makeApp();
    const [ada, bob, guest] = await Promise.all([
      makeUser(app, { role: "ORGANIZER" }),
      makeUser(app, { role: "ORGANIZER" }),
      makeUser(app),
    ]);
    const made = await make({ user: ada });
    expect(made.ownerId).toBe(ada.userId);
    const draft = await make({ user: ada }, { status: "DRAFT" });
    expect(codeOf(await change({ user: ada }, made.id, { price: 1 }))).toBe(200);
    expect(codeOf(await change({ user: bob }, made.id, { price: 2 }))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await change({ user: bob }, draft.id, { price: 2 }))).toEqual([404, "PRODUCT_NOT_FOUND"]);
    expect(codeOf(await call("DELETE", `${path}/${made.id}`, { user: bob }))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await call("GET", `${path}/${draft.id}`, { user: bob }))).toEqual([404, "PRODUCT_NOT_FOUND"]);
    expect(codeOf(await call("POST", path, { user: guest, body: popcorn }))).toEqual([403, "FORBIDDEN"]);
    expect(codeOf(await change({ server: app }, made.id, { price: 3 }))).toBe(200);
    expect((await get({ user: ada }, draft.id)).status).toBe("DRAFT");
  });
});

it("an Idempotency-Key makes one product of two requests", async () => {
  const app = await makeApp();
  const headers = { "idempotency-key": "p1" };
  const [first, second] = [
    await call<{ product: Product }>("POST", path, { server: app, body: popcorn, headers }),
    await call<{ product: Product }>("POST", path, { server: app, body: popcorn, headers }),
  ];
  expect(second.body.data.product.id).toBe(first.body.data.product.id);
  expect((await list({ app })).items).toHaveLength(1);
});
