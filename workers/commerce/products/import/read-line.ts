import type { z } from "zod";
import { CreateProduct, type ImportedLine, NewVariant, type ProductStatus } from "../../../../contracts/products.ts";
import type { Column } from "./columns.ts";

/** What a line says. What it leaves empty it leaves as it is. */
export interface ProductLine {
  line: number;
  /** Without one the name says which product it is. */
  sku?: string;
  name?: string;
  description?: string;
  category?: string;
  price?: number;
  /** In major units, as people write it: which amount that is depends on the currency. */
  priceMajor?: string;
  currency?: string;
  stock?: number;
  variant?: string;
  variantPrice?: number;
  variantStock?: number;
  imageUrl?: string;
  status?: ProductStatus;
}

export type Issues = ImportedLine["issues"];
export type LineRead = { line: number; product: ProductLine } | { line: number; issues: Issues };

const { sku, name, description, category, price, currency, stock, imageUrl, status } = CreateProduct.shape;
const variant = NewVariant.shape;

/** The cells of one line by their column, judged one by one. */
export function readLine(line: number, cells: Partial<Record<Column, string>>): LineRead {
  const issues: Issues = [];
  const fault = (column: string, message: string) => {
    issues.push({ column, message });
  };
  const read = <T>(column: Column, schema: z.ZodType<T>, toValue: (text: string) => unknown = (text) => text): T | undefined => {
    const text = cellOf(cells[column]);
    if (text === "") return undefined;
    const result = schema.safeParse(toValue(text));
    if (result.success) return result.data;
    fault(column, result.error.issues[0]?.message ?? "is not valid");
    return undefined;
  };
  const whole = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);
  const amount = (column: Column, schema: z.ZodType<number | undefined>): number | undefined => {
    const text = cellOf(cells[column]);
    if (text === "" || /^\d{1,15}$/.test(text)) return read(column, schema, whole);
    fault(column, column.includes("price") ? "must be a whole number of minor units" : "must be a whole number");
    return undefined;
  };

  const found = {
    sku: read("sku", sku),
    name: read("name", name),
    description: read("description", description),
    category: read("category", category),
    price: amount("price", price),
    priceMajor: cellOf(cells.price_major) || undefined,
    currency: read("currency", currency, (text) => text.toUpperCase()),
    stock: amount("stock", stock),
    variant: read("variant", variant.name),
    variantPrice: amount("variant_price", variant.price),
    variantStock: amount("variant_stock", variant.stock),
    imageUrl: read("image_url", imageUrl),
    status: read("status", status, (text) => text.toUpperCase()),
  };
  if (cellOf(cells.sku) === "" && cellOf(cells.name) === "")
    fault("sku", "is missing, and so is the name: one of them says which product this is");
  if (found.price !== undefined && found.priceMajor !== undefined) fault("price_major", "is one too many beside price");
  for (const column of ["variant_price", "variant_stock"] as const) {
    if (cellOf(cells[column]) !== "" && cellOf(cells.variant) === "") fault(column, "needs the variant that it is of");
  }
  if (issues.length > 0) return { line, issues };
  const said = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  return { line, product: { ...said, line } };
}

/** A cell without the apostrophe that an export puts before what a spreadsheet would take for a formula. */
const cellOf = (text: string | undefined): string => (text ?? "").trim().replace(/^'(?=[=+\-@\t\r\n])/, "");
