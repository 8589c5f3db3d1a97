import { table, times, verdict } from "../table.ts";
import { percent, type Results, type Scenario, type Series, timesOf, typical } from "./rounds.ts";

const targets = [
  { rival: "Socket.IO 4", ours: "Marquee, JSON", least: 5 },
  { rival: "RabbitMQ, STOMP", ours: "Marquee, STOMP", least: 2 },
] as const;

/** A table a scenario, what a socket costs, the targets, and every comparison that we lose. */
export function chatTables({ scenarios, sockets }: Results): string[] {
  const lines = scenarios.flatMap(({ scenario, series }) => [
    "",
    `### ${titleOf(scenario)}`,
    "",
    ...scenarioTable(series),
    ...failuresIn(series),
  ]);
  return [
    "CPU is of the server's processes, for each message at each member, what is put off for 1.5 s after the last one included; latency from the moment when a message was due. `ack`: to the acknowledgement at the sender: ours says that the message is on disk, the others' that it was received. `JSON ×` and `STOMP ×`: how much more CPU than ours.",
    ...lines,
    "",
    "### A socket",
    "",
    ...table(
      ["", "KiB a socket", "idle CPU ms/s"],
      sockets.map(({ side, bytesPerSocket, idleMsPerSecond }) => [side, (bytesPerSocket / 1024).toFixed(0), idleMsPerSecond.toFixed(1)]),
    ),
    "",
    "The rooms of all sides are open at the same time; idle: nothing but signs of life for 30 s, in the whole process, which our two sides share. The first of our rooms opens its members' inboxes as well, which stay.",
    "",
    "### Against the targets",
    "",
    ...scenarios.flatMap(({ scenario, series }) => (scenario.pace === "busy" && scenario.members > 1 ? verdictsOf(scenario, series) : [])),
    "",
    "### Where we lose",
    "",
    ...scenarios.flatMap(({ scenario, series }) => lossesIn(scenario, series)),
  ];
}

export const titleOf = ({ members, pace, perSecond }: Scenario): string =>
  `${members} ${members === 1 ? "member" : "members"}, ${pace}: ${perSecond} ${perSecond === 1 ? "message" : "messages"}/s`;

function scenarioTable(series: readonly Series[]): string[] {
  const done = series.filter(({ rounds }) => rounds.length > 0);
  const against = (of: Series, ours: string): string => {
    const ratio = timesOf(
      of,
      series.find(({ side }) => side === ours),
    );
    return ratio === null || of.side === ours ? "–" : times(ratio);
  };
  const rows = done.map((of) => {
    const number = (each: Parameters<typeof typical>[1], digits = 1) => typical(of, each).toFixed(digits);
    return [
      of.side,
      number(({ cpuPerDelivery }) => cpuPerDelivery),
      number(({ cpuPerMessage }) => cpuPerMessage, 0),
      against(of, "Marquee, JSON"),
      against(of, "Marquee, STOMP"),
      number(({ p50Ms }) => p50Ms),
      number(({ p99Ms }) => p99Ms),
      number(({ ackP50Ms }) => ackP50Ms),
      number(({ ackP99Ms }) => ackP99Ms),
      number(({ framesPerDelivery }) => framesPerDelivery, 2),
      percent(typical(of, ({ share }) => share)),
      percent(typical(of, ({ clientShare }) => clientShare)),
    ];
  });
  const head = [
    "",
    "CPU µs/delivery",
    "µs/message",
    "JSON ×",
    "STOMP ×",
    "p50 ms",
    "p99 ms",
    "ack p50",
    "ack p99",
    "frames",
    "server",
    "clients",
  ];
  return table(head, rows);
}

const failuresIn = (series: readonly Series[]): string[] =>
  series.flatMap(({ side, failure }) => (failure === null ? [] : ["", `- **Failed**: ${side}: ${failure}`]));

function verdictsOf(scenario: Scenario, series: readonly Series[]): string[] {
  return targets.map(({ rival, ours, least }) => {
    const ratio = timesOf(
      series.find(({ side }) => side === rival),
      series.find(({ side }) => side === ours),
    );
    const what = `${titleOf(scenario)}: ${rival} needs at least ${least} times the CPU of ${ours} a delivery`;
    return ratio === null ? `- Not measured: ${what}` : verdict(ratio.median >= least, `${what}: ${times(ratio)}`);
  });
}

const compared = [
  { what: "µs of CPU a delivery", of: (series: Series) => typical(series, ({ cpuPerDelivery }) => cpuPerDelivery) },
  { what: "ms at p50", of: (series: Series) => typical(series, ({ p50Ms }) => p50Ms) },
  { what: "ms at p99", of: (series: Series) => typical(series, ({ p99Ms }) => p99Ms) },
] as const;

function lossesIn(scenario: Scenario, series: readonly Series[]): string[] {
  const measured = series.filter(({ rounds }) => rounds.length > 0);
  const [ours, theirs] = [
    measured.filter(({ side }) => side.startsWith("Marquee")),
    measured.filter(({ side }) => !side.startsWith("Marquee")),
  ];
  const losses = ours.flatMap((own) =>
    compared.flatMap(({ what, of }) => {
      const better = theirs.filter((rival) => of(rival) < of(own)).map((rival) => `${rival.side} ${of(rival).toFixed(1)}`);
      return better.length === 0 ? [] : [`${own.side} ${of(own).toFixed(1)} ${what} against ${better.join(", ")}`];
    }),
  );
  return losses.length === 0 ? [] : [`- ${titleOf(scenario)}: ${losses.join("; ")}.`];
}
