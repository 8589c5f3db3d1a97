/** The columns of a file of products, as an export writes them. An import needs the first, takes any of the others and no more. */
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

export const isColumn = (name: string): name is Column => columns.some((column) => column === name);
