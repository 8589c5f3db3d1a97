import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Cart } from "../contracts/cart.ts";
import type { CheckedOut, Order } from "../contracts/orders.ts";
import type { Product } from "../contracts/products.ts";
import type { Promotion } from "../contracts/promotions.ts";
import { call, type TestApp, type TestUser } from "./harness.ts";

/** A product of the tenant's own, or of an organizer's: popcorn at 6.50, a thousand of it. */
export async function makeProduct(app: TestApp, parts: Record<string, unknown> = {}, organizer?: TestUser): Promise<Product> {
  const made = await call<{ product: Product }>("POST", "/api/v1/products", {
    ...(organizer === undefined ? { server: app } : { user: organizer }),
    body: { name: "Popcorn, large", price: 650, currency: "EUR", ...("variants" in parts ? {} : { stock: 1000 }), ...parts },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.data.product;
}

export async function makePromotion(app: TestApp, parts: Record<string, unknown>): Promise<Promotion> {
  const made = await call<{ promotion: Promotion }>("POST", "/api/v1/promotions", { server: app, body: parts });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.data.promotion;
}

export const addToCart = (user: TestUser, item: Record<string, unknown>) =>
  call<{ cart: Cart }>("POST", "/api/v1/cart/items", { user, body: item });

export const cartOfUser = async (user: TestUser) => (await call<{ cart: Cart }>("GET", "/api/v1/cart", { user })).body.data.cart;

export const checkOut = (user: TestUser, token = "tok_ok", headers: Record<string, string> = {}) =>
  call<CheckedOut>("POST", "/api/v1/checkout", { user, headers, body: { paymentMethod: { method: "card", token } } });

export const orderOf = async (user: TestUser, id: string): Promise<Order> =>
  (await call<{ order: Order }>("GET", `/api/v1/orders/${id}`, { user })).body.data.order;

/** Somebody with so much of a product in the cart, who has it paid for. */
export async function buy(user: TestUser, product: Product, quantity = 1): Promise<Order> {
  const added = await addToCart(user, { productId: product.id, quantity });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const answer = await checkOut(user);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data.order;
}

/** What is on the shelf and in unpaid orders, of all variants of a product together. */
export async function stockOf(product: Pick<Product, "id">): Promise<{ stock: number; held: number }> {
  const found = await env.DB.prepare("SELECT sum(stock) AS stock, sum(held) AS held FROM product_variants WHERE product_id = ?")
    .bind(product.id)
    .first<{ stock: number; held: number }>();
  return found ?? { stock: 0, held: 0 };
}
