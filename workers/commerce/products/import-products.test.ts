import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../../contracts/limits.ts";
import type { ImportReport, Product } from "../../../contracts/products.ts";
import { call, credentialsOf, makeApp, makeUser, origin, type TestApp, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { placeOrder } from "../../../test/placed-orders.ts";
import { variantsOfProduct } from "./variants-of.ts";

type Caller = { user: TestUser } | { server: TestApp };
const path = "/api/v1/products";

const send = (caller: Caller, csv: string, query = "", headers: Record<string, string> = {}) =>
  call<{ report: ImportReport }>("POST", `${path}/import${query}`, {
    ...caller,
    body: csv,
    headers: { "content-type": "text/csv; charset=utf-8", ...headers },
  });
async function imported(caller: Caller, csv: string, query = ""): Promise<ImportReport> {
  const answer = await send(caller, csv, query);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  return answer.body.data.report;
}
const exported = async (caller: Caller): Promise<string> => {
  const response = await exports.default.fetch(`${origin}${path}/export.csv`, { headers: await credentialsOf(caller) });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8; header=present"]);
  return response.text();
};
const productsOf = async (app: TestApp) =>
  (await call<{ items: Product[] }>("GET", `${path}?mine=true&sort=name&limit=100`, { server: app })).body.data.items;
const counts = ({ created, updated, unchanged, refused }: ImportReport) => [created, updated, unchanged, refused];

const shop = [
  "\uFEFFsku;name;description;price_major;currency;stock;variant;variant_stock;image_url;status",
  'POP;"Popcorn, large";"Sweet ""or""\nsalted";6,50;EUR;;salted;60;/products/popcorn.svg;',
  "POP;;;;;;sweet;40;;",
  "CUP;Cup;;9;EUR;25;;;;DRAFT",
  "BAD;Mug;;9,999;EUR;1;;;;",
  ";;No name;9;EUR;1;;;;",
  "TEA;Tea;;1;KWD;5;;;;",
].join("\r\n");

describe("an import", () => {
  it("makes what is new, says line by line what it refuses, and changes nothing the second time", async () => {
    const app = await makeApp();
    const report = await imported({ server: app }, shop);
    expect(counts(report)).toEqual([4, 0, 0, 2]);
    expect(report.lines.map(({ line, outcome, issues }) => [line, outcome, ...issues.map(({ column }) => column)])).toEqual([
      [2, "CREATED"],
      [4, "CREATED"],
      [5, "CREATED"],
      [6, "REFUSED", "price_major"],
      [7, "REFUSED", "sku"],
      [8, "CREATED"],
    ]);
    const made = await productsOf(app);
    expect(made.map(({ sku, price, currency, stock, status }) => [sku, price, currency, stock, status])).toEqual([
      ["CUP", 900, "EUR", 25, "DRAFT"],
      ["POP", 650, "EUR", 100, "ACTIVE"],
      ["TEA", 1000, "KWD", 5, "ACTIVE"],
    ]);
    expect(made[1]).toMatchObject({ name: "Popcorn, large", description: 'Sweet "or"\nsalted', imageUrl: "/products/popcorn.svg" });
    expect(made[1]?.variants.map(({ name, stock }) => [name, stock])).toEqual([
      ["salted", 60],
      ["sweet", 40],
    ]);
    expect(report.lines.map(({ productId }) => productId)).toEqual([made[1]?.id, made[1]?.id, made[0]?.id, null, null, made[2]?.id]);
    expect(counts(await imported({ server: app }, shop))).toEqual([0, 0, 4, 2]);
    expect(await productsOf(app)).toEqual(made);
  });

  it("writes nothing when it only says what it would do, and says the same as when it does", async () => {
    const app = await makeApp();
    const said = await imported({ server: app }, shop, "?dryRun=true");
    expect([await productsOf(app), said.lines.every(({ productId }) => productId === null)]).toEqual([[], true]);
    const done = await imported({ server: app }, shop);
    const without = ({ lines }: ImportReport) => lines.map(({ productId: _, ...line }) => line);
    expect([counts(said), without(said)]).toEqual([counts(done), without(done)]);
  });

  it("takes what an export gives, formulas and all, and then changes nothing", async () => {
    const app = await makeApp();
    const formula = '=HYPERLINK("https://evil.example")';
    await imported({ server: app }, shop);
    await call("POST", path, {
      server: app,
      body: { name: formula, price: 1, currency: "JPY", sku: "F", description: "a;b\n-c", stock: 3 },
    });
    const file = await exported({ server: app });
    expect(file).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(file.split("\r\n")[0]).toMatch(/^sku,name,description,category,price,/);
    expect(counts(await imported({ server: app }, file))).toEqual([0, 0, 5, 0]);
    const moved = await makeApp();
    expect(counts(await imported({ server: moved }, file))).toEqual([5, 0, 0, 0]);
    expect((await productsOf(moved)).map(({ name, stock }) => [name, stock])).toEqual(
      (await productsOf(app)).map(({ name, stock }) => [name, stock]),
    );
    expect(await exported({ server: moved })).toBe(file);
  });

  it("never takes stock from under unpaid orders, and its other lines are done", async () => {
    const app = await makeApp();
    await imported({ server: app }, "sku,name,price,currency,stock\nA,Apple,1,EUR,10\nB,Bun,1,EUR,10");
    const [apple] = await productsOf(app);
    const [variant] = await variantsOfProduct(testTenantCtx(app), apple?.id ?? "");
    await placeOrder(app, { line: { productId: apple?.id ?? "", variantId: variant?.variantId ?? "", quantity: 4 } });
    const report = await imported({ server: app }, "sku,stock\nA,3\nB,3\nA,4");
    expect(report.lines.map(({ outcome, issues }) => [outcome, ...issues.map(({ message }) => message)])).toEqual([
      ["REFUSED", "4 are in unpaid orders"],
      ["UPDATED"],
      ["UPDATED"],
    ]);
    expect((await productsOf(app)).map(({ stock, available }) => [stock, available])).toEqual([
      [4, 0],
      [3, 3],
    ]);
  });

  it("by an organizer makes products of their own and touches nobody else's", async () => {
    const app = await makeApp();
    const [ada, bob] = await Promise.all([makeUser(app, { role: "ORGANIZER" }), makeUser(app, { role: "ORGANIZER" })]);
    const csv = "sku,name,price,currency,stock\nA,Apple,1,EUR,10";
    expect(counts(await imported({ user: ada }, csv))).toEqual([1, 0, 0, 0]);
    expect((await productsOf(app))[0]?.ownerId).toBe(ada.userId);
    const theirs = await imported({ user: bob }, "sku,price\nA,2");
    expect([counts(theirs), theirs.lines[0]?.issues[0]?.column]).toEqual([[0, 0, 0, 1], "sku"]);
    expect((await productsOf(app))[0]?.price).toBe(1);
    expect((await exported({ user: bob })).trim().split("\r\n")).toHaveLength(1);
    expect(counts(await imported({ server: app }, "sku,price\nA,2"))).toEqual([0, 1, 0, 0]);
  });

  it("goes by names where there are no SKUs, with columns as the API calls its fields, and changes nothing the second time", async () => {
    const app = await makeApp();
    const ada = await makeUser(app, { role: "ORGANIZER" });
    const csv = [
      "name,description,category,price,currency,stock,imageUrl,Variant Name",
      "Popcorn,Fresh,snacks,650,EUR,60,/products/popcorn.svg,salted",
      "POPCORN,,,,,40,,sweet",
      "Cup,,mugs,900,EUR,25,,",
      "Cap,,,x,EUR,1,,",
    ].join("\n");
    expect(counts(await imported({ server: app }, csv, "?dryRun=true"))).toEqual([3, 0, 0, 1]);
    expect(counts(await imported({ server: app }, csv))).toEqual([3, 0, 0, 1]);
    const made = await productsOf(app);
    expect(made.map(({ name, category, stock, sku, imageUrl }) => [name, category, stock, sku, imageUrl])).toEqual([
      ["Cup", "mugs", 25, null, null],
      ["Popcorn", "snacks", 100, null, "/products/popcorn.svg"],
    ]);
    expect(counts(await imported({ server: app }, csv))).toEqual([0, 0, 3, 1]);
    expect(counts(await imported({ server: app }, await exported({ server: app })))).toEqual([0, 0, 3, 0]);
    expect(counts(await imported({ user: ada }, csv))).toEqual([3, 0, 0, 1]);
    const several = await imported({ server: app }, "name,stock\ncup,3\nCap,1");
    expect(several.lines.map(({ issues }) => issues.map(({ message }) => message))).toEqual([
      ["is missing, and several products have this name"],
      ["is missing: there is no such product yet", "is missing: there is no such product yet"],
    ]);
    await call("PATCH", `${path}/${made[0]?.id}`, { server: app, body: { sku: "CUP" } });
    const both = await imported({ user: ada }, "sku,name,stock\n,Cup,7\nCUP,,8");
    expect(both.lines.map(({ outcome }) => outcome)).toEqual(["UPDATED", "REFUSED"]);
    const bySku = await imported({ server: app }, "sku,category\nCUP,cups");
    expect(bySku.lines[0]).toMatchObject({ outcome: "UPDATED", productId: made[0]?.id });
  });

  it("takes a file as a browser's form sends it, each time another form, and keeps its answer", async () => {
    const app = await makeApp();
    const upload = async (parts: (form: FormData) => void) => {
      const form = new FormData();
      parts(form);
      const headers = { ...(await credentialsOf({ server: app })), "idempotency-key": "form" };
      return exports.default.fetch(`${origin}${path}/import`, { method: "POST", headers, body: form });
    };
    const file = new Blob(["sku,name,price,currency,stock\nA,Apple,1,EUR,1"], { type: "text/csv" });
    const first = await upload((form) => form.set("file", file, "products.csv"));
    const again = await upload((form) => form.set("products", file, "products.csv"));
    expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([200, 200, "true"]);
    expect((await productsOf(app)).map(({ sku }) => sku)).toEqual(["A"]);
    const empty = await upload((form) => form.set("file", "no file"));
    expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining("has no file in its form")]);
  });

  it("that two people begin at once makes every product once", async () => {
    const app = await makeApp();
    const csv = ["sku,name,price,currency,stock", ...Array.from({ length: 300 }, (_, turn) => `S${turn},Thing ${turn},1,EUR,1`)].join("\n");
    const reports = await Promise.all([imported({ server: app }, csv), imported({ server: app }, csv)]);
    expect(reports.map(({ refused }) => refused)).toEqual([0, 0]);
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(300);
    const rows = await env.DB.prepare("SELECT count(*) AS count, count(DISTINCT sku) AS skus FROM products WHERE app_id = ?")
      .bind(app.appId)
      .first();
    expect(rows).toEqual({ count: 300, skus: 300 });
  });

  it("keeps its answer under an Idempotency-Key, and another file under the same key is refused", async () => {
    const app = await makeApp();
    const headers = { "idempotency-key": "i1" };
    const first = await send({ server: app }, shop, "", headers);
    const again = await send({ server: app }, shop, "", headers);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.body.data).toEqual(first.body.data);
    const other = await send({ server: app }, `${shop}\nX;Y;;1;EUR;1;;;;`, "", headers);
    expect([other.status, other.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  });

  it("is refused as a whole where it cannot be read as a whole, and nothing of it is done", async () => {
    const app = await makeApp();
    const head = "sku,name,price,currency,stock";
    const good = "A,Apple,1,EUR,1";
    const refusal = async (csv: string, headers: Record<string, string> = {}) => {
      const { status, body } = await send({ server: app }, csv, "", headers);
      return [status, (body.error.details?.issues as { message: string }[] | undefined)?.[0]?.message ?? body.error.code];
    };
    expect(await refusal(`${head},colour\n${good},red`)).toEqual([422, "has columns that an import does not know: colour"]);
    const nameless = "has neither a column sku nor a column name in its first line";
    expect(await refusal("price,stock\n1,1")).toEqual([422, nameless]);
    expect(await refusal(`${head},sku\n${good},A`)).toEqual([422, "names a column twice"]);
    expect(await refusal(`${head}\n${good}\n"B,`)).toEqual([422, "line 3 has a quote that is never closed"]);
    expect(await refusal(`${head}\n${good}\nB,1,2,3,4,5`)).toEqual([422, "line 3 has more cells than there are columns (5)"]);
    expect(await refusal("")).toEqual([422, nameless]);
    expect(await refusal(`${head}\n${`${good}\n`.repeat(limits.importLinesMax + 1)}`)).toEqual([
      422,
      `line ${limits.importLinesMax + 2} is one too many: a file has at most ${limits.importLinesMax}`,
    ]);
    expect(await refusal(`${head}\n${good}`, { "content-type": "application/json" })).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    expect(await refusal(`${head}\n${"x".repeat(limits.importBodyBytesMax)}`)).toEqual([413, "BODY_TOO_LARGE"]);
    const latin1 = Uint8Array.from("sku,name\nA,Caf\xe9", (character) => character.charCodeAt(0));
    const bytes = await exports.default.fetch(`${origin}${path}/import`, {
      method: "POST",
      headers: { ...(await credentialsOf({ server: app })), "content-type": "text/csv" },
      body: latin1,
    });
    expect([bytes.status, await bytes.text()]).toEqual([422, expect.stringContaining("is not UTF-8")]);
    expect(await productsOf(app)).toEqual([]);
  });
});
