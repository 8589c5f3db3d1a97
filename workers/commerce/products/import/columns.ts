/** The columns of a file of products, as an export writes them. An import needs one of the first two, takes any of the others and no more. */
export const columns = [
  "sku",
  "name",
  "description",
  "category",
  "price",
  "price_major",
  "currency",
  "stock",
  "variant",
  "variant_price",
  "variant_stock",
  "image_url",
  "status",
] as const;
export type Column = (typeof columns)[number];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
const byPlainName: ReadonlyMap<string, Column> = new Map([
  ...columns.map((column) => [plain(column), column] as const),
  ["variantname", "variant"],
]);

/** The column that a head means, however it is written: `image_url`, `imageUrl` and `Image URL` are one. Undefined: none. */
export const columnNamed = (name: string): Column | undefined => byPlainName.get(plain(name));
