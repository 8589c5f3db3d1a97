import type { Backend, ExpressSide } from "../express/start.ts";
import type { CheckoutJob } from "../load/job.ts";
import type { Subject } from "../measure/meter.ts";
import type { Stage } from "../stage.ts";

/** So many products share the sales, as in a shop: no row is in every order. */
const products = 100;
const stock = 1_000_000;
const secondsMax = 6;

/** Express by hand, Express that remembers tokens, and the platform, each with so many clients that order at the same time. */
export async function shopsWith(stage: Stage, clients: number): Promise<Subject[]> {
  const { marquee, tokens } = stage;
  const express = await stage.express();
  const { origin, headers } = marquee.boxOffice;
  const [here, there] = [await marquee.boxOffice.newProducts(products, stock), express.newProducts(products, stock)];
  const job = (origin: string, headers: Record<string, string>, productIds: string[]): CheckoutJob => ({
    kind: "checkouts",
    origin,
    headers,
    tokens,
    productIds,
    clients,
    secondsMax,
  });
  const rival = (name: string, { origin, pid }: Backend): Subject => ({
    name,
    processes: processesOf(express, pid),
    job: () => job(origin, express.headers, there),
  });
  return [
    rival("Express", express.plain),
    rival("Express with a token cache", express.remembering),
    { name: "Marquee", processes: { workerd: marquee.workerd }, job: () => job(origin, headers, here) },
  ];
}

const processesOf = (express: ExpressSide, node: number) => ({ node, postgres: express.postgres });
