import { describe, expect, it } from "vitest";
import type { ProductFound } from "../answers.ts";
import { CsvFault, csvRecords, separatorOf } from "./csv-records.ts";
import { minorUnitsOf } from "./minor-units.ts";
import { type Importing, planProduct } from "./plan-product.ts";
import { type ProductLine, readLine } from "./read-line.ts";

const cellsOf = (text: string, separator = ",") => [...csvRecords(text, separator)].map(({ line, cells }) => [line, ...cells]);

describe("a CSV file", () => {
  it("may quote cells, end its lines in any way and leave lines empty", () => {
    expect(cellsOf('a,b\r\n"x, ""y""",2\n\n  \n"two\r\nlines",\r3,4')).toEqual([
      [1, "a", "b"],
      [2, 'x, "y"', "2"],
      [5, "two\r\nlines", ""],
      [7, "3", "4"],
    ]);
    expect(cellsOf("a,\n,\n")).toEqual([
      [1, "a", ""],
      [2, "", ""],
    ]);
    expect(cellsOf("")).toEqual([]);
    expect(cellsOf('""')).toEqual([]);
  });

  it("may use commas, semicolons or tabs, as its first line says", () => {
    expect(separatorOf("sku;name;price\na,b,c,d,e")).toBe(";");
    expect(separatorOf("sku\tname\n")).toBe("\t");
    expect(separatorOf('"sku;x",name\n')).toBe(",");
    expect(separatorOf("sku")).toBe(",");
  });

  it("that breaks off inside a cell says where", () => {
    const fault = (text: string) => {
      try {
        return cellsOf(text);
      } catch (error) {
        return error instanceof CsvFault ? [error.line, error.message] : error;
      }
    };
    expect(fault('a,b\n1,"two')).toEqual([2, "has a quote that is never closed"]);
    expect(fault('a,b\n"x"y,2')).toEqual([2, "has text behind a closing quote"]);
  });

  it("survives being written and read again, whatever is in it", () => {
    const nasty = ["", "a", 'say "hi"', "x,y;z\tq", "line\nend", "\r\n", "'", "é😀", '"'];
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    for (const separator of [",", ";", "\t"]) {
      const text = nasty
        .map((first) => nasty.map((second) => `1${separator}${quoted(first)}${separator}${quoted(second)}`).join("\r\n"))
        .join("\n");
      const expected = nasty.flatMap((first) => nasty.map((second) => ["1", first, second]));
      expect([...csvRecords(text, separator)].map(({ cells }) => cells)).toEqual(expected);
    }
  });
});

it("an amount in major units is exact in each currency, and one with too many decimals is none", () => {
  const inEach = (text: string) => ["EUR", "JPY", "KWD"].map((currency) => minorUnitsOf(text, currency));
  expect(inEach("6.5")).toEqual([650, null, 6500]);
  expect(inEach("6,50")).toEqual([650, null, 6500]);
  expect(inEach("650")).toEqual([65_000, 650, 650_000]);
  expect(inEach("1.005")).toEqual([null, null, 1005]);
  expect(inEach("0.29")).toEqual([29, null, 290]);
  for (const text of ["", "-1", "1.", ".5", "1,000.00", "1e3", "6.50 €", "NaN"]) expect(inEach(text)).toEqual([null, null, null]);
});

describe("a line", () => {
  it("says of each column what is wrong with it", () => {
    const read = readLine(7, {
      sku: "a b",
      price: "6.50",
      price_major: "x",
      currency: "EURO",
      stock: "-1",
      status: "sold",
      variant_stock: "3",
    });
    expect("issues" in read ? read.issues.map(({ column }) => column) : []).toEqual([
      "sku",
      "price",
      "currency",
      "stock",
      "status",
      "variant_stock",
    ]);
    expect(readLine(8, { price: "1" })).toEqual({
      line: 8,
      issues: [{ column: "sku", message: "is missing, and so is the name: one of them says which product this is" }],
    });
  });

  it("leaves out what is empty, and takes an export's apostrophe off again", () => {
    const read = readLine(2, { sku: "A", name: "'=SUM(A1)", description: " ", price: "0", currency: "eur", status: "draft", variant: "" });
    expect(read).toEqual({ line: 2, product: { line: 2, sku: "A", name: "=SUM(A1)", price: 0, currency: "EUR", status: "DRAFT" } });
  });
});

