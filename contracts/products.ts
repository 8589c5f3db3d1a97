import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { Amount, Currency, Id, ImageUrl, Line, Metadata, Text, Time } from "./values.ts";

/** ACTIVE: sold. DRAFT: only who manages it sees it. ARCHIVED: sold no more, kept for the orders that have it. */
export const ProductStatus = z.enum(["ACTIVE", "DRAFT", "ARCHIVED"]).meta({ id: "ProductStatus" });
export type ProductStatus = z.infer<typeof ProductStatus>;

/** How many pieces there are, those in unpaid orders with them. */
const Stock = z.number().int().min(0).max(limits.stockMax).meta({ example: 100 });
/** What a tenant's own books call it. */
const Sku = z
  .string()
  .trim()
  .min(1)
  .max(limits.skuCharsMax)
  .regex(/^[\x21-\x7e]+$/, "must be visible ASCII without spaces");

/** `price` left out: what the product costs. */
export const NewVariant = z.strictObject({ name: Line, price: Amount.optional(), stock: Stock, sku: Sku.optional() });
export type NewVariant = z.infer<typeof NewVariant>;

/** `alt`: what the image shows, for those who do not see it. */
export const ProductImage = z.strictObject({ url: ImageUrl, alt: z.string().trim().max(limits.nameCharsMax).default("") });
export type ProductImage = z.infer<typeof ProductImage>;

const productFields = {
  name: Line,
  description: Text.optional(),
  category: Line.optional(),
  price: Amount,
  currency: Currency,
  /** The first of the images, the short way to say it. */
  imageUrl: ImageUrl.optional(),
  images: z.array(ProductImage).max(limits.imagesPerProductMax).optional(),
  status: ProductStatus.optional(),
  sku: Sku.optional(),
  metadata: Metadata.optional(),
};
const { currency: _currency, ...changeableFields } = productFields;
const noTwins = (variants: readonly { name: string }[] | undefined): boolean =>
  new Set(variants?.map(({ name }) => name)).size === (variants?.length ?? 0);

/** ACTIVE unless it says otherwise. With variants, `stock` may be left out: each has its own. */
export const CreateProduct = z
  .strictObject({
    ...productFields,
    stock: Stock.optional(),
    variants: z.array(NewVariant).max(limits.variantsPerProductMax).optional(),
  })
  .refine(({ variants }) => noTwins(variants), { message: "names a variant twice", path: ["variants"] })
  .refine(({ stock, variants = [] }) => stock !== undefined || variants.length > 0, {
    message: "is missing: how many pieces there are, 0 if none",
    path: ["stock"],
  })
  .meta({
    id: "CreateProduct",
    example: {
      name: "Popcorn, large",
      category: "snacks",
      price: 650,
      currency: "EUR",
      stock: 100,
      variants: [{ name: "salted", price: 650, stock: 60 }],
    },
  });
export type CreateProduct = z.infer<typeof CreateProduct>;

/** Variants that are named with their `id` change, others are added; `removeVariants` takes some off the shelf. The currency never changes. */
export const UpdateProduct = z
  .strictObject({
    ...changeableFields,
    name: Line.optional(),
    price: Amount.optional(),
    description: Text.nullish(),
    category: Line.nullish(),
    imageUrl: ImageUrl.nullish(),
    stock: Stock.optional(),
    variants: z
      .array(
        z.strictObject({ id: Id.optional(), name: Line.optional(), price: Amount.nullish(), stock: Stock.optional(), sku: Sku.nullish() }),
      )
      .max(limits.variantsPerProductMax)
      .optional(),
    removeVariants: z.array(Id).max(limits.variantsPerProductMax).optional(),
  })
  .meta({ id: "UpdateProduct", example: { price: 700, stock: 80 } });
export type UpdateProduct = z.infer<typeof UpdateProduct>;

const example = {
  id: "prd_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  name: "Popcorn, large",
  description: "",
  category: "snacks",
  price: 650,
  currency: "EUR",
  imageUrl: "/products/popcorn.svg",
  images: [{ url: "/products/popcorn.svg", alt: "A bucket of popcorn" }],
  status: "ACTIVE",
  sku: "POP-L",
  stock: 60,
  available: 58,
  variants: [{ id: "var_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "salted", price: 650, stock: 60, available: 58, sku: null }],
  metadata: {},
  ownerId: null,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

/** `available`: what can be ordered at this moment. `price`: what it costs, whether or not the product says so for all. */
export const Variant = z
  .object({
    id: z.string(),
    name: z.string(),
    price: Amount,
    stock: z.number().int(),
    available: z.number().int(),
    sku: z.string().nullable(),
  })
  .meta({ id: "Variant" });
export type Variant = z.infer<typeof Variant>;

/** `variants`: none for a product without. `stock`, `available`: all variants together. */
export const Product = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.string().nullable(),
    price: Amount,
    currency: Currency,
    imageUrl: z.string().nullable(),
    images: z.array(z.object({ url: z.string(), alt: z.string() })),
    status: ProductStatus,
    sku: z.string().nullable(),
    stock: z.number().int(),
    available: z.number().int(),
    variants: z.array(Variant),
    metadata: z.record(z.string(), z.unknown()),
    /** The organizer whose it is; null for the tenant's own. */
    ownerId: z.string().nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Product", example });
export type Product = z.infer<typeof Product>;

type ProductSort = "relevance" | "newest" | "name" | "price" | "-price";

/** `q`: words, found as GET /search finds them. Without `status` only ACTIVE ones; others are for who manages them. `mine`: what the caller manages, of any status unless it names one. */
export const ProductQuery = PageQuery.extend({
  q: z.string().trim().max(limits.searchCharsMax).optional(),
  category: Line.optional(),
  minPrice: z.coerce.number().int().min(0).max(limits.priceMinorMax).optional(),
  maxPrice: z.coerce.number().int().min(0).max(limits.priceMinorMax).optional(),
  inStock: z.stringbool().optional(),
  status: ProductStatus.optional(),
  mine: z.stringbool().optional(),
  sort: z
    .enum(["relevance", "newest", "name", "price", "-price", "name,asc", "price,asc", "price,desc"])
    .transform((sort) => sort.replace(/^(\w+),asc$/, "$1").replace("price,desc", "-price") as ProductSort)
    .optional(),
});
export type ProductQuery = z.infer<typeof ProductQuery>;

/** What became of a line of an import, by its number in the file (the head is line 1). */
export const ImportedLine = z.object({
  line: z.number().int(),
  outcome: z.enum(["CREATED", "UPDATED", "UNCHANGED", "REFUSED"]),
  productId: z.string().nullable(),
  issues: z.array(z.object({ column: z.string(), message: z.string() })),
});
export type ImportedLine = z.infer<typeof ImportedLine>;

/** `lines`: no more than `limits.importRefusalsReported` of those that were refused, and `limits.importLinesReported` others. The numbers count all. */
export const ImportReport = z
  .object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    lines: z.array(ImportedLine),
  })
  .meta({
    id: "ImportReport",
    example: {
      created: 2,
      updated: 1,
      unchanged: 0,
      refused: 1,
      lines: [
        { line: 5, outcome: "REFUSED", productId: null, issues: [{ column: "price", message: "must be a whole number of minor units" }] },
      ],
    },
  });
export type ImportReport = z.infer<typeof ImportReport>;
