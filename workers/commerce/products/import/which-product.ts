import type { ProductFound } from "../answers.ts";
import type { ProductLine } from "./read-line.ts";

/** What a line says its product is: its SKU, or the name where it has none. Capitals of a name do not matter, as far as the database knows them. */
export const callOf = ({ sku, name = "" }: Pick<ProductLine, "sku" | "name">): string =>
  sku === undefined ? `name ${asciiLower(name)}` : `sku ${sku}`;

const asciiLower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What lines may mean, by `callOf`. `several`: more than one product has that name. */
export type Known = ReadonlyMap<string, ProductFound | "several">;

/** The lines of each product that they mean, in their order: a name and an SKU may mean the same one. */
export function linesByProduct(lines: readonly ProductLine[], known: Known): ProductLine[][] {
  const subjectOf = (line: ProductLine): string => {
    const found = known.get(callOf(line));
    return found === undefined || found === "several" ? callOf(line) : found.product.id;
  };
  return [...Map.groupBy(lines, subjectOf).values()];
}
