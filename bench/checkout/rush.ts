import { messageOf, nextMessage } from "../child.ts";
import type { LastItemsJob, LastItemsResult } from "../load/job.ts";
import { ascending, percentile } from "../measure/statistics.ts";
import type { Stage } from "../stage.ts";
import { table } from "../table.ts";

export const items = 10;
export const buyers = 1000;

interface Rush {
  name: string;
  result: LastItemsResult;
  /** What the books say afterwards: pieces in orders, and pieces left. */
  ordered: number;
  left: number;
}

/** The last items and far too many buyers, here and there: what the buyers were told and what the books say. */
export async function rushOnLastItems(stage: Stage): Promise<{ lines: string[]; exact: boolean }> {
  const { marquee, secrets } = stage;
  const { boxOffice } = marquee;
  const express = await stage.express();
  const tokens = await secrets.userTokens(boxOffice.appId, buyers);
  const run = async (job: Omit<LastItemsJob, "kind" | "tokens">): Promise<LastItemsResult> => {
    stage.load.send({ kind: "last-items", tokens, ...job } satisfies LastItemsJob);
    const result = messageOf<LastItemsResult | { error: string }>(await nextMessage(stage.load));
    if ("error" in result) throw new Error(result.error);
    return result;
  };

  stage.print(`${buyers} buyers of the last ${items} items, Express …`);
  const [there = ""] = express.newProducts(1, items);
  const theirs = await run({ origin: express.remembering.origin, headers: express.headers, productId: there });
  const number = (sql: string) => Number(express.select(sql)[0] ?? 0);
  stage.print(`${buyers} buyers of the last ${items} items, Marquee …`);
  const [here = ""] = await boxOffice.newProducts(1, items);
  const ours = await run({ origin: boxOffice.origin, headers: boxOffice.headers, productId: here });
  const rushes: Rush[] = [
    {
      name: "Express",
      result: theirs,
      ordered: number(`SELECT coalesce(sum(quantity), 0) FROM order_lines WHERE product_id = '${there}'`),
      left: number(`SELECT stock FROM products WHERE id = '${there}'`),
    },
    { name: "Marquee", result: ours, ...(await booksOf(boxOffice, here)) },
  ];
  return { lines: linesOf(rushes), exact: rushes.every(isExact) };
}

const isExact = ({ result, ordered, left }: Rush): boolean => result.done === items && ordered === items && left === 0;

/** As the app's server reads them: the orders that went through, and the product. */
async function booksOf({ origin, headers }: Stage["marquee"]["boxOffice"], productId: string): Promise<Pick<Rush, "ordered" | "left">> {
  const read = async <Data>(path: string): Promise<Data> => {
    const response = await fetch(origin + path, { headers });
    const { data } = messageOf<{ data: Data }>(await response.json());
    return data;
  };
  type Page = { items: { lines: { productId?: string; quantity: number }[] }[] };
  const { items: orders } = await read<Page>("/api/v1/orders?status=PAID&limit=100");
  const { product } = await read<{ product: { stock: number } }>(`/api/v1/products/${productId}`);
  const ordered = orders.flatMap(({ lines }) => lines).filter((line) => line.productId === productId);
  return { ordered: ordered.reduce((sum, { quantity }) => sum + quantity, 0), left: product.stock };
}

function linesOf(rushes: readonly Rush[]): string[] {
  const rows = rushes.map(({ name, result, ordered, left }) => {
    const sorted = ascending(result.latencies);
    const at = (share: number) => percentile(sorted, share).toFixed(0);
    return [name, String(result.done), String(ordered), String(left), result.seconds.toFixed(2), at(0.5), at(0.99)];
  });
  const answers = rushes.map(
    ({ name, result }) =>
      `- ${name} answered ${Object.entries(result.answers)
        .map(([answer, count]) => `${answer} × ${count}`)
        .join(", ")}.`,
  );
  return [
    ...table(["", "told sold", "in the books", "left", "seconds for all", "p50 ms", "p99 ms"], rows),
    "",
    "Percentiles count from the moment when all began.",
    "",
    ...answers,
  ];
}
