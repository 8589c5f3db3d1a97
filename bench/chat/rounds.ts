import type { ChildProcess } from "node:child_process";
import { median } from "../measure/statistics.ts";
import { Conversation, type Run } from "./conversation.ts";
import type { Side } from "./sides.ts";

/** A room of this size in which so much is said. */
export interface Scenario {
  members: number;
  pace: "quiet" | "busy";
  perSecond: number;
  seconds: number;
}

/** What the rounds of a scenario gave on one side. */
export interface Series {
  side: string;
  rounds: Run[];
  failure: string | null;
}

export interface Results {
  scenarios: { scenario: Scenario; series: Series[] }[];
  /** Of the largest room. `idleMsPerSecond`: of the whole process, which our two sides share. */
  sockets: { side: string; bytesPerSocket: number; idleMsPerSecond: number }[];
}

/**
 * In a busy room as much is said as a person may (20 a second) where there is but one, and otherwise so much that the sides have work to do but the
 * clients, which share the machine with them, do not fill it.
 */
const plan: readonly { members: number; busyPerSecond: number }[] = [
  { members: 1, busyPerSecond: 20 },
  { members: 50, busyPerSecond: 400 },
  { members: 500, busyPerSecond: 100 },
];
const quietSeconds = 10;
const busySeconds = 6;
const idleSeconds = 30;
const roundsMin = 3;

/**
 * Lets the sides' rooms talk in turns, so that whatever else the machine does meets each of them: one round to warm up that nobody counts, then three
 * (BENCH_ROUNDS), every second one in the opposite order. Members stay at their sockets from round to round. BENCH_CHAT_MEMBERS=50,500 chooses sizes,
 * BENCH_CHAT_BUSY=200 another pace of the busy rooms.
 */
export async function talkInTurns(process: ChildProcess, sides: readonly Side[], print: (line: string) => void): Promise<Results> {
  const results: Results = { scenarios: [], sockets: [] };
  const { BENCH_CHAT_MEMBERS, BENCH_CHAT_BUSY } = globalThis.process.env;
  const chosen = BENCH_CHAT_MEMBERS?.split(",").map(Number);
  const sizes = plan.filter(({ members }) => chosen?.includes(members) ?? true);
  for (const { members, busyPerSecond } of sizes) {
    const open = new Map<Side, Conversation | string>();
    for (const side of sides) {
      print(`${members} at ${side.name} …`);
      open.set(side, await Conversation.open(process, side, members).catch(String));
    }
    if (members === Math.max(...sizes.map((size) => size.members))) results.sockets = await socketsOf(open);
    const scenarios: Scenario[] = [
      { members, pace: "quiet", perSecond: 1, seconds: quietSeconds },
      { members, pace: "busy", perSecond: Number(BENCH_CHAT_BUSY ?? busyPerSecond), seconds: busySeconds },
    ];
    for (const scenario of scenarios) results.scenarios.push({ scenario, series: await playedIn(open, scenario, print) });
    for (const conversation of open.values()) if (typeof conversation !== "string") await conversation.close();
  }
  return results;
}

async function playedIn(open: Map<Side, Conversation | string>, scenario: Scenario, print: (line: string) => void): Promise<Series[]> {
  const { members, pace, perSecond, seconds } = scenario;
  const rounds = Math.max(roundsMin, Number(process.env.BENCH_ROUNDS ?? roundsMin));
  const series = new Map([...open].map(([side, found]) => [side, seriesOf(side, found)]));
  for (let round = 0; round <= rounds; round++) {
    for (const [side, conversation] of round % 2 === 0 ? [...open] : [...open].reverse()) {
      const of = series.get(side);
      if (typeof conversation === "string" || of === undefined || of.failure !== null) continue;
      try {
        const run = await conversation.talk(perSecond, round === 0 ? Math.min(seconds, 3) : seconds);
        const title = `${members}, ${pace}, ${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}`;
        print(
          `${title}: ${side.name}: ${run.cpuPerDelivery.toFixed(1)} µs, p50 ${run.p50Ms.toFixed(1)} ms, p99 ${run.p99Ms.toFixed(1)} ms, server ${percent(run.share)}, clients ${percent(run.clientShare)}`,
        );
        if (round > 0) of.rounds.push(run);
      } catch (error) {
        of.failure = String(error);
        print(of.failure);
      }
    }
  }
  return [...series.values()];
}

const seriesOf = (side: Side, found: Conversation | string): Series => ({
  side: side.name,
  rounds: [],
  failure: typeof found === "string" ? found : null,
});

/** What a socket costs while nobody says anything, on all sides at the same time. */
async function socketsOf(open: Map<Side, Conversation | string>): Promise<Results["sockets"]> {
  const conversations = [...open.values()].filter((found) => typeof found !== "string");
  const measured = async ({ side, bytesPerSocket, idle }: Conversation) => ({
    side: side.name,
    bytesPerSocket,
    idleMsPerSecond: await idle(idleSeconds),
  });
  return Promise.all(conversations.map(measured));
}

export const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** The median of one number over the rounds; NaN where there were none. */
export const typical = ({ rounds }: Series, number: (run: Run) => number): number => median(rounds.map(number));

/** How much more of something one side needs than another, round by round: the median, lowest and highest. Null where one of them failed. */
export function timesOf(of: Series | undefined, to: Series | undefined): { median: number; lowest: number; highest: number } | null {
  if (of === undefined || to === undefined || of.failure !== null || to.failure !== null) return null;
  const ratios = of.rounds.flatMap((run, round) => {
    const other = to.rounds[round];
    return other === undefined ? [] : [run.cpuPerDelivery / other.cpuPerDelivery];
  });
  if (ratios.length === 0) return null;
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}
