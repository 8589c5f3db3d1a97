import type { Product, ProductStatus } from "../../../../../contracts/products.ts";
import { majorOf } from "../../price-input.ts";

/** A variant as it is typed. Without a price of its own it costs what the product costs. */
export interface VariantDraft {
  key: string;
  /** Null: not on the shelf yet. */
  id: string | null;
  name: string;
  price: string;
  stock: string;
  sku: string;
}

export interface ImageDraft {
  key: string;
  /** Where it is, or the picture itself as a data: URL while it waits to be sent. */
  url: string;
  file: File | null;
  alt: string;
}

/** A product as it is typed: prices in major units. */
export interface ProductDraft {
  name: string;
  description: string;
  category: string;
  price: string;
  currency: string;
  sku: string;
  stock: string;
  status: ProductStatus;
  variants: readonly VariantDraft[];
  images: readonly ImageDraft[];
}

let made = 0;
/** Tells rows apart while they are being typed. */
export const nextKey = (): string => `new-${++made}`;

export const emptyVariant = (): VariantDraft => ({ key: nextKey(), id: null, name: "", price: "", stock: "", sku: "" });

export const emptyProduct: ProductDraft = {
  name: "",
  description: "",
  category: "",
  price: "",
  currency: "EUR",
  sku: "",
  stock: "",
  status: "ACTIVE",
  variants: [],
  images: [],
};

/** What a product says now, as it would be typed. */
export const draftOf = (product: Product): ProductDraft => ({
  name: product.name,
  description: product.description,
  category: product.category ?? "",
  price: majorOf(product.price, product.currency),
  currency: product.currency,
  sku: product.sku ?? "",
  stock: product.variants.length > 0 ? "" : String(product.stock),
  status: product.status,
  variants: product.variants.map(({ id, name, price, stock, sku }) => ({
    key: id,
    id,
    name,
    price: price === product.price ? "" : majorOf(price, product.currency),
    stock: String(stock),
    sku: sku ?? "",
  })),
  images: product.images.map(({ url, alt }, place) => ({ key: `${place} ${url}`, url, file: null, alt })),
});
