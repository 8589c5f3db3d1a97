import type { Product } from "../contracts/products.ts";
import { imageIdIn } from "../workers/commerce/products/images/image-url.ts";
import { type Call, call, type TestApp } from "./harness.ts";
import { makeProduct, makePromotion } from "./shop.ts";

interface Write {
  method: string;
  path: string;
  options: Call;
}

/** The smallest picture that is taken: of a WebP nothing but its beginning is looked at. */
const picture = { body: "RIFF\0\0\0\0WEBP", headers: { "content-type": "image/webp" } };

/** Adds a picture to a product and answers its id. */
export async function addPicture(server: TestApp, productId: string): Promise<string> {
  const { product } = (await call<{ product: Product }>("PUT", `/api/v1/products/${productId}/images`, { server, ...picture })).body.data;
  return imageIdIn(product.imageUrl ?? "") ?? "";
}

const newCode = (): string => `T${crypto.randomUUID()}`;

/** What a tenant's server writes of products and promotions, by operation. */
export const shopWrites: Record<string, (app: TestApp) => Promise<Write>> = {
  createProduct: async (server) => ({
    method: "POST",
    path: "/products",
    options: { server, body: { name: "Cup", price: 900, currency: "EUR", stock: 5 } },
  }),
  updateProduct: async (server) => ({
    method: "PATCH",
    path: `/products/${(await makeProduct(server)).id}`,
    options: { server, body: { price: 700 } },
  }),
  deleteProduct: async (server) => ({ method: "DELETE", path: `/products/${(await makeProduct(server)).id}`, options: { server } }),
  importProducts: async (server) => ({
    method: "POST",
    path: "/products/import",
    options: { server, body: `sku,name,price,currency\n${newCode()},Cup,900,EUR`, headers: { "content-type": "text/csv" } },
  }),
  addProductImage: async (server) => ({
    method: "PUT",
    path: `/products/${(await makeProduct(server)).id}/images`,
    options: { server, ...picture },
  }),
  removeProductImage: async (server) => {
    const { id } = await makeProduct(server);
    return { method: "DELETE", path: `/products/${id}/images/${await addPicture(server, id)}`, options: { server } };
  },
  createPromotion: async (server) => ({ method: "POST", path: "/promotions", options: { server, body: { code: newCode(), percent: 10 } } }),
  updatePromotion: async (server) => ({
    method: "PATCH",
    path: `/promotions/${(await makePromotion(server, { code: newCode(), percent: 10 })).id}`,
    options: { server, body: { isActive: false } },
  }),
  deletePromotion: async (server) => ({
    method: "DELETE",
    path: `/promotions/${(await makePromotion(server, { code: newCode(), percent: 10 })).id}`,
    options: { server },
  }),
};
