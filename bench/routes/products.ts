import type { Particular } from "./asks.ts";
import { server } from "./buyers.ts";
import type { World } from "./world.ts";

type Prepare = (world: World, count: number) => Promise<Particular[]>;

const products = "/api/v1/products";
const promotions = "/api/v1/promotions";
const picture = "/api/v1/images/img_0123456789ABCDEFGHJKMNPQRS";

async function make(world: World, turn: number, parts: object = {}): Promise<string> {
  const body = { name: `Cup ${turn}`, price: 900, currency: "EUR", stock: 100, category: "mugs", ...parts };
  return (await world.ask<{ product: { id: string } }>("POST", products, server(world, turn), body)).product.id;
}
async function makeCode(world: World, turn: number): Promise<string> {
  const body = { code: `B${crypto.randomUUID()}`, percent: 10 };
  return (await world.ask<{ promotion: { id: string } }>("POST", promotions, server(world, turn), body)).promotion.id;
}

type Making = (world: World, turn: number) => Promise<string>;
/** All turns about one thing. */
const onOne =
  (making: Making, particular: (id: string, turn: number) => Particular): Prepare =>
  async (world, count) => {
    const id = await making(world, 0);
    return Array.from({ length: count }, (_, turn) => particular(id, turn));
  };
/** Each turn about a thing of its own. */
const onEach =
  (making: Making, particular: (id: string) => Particular): Prepare =>
  async (world, count) => {
    const asked: Particular[] = [];
    for (let turn = 0; turn < count; turn++) asked.push(particular(await making(world, turn)));
    return asked;
  };

/** What the routes of products and promotions are asked. */
export const ofProducts: Record<string, Prepare> = {
  getProduct: onOne(make, (id) => ({ path: `${products}/${id}` })),
  createProduct: async (_, count) =>
    Array.from({ length: count }, () => ({ body: { name: "Cup", price: 900, currency: "EUR", stock: 100, category: "mugs" } })),
  updateProduct: onOne(make, (id, turn) => ({ path: `${products}/${id}`, body: { stock: 100 + (turn % 100) } })),
  deleteProduct: onEach(make, (id) => ({ path: `${products}/${id}` })),
  removeProductImage: onEach(
    (world, turn) => make(world, turn, { imageUrl: picture }),
    (id) => ({ path: `${products}/${id}/images/${picture.split("/").at(-1)}` }),
  ),
  getImage: async (_, count) => Array.from({ length: count }, () => ({ path: "/api/v1/images/none", expects: 404 })),
  createPromotion: async (_, count) => Array.from({ length: count }, () => ({ body: { code: `B${crypto.randomUUID()}`, percent: 10 } })),
  getPromotion: onOne(makeCode, (id) => ({ path: `${promotions}/${id}` })),
  updatePromotion: onOne(makeCode, (id, turn) => ({ path: `${promotions}/${id}`, body: { maxUses: 100 + turn } })),
  deletePromotion: onEach(makeCode, (id) => ({ path: `${promotions}/${id}` })),
};
