import { locale } from "../../locale.ts";

/** What stands in an empty chart. */
export const nothing = "Nothing on these days.";

const brief = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
const whole = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const counts = new Intl.NumberFormat(locale);
const shortCounts = new Intl.NumberFormat(locale, { notation: "compact" });
const shares = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

/** `21 Nov` */
export const dayWords = (day: string): string => brief.format(new Date(day));
/** `Sat 21 November 2026` */
export const longDayWords = (day: string): string => whole.format(new Date(day));
/** `48,210`, on an axis `48K` */
export const countWords = (count: number, isShort = false): string => (isShort ? shortCounts : counts).format(count);
/** `70.2%` */
export const shareWords = (share: number | null): string => (share === null ? "–" : shares.format(share));

const compact = new Map<string, Intl.NumberFormat>();

/** `€11K`: an amount on an axis. */
export function axisMoney(minor: number, currency: string): string {
  const format =
    compact.get(currency) ??
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      notation: "compact",
      maximumFractionDigits: 1,
    });
  compact.set(currency, format);
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}
