import { buyers, items, rushOnLastItems } from "./checkout/rush.ts";
import { shopsWith } from "./checkout/sides.ts";
import { measureInTurns, ratio, type Series } from "./measure/rounds.ts";
import type { Report, Stage } from "./stage.ts";
import { seriesTable, times, verdict } from "./table.ts";

/** `BENCH_CHECKOUT=128,rush` measures some. */
const parts = (process.env.BENCH_CHECKOUT ?? "32,128,rush").split(",");
const crowds = parts.filter((part) => part !== "rush").map(Number);

/**
 * Orders per second and processor time an order, against Express with PostgreSQL that locks the stock's rows. An order is two products into the cart and the
 * checkout with the simulated payment; its latency is that of all three. Then the last items and a thousand buyers.
 */
export async function benchCheckout(stage: Stage): Promise<Report> {
  const lines: string[] = [
    "Both sell the same; they do not do the same for it. Express writes stock, order and payment in one transaction, and asks nobody for the money. The platform",
    "places the order, charges, and confirms, each durable by itself, so that a charge may take its time and whatever breaks off is gone on with; it keeps a",
    "timeline, tells the buyer's sockets and writes the mail. All of that is in its processor time.",
  ];
  for (const clients of crowds) {
    const series = await measureInTurns(stage.load, await shopsWith(stage, clients), (line) => stage.print(`${clients} clients, ${line}`));
    lines.push("", `### ${clients} clients`, "", ...seriesTable(series, "order"), "", ...conclusions(series));
  }
  if (parts.includes("rush")) {
    const rush = await rushOnLastItems(stage);
    if (!rush.exact) process.exitCode = 1;
    lines.push("", `### The last ${items} items, ${buyers.toLocaleString("en")} buyers`, "", ...rush.lines);
    lines.push(verdict(rush.exact, `exactly ${items} sold on both sides, by what the buyers were told and by the books`));
  }
  return { title: "Checkout", lines };
}

function conclusions([express, remembering, marquee]: Series[]): string[] {
  if (!express || !remembering || !marquee) throw new Error("a subject was not measured");
  const rate = (to: Series) => ratio(marquee, to, (round) => round.perSecond);
  const cpu = (to: Series) => ratio(to, marquee, (round) => round.cpuTotal);
  const against = (name: string, to: Series) => [
    `- Against ${name}: ${times(rate(to))} its orders/s; it uses ${times(cpu(to))} our CPU an order.`,
    `- Latency of an order, p50: ${times(ratio(marquee, to, (round) => round.p50Ms))} that of ${name}; p99: ${times(ratio(marquee, to, (round) => round.p99Ms))}.`,
  ];
  const lost = [
    ...(rate(express).median < 1 ? ["orders/s"] : []),
    ...(cpu(express).median < 1 ? ["CPU an order"] : []),
    ...(ratio(marquee, express, (round) => round.p99Ms).median > 1 ? ["p99"] : []),
  ];
  return [
    "Ratios are taken within each round: median (lowest to highest).",
    "",
    ...against("Express", express),
    ...against("Express with a token cache", remembering),
    `- Where we lose to Express: ${lost.length === 0 ? "nowhere here" : lost.join(", ")}.`,
  ];
}
