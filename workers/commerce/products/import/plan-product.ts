import { limits } from "../../../../contracts/limits.ts";
import type { ImportedLine } from "../../../../contracts/products.ts";
import type { ProductFound, VariantShown } from "../answers.ts";
import { nextImages } from "../next-images.ts";
import { minorUnitsOf } from "./minor-units.ts";
import type { Issues, ProductLine } from "./read-line.ts";

/** Who imports and when, and ids for what is new. */
export interface Importing {
  appId: string;
  ownerId: string | null;
  /** Whether the importer may change a product of this owner. */
  manages(ownerId: string | null): boolean;
  nowMs: number;
  newProductId(): string;
  newVariantId(): string;
}

export interface Planned {
  /** Null: no line made one. */
  after: ProductFound | null;
  outcomes: ImportedLine[];
}

/** What becomes of one product by the lines that name it, in their order. A line that cannot be done changes nothing and stops no other. */
export function planProduct(before: ProductFound | null, lines: readonly ProductLine[], importing: Importing): Planned {
  let after = before;
  const outcomes = lines.map((line): ImportedLine => {
    const next = applyLine(after, line, importing);
    if ("issues" in next) return { line: line.line, outcome: "REFUSED", productId: null, issues: next.issues };
    const outcome = next.found === after ? "UNCHANGED" : isNew(after, next.found) ? "CREATED" : "UPDATED";
    after = next.found;
    return { line: line.line, outcome, productId: next.found.product.id, issues: [] };
  });
  return { after, outcomes };
}

/** Whether there is a product or a variant that was not there before. */
const isNew = (before: ProductFound | null, { variants }: ProductFound): boolean =>
  before === null || variants.some(({ id }) => !before.variants.some((variant) => variant.id === id));

/** What becomes of lines that mean more than one product by its name: nothing. */
export const refuseAmbiguous = (lines: readonly ProductLine[]): ImportedLine[] =>
  lines.map(({ line }) => ({
    line,
    outcome: "REFUSED",
    productId: null,
    ...refused("sku", "is missing, and several products have this name"),
  }));

type Applied = { found: ProductFound } | { issues: Issues };
const refused = (column: string, message: string): { issues: Issues } => ({ issues: [{ column, message }] });

function applyLine(before: ProductFound | null, line: ProductLine, importing: Importing): Applied {
  if (before !== null && !importing.manages(before.product.ownerId)) return refused("sku", "belongs to another seller's product");
  if (before !== null && line.currency !== undefined && line.currency !== before.product.currency) {
    return refused("currency", `cannot change: it is ${before.product.currency}`);
  }
  const price = priceOf(line, before);
  if (typeof price === "object") return price;
  const base = before ?? newProduct(line, price, importing);
  if ("issues" in base) return base;
  const variants = applyVariant(base.variants, line, importing);
  if (!Array.isArray(variants)) return variants;

  const { product } = base;
  const next = {
    // A name that says which product it is leaves it its capitals.
    name: (line.sku === undefined ? before?.product.name : undefined) ?? line.name ?? product.name,
    description: line.description ?? product.description,
    category: line.category ?? product.category,
    price: price ?? product.price,
    status: line.status ?? product.status,
    images: nextImages(product.images, line),
  };
  const differs = Object.entries(next).some(([field, value]) => product[field as keyof typeof next] !== value);
  if (!differs && variants === base.variants) return { found: base };
  return { found: { product: differs ? { ...product, ...next, updatedAt: importing.nowMs } : product, variants } };
}

/** In minor units; undefined where the line says none. */
function priceOf({ price, priceMajor, currency }: ProductLine, before: ProductFound | null): number | undefined | { issues: Issues } {
  const inCurrency = before?.product.currency ?? currency;
  if (priceMajor === undefined || inCurrency === undefined) return price;
  const amount = minorUnitsOf(priceMajor, inCurrency);
  if (amount === null) return refused("price_major", `must be an amount of ${inCurrency} such as ${inCurrency === "JPY" ? "650" : "6.50"}`);
  return amount > limits.priceMinorMax ? refused("price_major", "is too much") : amount;
}

function newProduct(
  line: ProductLine,
  price: number | undefined,
  { appId, ownerId, nowMs, newProductId }: Importing,
): ProductFound | { issues: Issues } {
  const { name, currency } = line;
  const missing = (column: string) => ({ column, message: "is missing: there is no such product yet" });
  if (name === undefined || currency === undefined || price === undefined) {
    return {
      issues: [
        ...(name === undefined ? [missing("name")] : []),
        // A price in major units waits for its currency.
        ...(price === undefined && line.priceMajor === undefined ? [missing("price")] : []),
        ...(currency === undefined ? [missing("currency")] : []),
      ],
    };
  }
  const product = { id: newProductId(), appId, ownerId, name, description: "", category: null, price, currency, images: [] };
  return {
    product: { ...product, status: "ACTIVE", metadata: {}, sku: line.sku ?? null, createdAt: nowMs, updatedAt: nowMs },
    variants: [],
  };
}

/** The variants after a line; the same array where it changes none. */
function applyVariant(before: VariantShown[], line: ProductLine, { newVariantId }: Importing): VariantShown[] | { issues: Issues } {
  const name = line.variant ?? "";
  if (name === "" && before.some((variant) => variant.name !== "")) {
    return line.stock === undefined ? before : refused("stock", "is counted by variant: name one");
  }
  const stock = line.variantStock ?? line.stock;
  const known = before.find((variant) => variant.name === name);
  if (known !== undefined) {
    const next = { ...known, price: line.variantPrice ?? known.price, stock: stock ?? known.stock };
    if (next.stock < known.held)
      return refused(line.variantStock === undefined ? "stock" : "variant_stock", `${known.held} are in unpaid orders`);
    if (next.price === known.price && next.stock === known.stock) return before;
    return before.map((variant) => (variant === known ? next : variant));
  }
  const self = before.find((variant) => variant.name === "");
  if (self !== undefined && self.held > 0) return refused("variant", `${self.held} without a variant are in unpaid orders`);
  const others = before.filter((variant) => variant !== self);
  if (others.length >= limits.variantsPerProductMax)
    return refused("variant", `is one too many: a product has at most ${limits.variantsPerProductMax}`);
  return [...others, { id: newVariantId(), name, price: line.variantPrice ?? null, stock: stock ?? 0, held: 0, sku: null }];
}
