import type { CreateProduct, Product, UpdateProduct } from "../../../../../contracts/products.ts";
import { request } from "../../../api/request.ts";
import type { Domain } from "../../../domains.ts";
import type { ImageDraft } from "./product-draft.ts";

interface SaveProduct {
  domain: Domain;
  /** Null: a new one. */
  id: string | null;
  body: CreateProduct | UpdateProduct;
  images: readonly ImageDraft[];
  /** Called as soon as the product is there, before its pictures are: a second attempt changes it. */
  onSaved: (product: Product) => void;
  /** Called for each picture that has an address now: a second attempt does not send it again. */
  onSent: (key: string, url: string) => void;
}

/** Saves a product, sends the pictures that wait, and says their order once all have an address. */
export async function saveProduct({ domain, id, body, images, onSaved, onSent }: SaveProduct): Promise<Product> {
  let product = await write(domain, id, body);
  onSaved(product);
  const waiting = images.filter(({ file }) => file !== null);
  if (waiting.length === 0) return product;
  const sent = new Map<string, string>();
  for (const { key, file } of waiting) {
    if (file === null) continue;
    const before = new Set(product.images.map(({ url }) => url));
    product = (
      await request<{ product: Product }>(domain, `/products/${product.id}/images`, {
        method: "PUT",
        headers: { "content-type": file.type },
        body: file,
      })
    ).product;
    // The same picture twice is one.
    const url = product.images.find((image) => !before.has(image.url))?.url;
    if (url === undefined) continue;
    sent.set(key, url);
    onSent(key, url);
  }
  const wanted = images.flatMap(({ key, url, file, alt }) => {
    const address = file === null ? url : sent.get(key);
    return address === undefined ? [] : [{ url: address, alt: alt.trim() }];
  });
  return JSON.stringify(wanted) === JSON.stringify(product.images) ? product : write(domain, product.id, { images: wanted });
}

async function write(domain: Domain, id: string | null, body: CreateProduct | UpdateProduct): Promise<Product> {
  const call =
    id === null
      ? request<{ product: Product }>(domain, "/products", { method: "POST", body })
      : request<{ product: Product }>(domain, `/products/${id}`, { method: "PATCH", body });
  return (await call).product;
}
