import type { HttpJob } from "./load/job.ts";
import type { Show } from "./marquee/box-office.ts";
import type { Subject } from "./measure/meter.ts";
import { measureInTurns, ratio, type Series } from "./measure/rounds.ts";
import type { Report, Stage } from "./stage.ts";
import { seriesTable, times, verdict } from "./table.ts";

const seats = 2000;
const connections = 16;
const secondsMax = 3;
/** So many showtimes, each of them asked for at intervals at which nothing of an earlier answer is left. */
const quietShows = 64;
const aloneMs = 150;

/** Processor time of one look at a map of 2,000 seats: our bitmap and the layout that has not changed, against rows and locks. */
export async function benchSeatMap(stage: Stage): Promise<Report> {
  const { marquee } = stage;
  const express = await stage.express();
  const theirs = express.newShow(seats);
  const ours = await marquee.boxOffice.newShow(seats);
  const others = await Promise.all(Array.from({ length: quietShows }, () => marquee.boxOffice.newShow(seats)));
  const theirProcesses = { node: express.plain.pid, postgres: express.postgres, redis: express.redis };
  const ourProcesses = { workerd: marquee.workerd };
  const ourPath = `/api/v1/showtimes/${ours.showtimeId}`;
  const subject = (
    name: string,
    processes: Record<string, number>,
    job: Pick<HttpJob, "origin" | "paths" | "headers"> & Partial<HttpJob>,
  ): Subject => ({
    name,
    processes,
    job: () => ({ kind: "http", method: "GET", tokens: [], bodies: null, connections, pauseMs: 0, secondsMax, ...job }),
  });
  const map = `/api/v1/showtimes/${theirs.showtimeId}/seats`;
  const { origin, headers } = marquee.boxOffice;
  const etag = await etagOf(`${origin}${ourPath}/seat-map`, headers);
  const series = await measureInTurns(
    stage.load,
    [
      subject("Express, SELECT + 2,000 EXISTS", theirProcesses, { origin: express.plain.origin, paths: [map], headers: express.headers }),
      subject("Express, SELECT + one MGET", theirProcesses, {
        origin: express.plain.origin,
        paths: [`${map}?locks=mget`],
        headers: express.headers,
      }),
      subject("Marquee, availability", ourProcesses, { origin, paths: [`${ourPath}/availability`], headers }),
      { name: "Marquee, availability, nothing to share", processes: ourProcesses, job: () => quietJob(stage, others) },
      subject("Marquee, layout unchanged (304)", ourProcesses, {
        origin,
        paths: [`${ourPath}/seat-map`],
        headers: { ...headers, "if-none-match": etag },
      }),
      subject("Marquee, layout in full", ourProcesses, { origin, paths: [`${ourPath}/seat-map`], headers }),
    ],
    stage.print,
  );
  return { title: "The map of 2,000 seats", lines: [...seriesTable(series, "request"), "", ...conclusions(series)] };
}

/** Asks for many showtimes in turns. Each is woken first: what it costs to load one is no part of a look at its map. */
async function quietJob({ marquee }: Stage, shows: readonly Show[]): Promise<HttpJob> {
  const { origin, headers } = marquee.boxOffice;
  const paths = shows.map(({ showtimeId }) => `/api/v1/showtimes/${showtimeId}/availability`);
  for (const path of paths) await (await fetch(origin + path, { headers })).arrayBuffer();
  const connections = paths.length;
  return { kind: "http", origin, method: "GET", paths, headers, tokens: [], bodies: null, connections, pauseMs: aloneMs, secondsMax };
}

function conclusions([exists, mget, bitmap, alone, unchanged, full]: Series[]): string[] {
  if (!exists || !mget || !bitmap || !alone || !unchanged || !full) throw new Error("a subject was not measured");
  const cpu = (of: Series, to: Series) => ratio(of, to, (round) => round.cpuTotal);
  return [
    verdict(
      cpu(exists, bitmap).median >= 50,
      `at least 50 times less CPU than a SELECT and 2,000 EXISTS: Express uses ${times(cpu(exists, bitmap))} the CPU of our bitmap`,
    ),
    `- With one MGET in place of 2,000 EXISTS it uses ${times(cpu(mget, bitmap))} the CPU of our bitmap.`,
    `- Where no two questions can share an answer (${quietShows} showtimes, each asked every ${aloneMs} ms): Express uses ${times(cpu(exists, alone))} our CPU.`,
    `- Asking whether the layout has changed: Express uses ${times(cpu(exists, unchanged))} our CPU; sending it whole, as a first visit needs, ${times(cpu(exists, full))}.`,
  ];
}

async function etagOf(url: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  const etag = response.headers.get("etag");
  if (etag === null) throw new Error(`${url} answered ${response.status} without an ETag`);
  return etag;
}
