import type { Product } from "../../contracts/products.ts";
import type { Promotion } from "../../contracts/promotions.ts";
import type { Domain } from "../../contracts/tenants.ts";
import type { Api } from "./api.ts";
import type { DemoApp } from "./demo-state.ts";
import { demoProducts, demoPromotions } from "./programme/shop.ts";

/** Brings one app's products and codes to what the programme says, and writes nothing that is there. `organizer`: the token of whoever sells the products, if not the app. */
export async function ensureShop(api: Api, domain: Domain, app: DemoApp, organizer?: string): Promise<void> {
  const own = { appId: app.appId, key: app.secretKey };
  const shelves = await api.call<{ items: Product[] }>("GET", "/products?mine=true&limit=100", own);
  for (const { picture, alt, ...product } of demoProducts[domain]) {
    if (shelves.items.some(({ sku }) => sku === product.sku)) continue;
    await api.call("POST", "/products", {
      ...own,
      ...(organizer && { token: organizer }),
      body: { ...product, images: [{ url: `/products/${picture}.svg`, alt }] },
    });
  }
  const codes = await api.call<{ items: Promotion[] }>("GET", "/promotions?limit=100", own);
  for (const promotion of demoPromotions[domain]) {
    if (codes.items.some(({ code }) => code === promotion.code)) continue;
    await api.call("POST", "/promotions", { ...own, body: promotion });
  }
}
