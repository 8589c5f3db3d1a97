/** Mails are English; Britain's forms are those of the web app. */
const locale = "en-GB";

/** An amount in minor units as people write it, with as many digits as its currency has: 4200 EUR is €42.00, 4200 JPY is ¥4,200. */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A moment on the clocks of a place: `{ day: "Friday 15 January 2027", time: "19:30", zone: "Central European Standard Time" }`. */
export function when(moment: string, timeZone: string): { day: string; time: string; zone: string } {
  const at = new Date(moment);
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "long" }).formatToParts(at);
  return { day: day.replace(",", ""), time, zone: parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone };
}
