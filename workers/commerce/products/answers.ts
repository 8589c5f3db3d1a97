import type { Product, Variant } from "../../../contracts/products.ts";
import { iso } from "../../catalog/answers.ts";
import type { ProductRow, VariantRow } from "../tables.ts";

export type VariantShown = Pick<VariantRow, "id" | "name" | "price" | "stock" | "held" | "sku">;

export interface ProductFound {
  product: ProductRow;
  variants: VariantShown[];
}

/** How a product is shown. The one nameless variant of a product without variants is the product itself. */
export const toProduct = ({ product, variants }: ProductFound): Product => ({
  id: product.id,
  name: product.name,
  description: product.description,
  category: product.category,
  price: product.price,
  currency: product.currency,
  imageUrl: product.images[0]?.url ?? null,
  images: product.images,
  status: product.status,
  sku: product.sku,
  stock: variants.reduce((sum, { stock }) => sum + stock, 0),
  available: variants.reduce((sum, { stock, held }) => sum + stock - held, 0),
  variants: variants.filter(({ name }) => name !== "").map((variant) => toVariant(variant, product.price)),
  metadata: product.metadata,
  ownerId: product.ownerId,
  createdAt: iso(product.createdAt),
  updatedAt: iso(product.updatedAt),
});

const toVariant = ({ id, name, price, stock, held, sku }: VariantShown, priceOfProduct: number): Variant => ({
  id,
  name,
  price: price ?? priceOfProduct,
  stock,
  available: stock - held,
  sku,
});
