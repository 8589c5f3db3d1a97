import type { StagedShow } from "../../catalog/staged-show.ts";

/** When a show begins by the clock at its venue: `Friday 15 January 2027, 19:30 CET`. */
export const venueTime = (show: Pick<StagedShow, "startsAtMs" | "timeZone">): string => `${venueDay(show)}, ${venueClock(show)}`;

/** `Friday 15 January 2027` */
export const venueDay = ({ startsAtMs, timeZone }: Pick<StagedShow, "startsAtMs" | "timeZone">): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" })
    .format(startsAtMs)
    .replace(",", "");

/** `19:30 CET` */
export const venueClock = ({ startsAtMs, timeZone }: Pick<StagedShow, "startsAtMs" | "timeZone">): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" }).format(
    startsAtMs,
  );
