import type { Subject } from "./measure/meter.ts";
import { measureInTurns, type Series, typical } from "./measure/rounds.ts";
import { median } from "./measure/statistics.ts";
import type { Report, Stage } from "./stage.ts";
import { seriesTable, verdict } from "./table.ts";

const connections = 16;
const secondsMax = 4;
const targetMicroseconds = 400;

/**
 * Processor time of everything between a request and its handler: `GET /auth/verify` does nothing of its own, so what it costs more than an empty
 * Hono route is the gateway — key, token, the caller's bucket in its object, headers, counting, schemas.
 */
export async function benchGateway(stage: Stage): Promise<Report> {
  const { marquee, tokens } = stage;
  const empty = await stage.emptyHono();
  const ask = (name: string, workerd: number, origin: string): Subject => ({
    name,
    processes: { workerd },
    job: () => ({
      kind: "http",
      origin,
      method: "GET",
      paths: ["/api/v1/auth/verify"],
      headers: marquee.boxOffice.headers,
      tokens,
      bodies: null,
      connections,
      pauseMs: 0,
      secondsMax,
    }),
  });
  const series = await measureInTurns(
    stage.load,
    [ask("An empty Hono route", empty.workerd, empty.origin), ask("Marquee, GET /auth/verify", marquee.workerd, marquee.boxOffice.origin)],
    stage.print,
  );
  return { title: "The gateway", lines: [...seriesTable(series, "request"), "", ...conclusions(series)] };
}

function conclusions([empty, ours]: Series[]): string[] {
  if (!empty || !ours) throw new Error("a subject was not measured");
  const added = ours.rounds.flatMap((round, place) => {
    const other = empty.rounds[place];
    return other === undefined ? [] : [round.cpuTotal - other.cpuTotal];
  });
  const [least, most] = [Math.min(...added), Math.max(...added)].map((each) => each.toFixed(0));
  return [
    verdict(
      median(added) < targetMicroseconds,
      `less than ${targetMicroseconds} µs of CPU on top of an empty Hono route: ${median(added).toFixed(0)} µs (${least} to ${most})`,
    ),
    `- An authenticated request costs ${typical(ours, (round) => round.cpuTotal).toFixed(0)} µs in all.`,
  ];
}
