import { describe, expect, it } from "vitest";
import { ProductQuery } from "../../../contracts/products.ts";
import { makeApp, testTenantCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { encodeCursor } from "../../platform/cursor.ts";
import { deletePromotion } from "../promotions/delete-promotion.ts";
import { promotionFor } from "../promotions/promotion-for.ts";
import { getPromotionInTenant, listPromotions } from "../promotions/read.ts";
import { updatePromotion } from "../promotions/update-promotion.ts";
import { products, productVariants, promotions, promotionUsers, promotionUses } from "../tables.ts";
import { deleteProduct } from "./delete-product.ts";
import { productsToExport } from "./export-products.ts";
import { importProducts } from "./import-products.ts";
import { listCategories } from "./list-categories.ts";
import { listProducts } from "./list-products.ts";
import { getProduct, readProducts } from "./read.ts";
import { updateProduct } from "./update-product.ts";
import { variantsOf, variantsOfProduct } from "./variants-of.ts";

const asOrganizer = (ctx: TenantCtx): TenantCtx => ({
  ...ctx,
  tenant: { ...ctx.tenant, openOrganizers: true },
  actor: { kind: "user", userId: "usr_none", sessionId: "ses_none", role: "ORGANIZER" },
});
const asServer = (ctx: TenantCtx): TenantCtx => ({ ...ctx, actor: { kind: "server" } });
const list = (query: object) => (ctx: TenantCtx) => listProducts(ctx, ProductQuery.parse(query));
const one = { id: "prd_none" };
const refused = () => null;
const csv = new TextEncoder().encode("sku,name,price,currency,stock,variant,variant_stock\nA,Apple,1,EUR,1,,\nA,,,,,red,1\nA,,,,,blue,2");

const statements: Record<string, (ctx: TenantCtx) => Promise<unknown>> = {
  "the list": list({}),
  "the next page of the list": list({ cursor: encodeCursor("", "prd_1") }),
  "the next page by name": list({ sort: "name", cursor: encodeCursor("A", "prd_1") }),
  "the next page by price": list({ sort: "price", cursor: encodeCursor(1, "prd_1") }),
  "the next page by falling price": list({ sort: "-price", cursor: encodeCursor(1, "prd_1") }),
  "the list with every filter": list({ category: "a", minPrice: 1, maxPrice: 2, inStock: "true" }),
  "the list by words": list({ q: "popcorn", cursor: encodeCursor(1, "prd_1") }),
  "what an organizer manages": (ctx) => list({ mine: "true", q: "a", cursor: encodeCursor("", "prd_1") })(asOrganizer(ctx)),
  "what the server manages": (ctx) => list({ mine: "true", sort: "name", cursor: encodeCursor("A", "prd_1") })(asServer(ctx)),
  "the drafts": (ctx) => list({ status: "DRAFT" })(asServer(ctx)),
  "the categories": listCategories,
  "a product": (ctx) => getProduct(ctx, one).catch(refused),
  "some products": (ctx) => readProducts(ctx, ["prd_1", "prd_2"]),
  "some variants": (ctx) => variantsOf(ctx, ["var_1", "var_2"]),
  "the variants of a product": (ctx) => variantsOfProduct(ctx, "prd_1"),
  "a change": (ctx) => updateProduct(asServer(ctx), { ...one, changes: { price: 1 } }).catch(refused),
  "a deletion": (ctx) => deleteProduct(asServer(ctx), one).catch(refused),
  "an import": (ctx) => importProducts(asServer(ctx), { bytes: csv, dryRun: false }),
  "a second import, which changes what the first made": async (ctx) => {
    await importProducts(asServer(ctx), { bytes: csv, dryRun: false });
    const again = new TextEncoder().encode("sku,price,variant,variant_stock\nA,2,red,3\nA,,green,1");
    expect(await importProducts(asServer(ctx), { bytes: again, dryRun: false })).toMatchObject({ created: 1, updated: 1 });
  },
  "an import by names": async (ctx) => {
    const byName = new TextEncoder().encode("name,price,currency,stock\nBun,1,EUR,1\nCup,1,EUR,1");
    await importProducts(asOrganizer(ctx), { bytes: byName, dryRun: false });
    expect(await importProducts(asOrganizer(ctx), { bytes: byName, dryRun: false })).toMatchObject({ unchanged: 2 });
  },
  "an export": (ctx) => productsToExport(asOrganizer(ctx), { limit: 500, cursor: encodeCursor("", "prd_1") }),
  "the codes": (ctx) => listPromotions(ctx, { limit: 20, cursor: encodeCursor("", "pro_1") }),
  "a code": (ctx) => promotionFor(ctx, "WINTER15"),
  "a promotion": (ctx) => getPromotionInTenant(ctx, { id: "pro_none" }).catch(refused),
  "a change of a code": (ctx) => updatePromotion(ctx, { id: "pro_none", changes: { isActive: false } }).catch(refused),
  "a deletion of a code": (ctx) => deletePromotion(ctx, { id: "pro_none" }).catch(refused),
};

describe("no statement of the shop reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const { db, plans } = recordingDatabase();
      await run(testTenantCtx(await makeApp(), { db }));
      const steps = await plans();
      expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
      expect(steps.filter((step) => /^SCAN (?!json_each VIRTUAL|CONSTANT ROW)/.test(step))).toEqual([]);
    });
  }
});

it("the shop's drizzle tables are those of the migrations", async () => {
  expect(await schemaDrift(products, productVariants, promotions, promotionUsers, promotionUses)).toEqual([]);
});
