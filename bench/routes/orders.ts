import { type Particular, personOf } from "./asks.ts";
import { by, server } from "./buyers.ts";
import type { World } from "./world.ts";

type Prepare = (world: World, count: number) => Promise<Particular[]>;

const known = new WeakMap<World, Promise<string>>();

/** A product of which there is always enough; made once. */
function popcornOf(world: World): Promise<string> {
  const made = known.get(world) ?? shelve(world);
  known.set(world, made);
  return made;
}

async function shelve(world: World): Promise<string> {
  const body = { name: "Popcorn, large", price: 650, currency: "EUR", stock: 1_000_000 };
  const { product } = await world.ask<{ product: { id: string } }>("POST", "/api/v1/products", server(world, 0), body);
  return product.id;
}

const pay = { paymentMethod: { method: "card", token: "tok_ok" } };

/** Somebody with a bag of popcorn in the cart. */
async function filled(world: World, turn: number): Promise<Particular> {
  const person = personOf(world, turn);
  await world.ask("POST", "/api/v1/cart/items", by(world, turn, person), { productId: await popcornOf(world), quantity: 1 });
  return { as: person };
}

/** Somebody's order of a bag of popcorn, moved on through these. */
const ordered =
  (particular: (orderId: string) => Particular, ...through: string[]): Prepare =>
  async (world, count) => {
    const asked: Particular[] = [];
    for (let turn = 0; turn < count; turn++) {
      const { as: person = personOf(world, turn) } = await filled(world, turn);
      const { order } = await world.ask<{ order: { id: string } }>("POST", "/api/v1/checkout", by(world, turn, person), pay);
      for (const status of through) await world.ask("PATCH", `/api/v1/orders/${order.id}/status`, server(world, turn), { status });
      asked.push({ as: person, ...particular(order.id) });
    }
    return asked;
  };

/** What the routes of orders are asked. A person has one cart: who comes again finds it empty. */
export const ofOrders: Record<string, Prepare> = {
  checkOut: async (world, count) => {
    const asked: Particular[] = [];
    for (let turn = 0; turn < count; turn++) {
      const isFilled = turn < world.people.length;
      asked.push({ ...(isFilled && (await filled(world, turn))), body: pay, ...(!isFilled && { expects: 409 }) });
    }
    return asked;
  },
  getOrder: async (world, count) => {
    const [order = {}] = await ordered((id) => ({ path: `/api/v1/orders/${id}` }))(world, 1);
    return Array.from({ length: count }, () => order);
  },
  updateOrderStatus: ordered((id) => ({ path: `/api/v1/orders/${id}/status`, body: { status: "FULFILLING" } })),
  cancelOrder: ordered((id) => ({ path: `/api/v1/orders/${id}/cancel`, body: {} })),
  returnOrder: ordered((id) => ({ path: `/api/v1/orders/${id}/return`, body: {} }), "FULFILLING", "SHIPPED", "DELIVERED"),
};
