import { type Particular, personOf } from "./asks.ts";
import { by, server } from "./buyers.ts";
import type { World } from "./world.ts";

type Prepare = (world: World, count: number) => Promise<Particular[]>;

interface Shelf {
  productId: string;
  variantIds: string[];
  code: string;
}

const cart = "/api/v1/cart";
const variants = 40;
const known = new WeakMap<World, Promise<Shelf>>();

/** A product in many variants, and a code that makes it cheaper; made once. */
function shelfOf(world: World): Promise<Shelf> {
  const made = known.get(world) ?? stock(world);
  known.set(world, made);
  return made;
}

async function stock(world: World): Promise<Shelf> {
  const { product } = await world.ask<{ product: { id: string; variants: { id: string }[] } }>(
    "POST",
    "/api/v1/products",
    server(world, 0),
    {
      name: "Popcorn",
      price: 650,
      currency: "EUR",
      variants: Array.from({ length: variants }, (_, n) => ({ name: `size ${n}`, stock: 1_000_000 })),
    },
  );
  const code = `BENCH${Date.now()}`;
  await world.ask("POST", "/api/v1/promotions", server(world, 0), { code, percent: 10 });
  return { productId: product.id, variantIds: product.variants.map(({ id }) => id), code };
}

/** Each person in turn about a cart with something in it; whoever comes again finds another item. */
const onItem =
  (particular: (of: Shelf & { itemId: string }, turn: number) => Particular): Prepare =>
  async (world, count) => {
    const shelf = await shelfOf(world);
    const asked: Particular[] = [];
    for (let turn = 0; turn < count; turn++) {
      const person = personOf(world, turn);
      const variantId = shelf.variantIds[Math.floor(turn / world.people.length) % variants];
      const body = { productId: shelf.productId, variantId };
      const { itemId } = await world.ask<{ itemId: string }>("POST", `${cart}/items`, by(world, turn, person), body);
      asked.push({ as: person, ...particular({ ...shelf, itemId }, turn) });
    }
    return asked;
  };

/** What the routes of the cart are asked. */
export const ofCarts: Record<string, Prepare> = {
  getCart: onItem(() => ({})),
  addToCart: onItem(({ productId, variantIds }) => ({ body: { productId, variantId: variantIds[0] } })),
  changeCartItem: onItem(({ itemId }, turn) => ({ path: `${cart}/items/${itemId}`, body: { quantity: 1 + (turn % 9) } })),
  removeFromCart: onItem(({ itemId }) => ({ path: `${cart}/items/${itemId}` })),
  enterCartPromotion: onItem(({ code }) => ({ body: { code } })),
  leaveCartPromotion: onItem(() => ({})),
  emptyCart: onItem(() => ({})),
};
