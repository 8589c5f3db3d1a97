import { limits } from "../../../contracts/limits.ts";
import type { NewVariant, UpdateProduct } from "../../../contracts/products.ts";
import { AppError } from "../../platform/app-error.ts";
import type { VariantRow } from "../tables.ts";
import type { VariantShown } from "./answers.ts";

/** What an update does to the rows of a product's variants. `changed`: the fields that are named, of the row of this id. */
export interface VariantChanges {
  removed: string[];
  changed: { id: string; fields: Partial<Pick<VariantRow, "name" | "price" | "stock" | "sku">> }[];
  added: NewVariant[];
}

/** The one row of what has no variants. */
export const nameless = (stock: number): Omit<NewVariant, "name"> & { name: "" } => ({ name: "", stock });

/**
 * A product has either named variants or one nameless row, which is the product itself: whoever adds the first variant takes that row off the shelf, and
 * whoever removes the last one puts it back. Throws VARIANT_NOT_FOUND; VALIDATION_FAILED where the result would have two of a name, too many, or stock that
 * belongs to no variant.
 */
export function variantChanges(
  before: readonly VariantShown[],
  { stock, variants = [], removeVariants = [] }: Pick<UpdateProduct, "stock" | "variants" | "removeVariants">,
): VariantChanges {
  const named = before.filter(({ name }) => name !== "");
  const known = new Set(named.map(({ id }) => id));
  const touched = variants.flatMap(({ id }) => id ?? []);
  for (const id of [...touched, ...removeVariants]) if (!known.has(id)) throw new AppError("VARIANT_NOT_FOUND", { variantId: id });
  if (new Set([...touched, ...removeVariants]).size < touched.length + removeVariants.length)
    throw invalid("variants", "names a variant twice");

  const changed = variants.flatMap(({ id, ...fields }) => (id === undefined ? [] : { id, fields: whatIsNamed(fields) }));
  const added = variants.flatMap((variant, place) => (variant.id === undefined ? newVariant(variant, place) : []));
  const kept = named.filter(({ id }) => !removeVariants.includes(id));
  refuseCrowds([
    ...kept.map(({ id, name }) => changed.find((change) => change.id === id)?.fields.name ?? name),
    ...added.map(({ name }) => name),
  ]);

  const self = before.find(({ name }) => name === "");
  if (kept.length + added.length > 0) {
    if (stock !== undefined) throw invalid("stock", "is counted by variant: name it there");
    return { removed: [...removeVariants, ...(self ? [self.id] : [])], changed, added };
  }
  if (self === undefined) return { removed: removeVariants, changed, added: [nameless(stock ?? 0)] };
  return { removed: [], changed: stock === undefined ? [] : [{ id: self.id, fields: { stock } }], added: [] };
}

const invalid = (path: string, message: string) => new AppError("VALIDATION_FAILED", { issues: [{ path, message }] });

type VariantInput = NonNullable<UpdateProduct["variants"]>[number];

function newVariant({ name, price, stock, sku }: VariantInput, place: number): NewVariant {
  if (name === undefined) throw invalid(`variants.${place}.name`, "is missing: a variant without an id is a new one");
  return { name, stock: stock ?? 0, ...(price != null && { price }), ...(sku != null && { sku }) };
}

const whatIsNamed = ({ name, price, stock, sku }: VariantInput): VariantChanges["changed"][number]["fields"] => ({
  ...(name !== undefined && { name }),
  ...(price !== undefined && { price }),
  ...(stock !== undefined && { stock }),
  ...(sku !== undefined && { sku }),
});

function refuseCrowds(names: readonly string[]): void {
  if (new Set(names).size < names.length) throw invalid("variants", "names a variant twice");
  if (names.length > limits.variantsPerProductMax)
    throw invalid("variants", `a product has at most ${limits.variantsPerProductMax} variants`);
}