describe("what becomes of a product by its lines", () => {
  const importing: Importing = {
    appId: "app_1",
    ownerId: null,
    manages: (ownerId) => ownerId !== "usr_other",
    nowMs: 2000,
    newProductId: () => "prd_new",
    newVariantId: () => `var_${++made}`,
  };
  let made = 0;
  const known = (held = 0): ProductFound => ({
    product: {
      id: "prd_1",
      appId: "app_1",
      ownerId: null,
      name: "Cup",
      description: "",
      category: null,
      price: 900,
      currency: "EUR",
      images: [],
      status: "ACTIVE",
      metadata: {},
      sku: "CUP",
      createdAt: 1,
      updatedAt: 1,
    },
    variants: [{ id: "var_self", name: "", price: null, stock: 5, held, sku: null }],
  });
  const line = (number: number, parts: Partial<ProductLine>): ProductLine => ({ line: number, sku: "CUP", ...parts });
  const outcomesOf = (before: ProductFound | null, ...lines: ProductLine[]) => {
    const { outcomes, after } = planProduct(before, lines, importing);
    return {
      after,
      outcomes: outcomes.map(({ outcome, issues }) => (outcome === "REFUSED" ? issues.map(({ column }) => column) : outcome)),
    };
  };

  it("is made by the first line that says enough, and grows by the next ones", () => {
    const { after, outcomes } = outcomesOf(
      null,
      line(2, { name: "Cup" }),
      line(3, { name: "Cup", priceMajor: "9", currency: "EUR", variant: "red", variantStock: 2 }),
      line(4, { variant: "blue", stock: 3, variantPrice: 950 }),
      line(5, { stock: 4 }),
      line(6, { variant: "blue", variantStock: 3 }),
    );
    expect(outcomes).toEqual([["price", "currency"], "CREATED", "CREATED", ["stock"], "UNCHANGED"]);
    expect(after?.product).toMatchObject({ id: "prd_new", price: 900, status: "ACTIVE", sku: "CUP" });
    expect(after?.variants.map(({ name, price, stock }) => [name, price, stock])).toEqual([
      ["red", null, 2],
      ["blue", 950, 3],
    ]);
  });

  it("changes by what a line says, and not at all where it says what is so", () => {
    const before = known();
    expect(outcomesOf(before, line(2, { name: "Cup", price: 900, currency: "EUR", stock: 5 }))).toEqual({
      after: before,
      outcomes: ["UNCHANGED"],
    });
    const { after, outcomes } = outcomesOf(before, line(2, { stock: 7 }), line(3, { category: "mugs", imageUrl: "/products/cup.svg" }));
    expect(outcomes).toEqual(["UPDATED", "UPDATED"]);
    expect(after).toMatchObject({
      product: { category: "mugs", updatedAt: 2000, images: [{ url: "/products/cup.svg" }] },
      variants: [{ stock: 7 }],
    });
  });

  it("is left alone by a line that may not or cannot", () => {
    const before = known(4);
    const theirs = { ...before, product: { ...before.product, ownerId: "usr_other" } };
    expect(outcomesOf(theirs, line(2, { stock: 7 }))).toEqual({ after: theirs, outcomes: [["sku"]] });
    expect(
      outcomesOf(
        before,
        line(2, { stock: 3, name: "Mug" }),
        line(3, { currency: "JPY" }),
        line(4, { variant: "red" }),
        line(5, { priceMajor: "9.999" }),
      ),
    ).toEqual({
      after: before,
      outcomes: [["stock"], ["currency"], ["variant"], ["price_major"]],
    });
  });
});
