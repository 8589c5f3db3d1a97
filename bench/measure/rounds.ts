import type { ChildProcess } from "node:child_process";
import { type Measurement, measure, type Subject } from "./meter.ts";
import { median } from "./statistics.ts";

const roundsMin = 3;

export interface Series {
  name: string;
  rounds: Measurement[];
}

/**
 * Measures all subjects in turns, so that whatever else the machine does meets each of them: one round to warm up that nobody counts, then
 * `rounds`, every second one in the opposite order.
 */
export async function measureInTurns(load: ChildProcess, subjects: readonly Subject[], print: (line: string) => void): Promise<Series[]> {
  const rounds = Math.max(roundsMin, Number(process.env.BENCH_ROUNDS ?? roundsMin));
  const series = new Map(subjects.map((subject) => [subject, [] as Measurement[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [place, subject] of (round % 2 === 0 ? subjects : subjects.toReversed()).entries()) {
      const result = await measure(load, subject);
      const title = round === 0 ? "warm-up" : `round ${round} of ${rounds}`;
      const { perSecond, cpuTotal, p50Ms } = result;
      print(
        `${title}, ${place + 1} of ${subjects.length}: ${subject.name}: ${perSecond.toFixed(0)}/s, ${cpuTotal.toFixed(0)} µs CPU, p50 ${p50Ms.toFixed(1)} ms`,
      );
      if (round > 0) series.get(subject)?.push(result);
    }
  }
  return [...series].map(([{ name }, rounds]) => ({ name, rounds }));
}

/** The median of one number over the rounds of a series. */
export const typical = ({ rounds }: Series, of: (round: Measurement) => number): number => median(rounds.map(of));

/** The ratio of two series, round by round, and of those the median, lowest and highest. */
export function ratio(of: Series, to: Series, number: (round: Measurement) => number): { median: number; lowest: number; highest: number } {
  const ratios = of.rounds.flatMap((round, place) => {
    const other = to.rounds[place];
    return other === undefined ? [] : [number(round) / number(other)];
  });
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}
