import type { PriceChange, PricingRule } from "../../contracts/pricing.ts";
import { locale } from "./locale.ts";

interface When {
  startsAt: string;
  timeZone: string;
}

/** Why a price is what it is: `Friday evening +15 %, almost full +10 %`. Nothing where no rule moved it. */
export function priceReason(change: PriceChange | null, when: When): string {
  const reasons = (change?.rules ?? [])
    .filter((rule) => rule.percent !== 0)
    .map((rule) => `${causeOf(rule, when)} ${signed(rule.percent)}`);
  const said = reasons.join(", ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** `+15 %`, `−20 %` with a true minus. */
export function signed(percent: number): string {
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent)} %`;
}

function causeOf({ when: { occupancyAtLeast, hoursToStartAtMost, days } }: PricingRule, when: When): string {
  const causes = [
    days === undefined ? "" : dayWords(when),
    occupancyAtLeast === undefined ? "" : fullness(occupancyAtLeast),
    hoursToStartAtMost === undefined ? "" : nearness(hoursToStartAtMost),
  ];
  return causes.filter(Boolean).join(" and ");
}

/** `Friday evening`, in the venue's zone. */
function dayWords({ startsAt, timeZone }: When): string {
  const moment = new Date(startsAt);
  const day = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone }).format(moment);
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone }).format(moment));
  const part = hour < 5 ? "night" : hour < 12 ? "morning" : hour < 17 ? "afternoon" : hour < 22 ? "evening" : "night";
  return `${day} ${part}`;
}

function fullness(share: number): string {
  if (share >= 0.8) return "almost full";
  if (share >= 0.5) return "more than half full";
  return share > 0 ? "filling up" : "from the start";
}

function nearness(hours: number): string {
  if (hours <= 24) return "last hours";
  return hours <= 24 * 7 ? "last days" : "soon";
}
