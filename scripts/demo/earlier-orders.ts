import type { Order } from "../../contracts/orders.ts";
import type { Product } from "../../contracts/products.ts";
import type { Api } from "./api.ts";
import type { DemoApp } from "./demo-state.ts";

/** How far each earlier order has come, step by step. */
const journeys = [[], ["FULFILLING"], ["FULFILLING", "SHIPPED"]] as const;
const addresses = [
  { name: "Amara Osei", line1: "Neubaugasse 14/3", postalCode: "1070", city: "Vienna", country: "AT" },
  { name: "Ben Kowalski", line1: "Landstraßer Hauptstraße 71", postalCode: "1030", city: "Vienna", country: "AT" },
  { name: "Chiara Lodi", line1: "Via Manzoni 8", postalCode: "34138", city: "Trieste", country: "IT" },
];

/** Some of the earlier buyers took something from the shop along: an order that waits, one that is packed, one on its way. */
export async function orderBefore(api: Api, app: DemoApp, buyers: readonly string[]): Promise<void> {
  const own = { appId: app.appId, key: app.secretKey };
  const { items } = await api.call<{ items: Product[] }>("GET", "/products?limit=100", own);
  const simple = items.filter(({ variants, available }) => variants.length === 0 && available >= 20);
  for (const [place, steps] of journeys.entries()) {
    const token = buyers[place];
    const wanted = [simple[place % simple.length], simple[(place + 2) % simple.length]];
    if (token === undefined) return;
    for (const [index, product] of wanted.entries())
      if (product !== undefined)
        await api.call("POST", "/cart/items", { ...own, token, body: { productId: product.id, quantity: index + 1 } });
    const body = { paymentMethod: { method: "card", token: "tok_ok" }, shippingAddress: addresses[place] };
    const { order } = await api.call<{ order: Order }>("POST", "/checkout", { ...own, token, body });
    for (const status of steps) await api.call("PATCH", `/orders/${order.id}/status`, { ...own, body: { status } });
  }
}
