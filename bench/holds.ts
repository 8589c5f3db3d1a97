import type { Backend, ExpressSide } from "./express/start.ts";
import type { Job } from "./load/job.ts";
import type { Subject } from "./measure/meter.ts";
import { measureInTurns, ratio, type Series } from "./measure/rounds.ts";
import type { Report, Stage } from "./stage.ts";
import { seriesTable, times, verdict } from "./table.ts";

const seats = 20_000;
const secondsMax = 4;
const connections = 64;

/** Holds per second and processor time per hold, over HTTP and over the live channel, against Express. Every hold is of another seat. */
export async function benchHolds(stage: Stage): Promise<Report> {
  const express = await stage.express();
  const subjects = [
    expressSubject(stage, express, "Express, HTTP", express.plain),
    expressSubject(stage, express, "Express with a token cache, HTTP", express.remembering),
    marqueeHttp(stage),
    marqueeSocket(stage, { sockets: 8, inFlight: 8 }),
    marqueeSocket(stage, { sockets: 256, inFlight: 1 }),
  ];
  const series = await measureInTurns(stage.load, subjects, stage.print);
  return { title: "Holds", lines: [...seriesTable(series, "hold"), "", ...conclusions(series)] };
}

function conclusions([express, remembering, http, socket, crowd]: Series[]): string[] {
  if (!express || !remembering || !http || !socket || !crowd) throw new Error("a subject was not measured");
  const rate = ratio(http, express, (round) => round.perSecond);
  const cpu = (of: Series, to: Series) => ratio(of, to, (round) => round.cpuTotal);
  return [
    "Ratios are taken within each round: median (lowest to highest).",
    "",
    verdict(rate.median >= 1, `over HTTP not slower than Express: ${times(rate)} its holds/s`),
    verdict(
      cpu(express, socket).median >= 3,
      `over 8 sockets at least 3 times less CPU a hold: Express over HTTP uses ${times(cpu(express, socket))} ours`,
    ),
    `- Against Express with a token cache: over HTTP ${times(ratio(http, remembering, (round) => round.perSecond))} its holds/s; it uses ${times(cpu(remembering, socket))} the CPU of our 8 sockets.`,
    `- CPU a hold over HTTP: Express uses ${times(cpu(express, http))} ours, with a token cache ${times(cpu(remembering, http))}.`,
    `- With 256 sockets, every one of which hears of every hold, Express uses ${times(cpu(express, crowd))} our CPU.`,
    `- Latency over HTTP at ${connections} requests in flight, p50: ${times(ratio(http, express, (round) => round.p50Ms))} that of Express; p99: ${times(ratio(http, express, (round) => round.p99Ms))}.`,
  ];
}

const holdJob = (origin: string, headers: Record<string, string>, tokens: string[], seatIds: string[]): Job => ({
  kind: "http",
  origin,
  method: "POST",
  paths: ["/api/v1/reserve-seat"],
  headers: { ...headers, "content-type": "application/json" },
  tokens,
  bodies: seatIds.map((seatId) => JSON.stringify({ seatId })),
  connections,
  pauseMs: 0,
  secondsMax,
});

const expressSubject = ({ tokens }: Stage, express: ExpressSide, name: string, { origin, pid }: Backend): Subject => ({
  name,
  processes: { node: pid, postgres: express.postgres, redis: express.redis },
  job: () => holdJob(origin, express.headers, tokens, express.newShow(seats).seatIds),
});

const marqueeHttp = ({ marquee, tokens }: Stage): Subject => ({
  name: "Marquee, HTTP",
  processes: { workerd: marquee.workerd },
  job: async () => holdJob(marquee.boxOffice.origin, marquee.boxOffice.headers, tokens, (await marquee.boxOffice.newShow(seats)).seatIds),
});

const marqueeSocket = ({ marquee, tokens }: Stage, { sockets, inFlight }: { sockets: number; inFlight: number }): Subject => ({
  name: `Marquee, ${sockets} sockets × ${inFlight}`,
  processes: { workerd: marquee.workerd },
  job: async (): Promise<Job> => {
    const { showtimeId, seatIds } = await marquee.boxOffice.newShow(seats);
    const url = `${marquee.boxOffice.origin.replace("http", "ws")}/api/v1/showtimes/${showtimeId}/live?format=compact`;
    return {
      kind: "socket",
      url,
      headers: marquee.boxOffice.socketHeaders,
      tokens: tokens.slice(0, sockets),
      inFlight,
      seatIds,
      secondsMax,
    };
  },
});
