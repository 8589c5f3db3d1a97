import type { z } from "zod";
import { limits } from "../../../../../contracts/limits.ts";
import { CreateProduct, type Product, UpdateProduct } from "../../../../../contracts/products.ts";
import { minorOf } from "../../price-input.ts";
import type { Faults, Made } from "../../showtime/showtime-draft.ts";
import { draftOf, type ProductDraft, type VariantDraft } from "./product-draft.ts";

/** The body of POST /products, or what is still wrong. Pictures that wait to be sent are no part of it. */
export function createBody(draft: ProductDraft): Made<CreateProduct> {
  const read = new Reader(draft);
  const { description, category, sku, price, stock, variants, images, ...rest } = read.product();
  const body = {
    ...rest,
    price: price ?? 0,
    ...(description !== "" && { description }),
    ...(category !== "" && { category }),
    ...(sku !== "" && { sku }),
    ...(images.length > 0 && { images }),
    currency: draft.currency,
    ...(variants.length > 0
      ? {
          variants: variants.map((variant) => ({
            name: variant.name,
            stock: variant.stock ?? 0,
            ...(variant.price !== null && { price: variant.price }),
            ...(variant.sku !== "" && { sku: variant.sku }),
          })),
        }
      : { stock: stock ?? 0 }),
  };
  return read.judge(CreateProduct, body);
}

/** The body of PATCH /products/:id: what differs from `before`, so that nothing goes back that was sold or changed meanwhile. */
export function updateBody(draft: ProductDraft, before: Product): Made<UpdateProduct> {
  const read = new Reader(draft);
  const now = read.product();
  const then = new Reader(draftOf(before)).product();
  if (now.sku === "" && then.sku !== "") read.fault("sku", "It can have another number, but not none.");
  const isPriceNew = now.price !== then.price;
  const variants = now.variants.flatMap(({ id, key: _, ...variant }, place) => {
    const old = then.variants.find((each) => each.id === id);
    if (id === null || old === undefined)
      return [{ place, body: given({ ...variant, price: variant.price ?? undefined, sku: variant.sku === "" ? undefined : variant.sku }) }];
    const changes = {
      ...(variant.name !== old.name && { name: variant.name }),
      // What follows the product's price goes on following it.
      ...((variant.price !== old.price || (isPriceNew && variant.price === null)) && { price: variant.price }),
      ...(variant.stock !== old.stock && { stock: variant.stock }),
      ...(variant.sku !== old.sku && { sku: variant.sku === "" ? null : variant.sku }),
    };
    return Object.keys(changes).length === 0 ? [] : [{ place, body: { id, ...changes } }];
  });
  const removed = then.variants.flatMap(({ id }) => (id === null || now.variants.some((each) => each.id === id) ? [] : [id]));
  const body = given({
    name: now.name === then.name ? undefined : now.name,
    description: now.description === then.description ? undefined : now.description === "" ? null : now.description,
    category: now.category === then.category ? undefined : now.category === "" ? null : now.category,
    price: isPriceNew ? now.price : undefined,
    sku: now.sku === then.sku ? undefined : now.sku,
    status: now.status === then.status ? undefined : now.status,
    stock: now.variants.length > 0 || (then.variants.length === 0 && now.stock === then.stock) ? undefined : now.stock,
    images: JSON.stringify(now.images) === JSON.stringify(then.images) ? undefined : now.images,
    variants: variants.length === 0 ? undefined : variants.map((each) => each.body),
    removeVariants: removed.length === 0 ? undefined : removed,
  });
  return read.judge(
    UpdateProduct,
    body,
    variants.map(({ place }) => place),
  );
}

const given = (parts: Record<string, unknown>) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** Reads a draft field by field and collects what is wrong, by `name`, `variants.0.price` and the like. */
class Reader {
  readonly faults: Faults = {};
  #draft: ProductDraft;

  constructor(draft: ProductDraft) {
    this.#draft = draft;
  }

  fault(field: string, words: string): undefined {
    this.faults[field] ??= words;
  }

  product() {
    const { name, description, category, price, sku, stock, status, variants, images } = this.#draft;
    return {
      name: this.#needed("name", name, "Name it."),
      description: description.trim(),
      category: category.trim(),
      price: price.trim() === "" ? this.fault("price", "Say what it costs.") : this.#price("price", price),
      sku: sku.trim(),
      status,
      stock: variants.length > 0 ? undefined : this.#stock("stock", stock),
      variants: variants.map((variant, place) => this.#variant(variant, place)),
      images: images.flatMap(({ url, file, alt }) => (file === null ? [{ url, alt: alt.trim() }] : [])),
    };
  }

  /** What is read and what the contract says of it. `places`: of the body's variants among those of the draft. */
  judge<Body>(schema: z.ZodType<Body>, body: unknown, places?: readonly number[]): Made<Body> {
    if (Object.keys(this.faults).length > 0) return { ok: false, faults: this.faults };
    const judged = schema.safeParse(body);
    if (judged.success) return { ok: true, body: judged.data };
    for (const { path, message } of judged.error.issues) {
      const [first, at, ...rest] = path.map(String);
      const place = first === "variants" && places !== undefined && at !== undefined ? String(places[Number(at)] ?? at) : at;
      this.fault([first, place, ...rest].filter((part) => part !== undefined).join("."), sentence(message));
    }
    return { ok: false, faults: this.faults };
  }

  #variant({ key, id, name, price, stock, sku }: VariantDraft, place: number) {
    const isTwin = this.#draft.variants.findIndex((each) => each.name.trim() === name.trim()) !== place;
    if (isTwin) this.fault(`variants.${place}.name`, "Another variant has this name.");
    return {
      key,
      id,
      name: this.#needed(`variants.${place}.name`, name, "Name the variant."),
      price: price.trim() === "" ? null : (this.#price(`variants.${place}.price`, price) ?? null),
      stock: this.#stock(`variants.${place}.stock`, stock),
      sku: sku.trim(),
    };
  }

  #needed(field: string, text: string, words: string): string {
    if (text.trim() === "") this.fault(field, words);
    return text.trim();
  }

  #price(field: string, text: string): number | undefined {
    const { currency } = this.#draft;
    const minor = minorOf(text, currency);
    if (minor !== null && minor <= limits.priceMinorMax) return minor;
    return this.fault(field, `An amount in ${currency}, such as ${currency === "JPY" ? "650" : "6.50"}.`);
  }

  #stock(field: string, text: string): number | undefined {
    if (text.trim() === "") return this.fault(field, "Say how many there are.");
    if (/^\d{1,10}$/.test(text.trim()) && Number(text) <= limits.stockMax) return Number(text);
    return this.fault(field, "A whole number, 0 or more.");
  }
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
