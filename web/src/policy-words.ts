import type { CancellationPolicy } from "../../contracts/showtimes.ts";
import { dayAndClock, zoneName } from "./time.ts";

interface Terms {
  startsAt: string;
  timeZone: string;
  cancellationPolicy: CancellationPolicy | null;
}

/** What one gets back, by when one cancels, as a sentence: it names what still can be had. */
export function policyWords({ startsAt, timeZone, cancellationPolicy: policy }: Terms, nowMs: number = Date.now()): string {
  if (policy === null) return "These seats can be given up, but nothing is refunded.";
  const end = (hours: number) => new Date(Date.parse(startsAt) - hours * 3_600_000);
  const until = (moment: Date) => `${dayAndClock(moment.toISOString(), timeZone)} ${zoneName(moment.toISOString(), timeZone)}`;
  const full = end(policy.fullRefundUntilHours);
  const part =
    policy.partialRefundUntilHours === undefined || policy.partialRefundPercent === undefined
      ? undefined
      : { percent: policy.partialRefundPercent, end: end(policy.partialRefundUntilHours) };
  const said: string[] = [];
  if (full.getTime() > nowMs) said.push(`Full refund until ${until(full)}`);
  if (part !== undefined && part.percent > 0 && part.end.getTime() > Math.max(nowMs, full.getTime())) {
    said.push(`${said.length === 0 ? "Refund of" : "then"} ${part.percent} % until ${until(part.end)}`);
  }
  return said.length === 0 ? "The time for a refund is over." : `${said.join(", ")}, nothing afterwards.`;
}
