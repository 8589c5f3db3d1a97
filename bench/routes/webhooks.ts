import type { Particular } from "./asks.ts";
import { server } from "./buyers.ts";
import type { World } from "./world.ts";

type Prepare = (world: World, count: number) => Promise<Particular[]>;

const endpoints = "/api/v1/webhook-endpoints";
/** A name that nobody has: what is sent there is not what is measured. */
const body = { url: "https://webhooks.example/hook", events: ["order.delivered"] };

/** One endpoint a world: each route asks of the same. */
const made = new WeakMap<World, Promise<string>>();
function theOne(world: World): Promise<string> {
  const known = made.get(world) ?? make(world);
  made.set(world, known);
  return known;
}
const make = async (world: World): Promise<string> =>
  (await world.ask<{ endpoint: { id: string } }>("POST", endpoints, server(world, 0), body)).endpoint.id;

/** What each route is asked of one endpoint, below the path of all of them. An app has twenty at most, so nothing is made or deleted in each turn. */
const asked: Record<string, (id: string) => { rest: string; body?: unknown; expects?: number }> = {
  getWebhookEndpoint: (id) => ({ rest: `/${id}` }),
  updateWebhookEndpoint: (id) => ({ rest: `/${id}`, body: { description: "Our warehouse" } }),
  deleteWebhookEndpoint: () => ({ rest: "/none", expects: 404 }),
  testWebhookEndpoint: (id) => ({ rest: `/${id}/test` }),
  listWebhookDeliveries: (id) => ({ rest: `/${id}/deliveries` }),
  resendWebhookDelivery: (id) => ({ rest: `/${id}/deliveries/none/resend`, expects: 404 }),
  listWebhookEndpoints: () => ({ rest: "" }),
  createWebhookEndpoint: () => ({ rest: "", body: { ...body, url: "https://127.0.0.1/" }, expects: 422 }),
};

const prepared =
  (ask: (typeof asked)[string], path: (world: World) => string): Prepare =>
  async (world, count) => {
    const { rest, ...more } = ask(await theOne(world));
    return Array.from({ length: count }, () => ({ path: path(world) + rest, ...more }));
  };

/** The routes of webhook endpoints, as a tenant's server and as the platform's owner. */
export const ofWebhooks: Record<string, Prepare> = Object.fromEntries(
  Object.entries(asked).flatMap(([operation, ask]) => [
    [operation, prepared(ask, () => endpoints)],
    [`${operation}AsAdmin`, prepared(ask, ({ office }) => `/api/v1/admin/apps/${office.appId}/webhook-endpoints`)],
  ]),
);
