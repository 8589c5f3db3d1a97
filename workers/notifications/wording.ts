/** Mails are English; Britain's forms are those of the web app. */
const locale = "en-GB";

/** Making a format costs more than writing a mail with it. There are as many as currencies and time zones that shows have. */
const kept = new Map<string, unknown>();
function once<Format>(key: string, make: () => Format): Format {
  const known = kept.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

/** An amount in minor units as people write it, with as many digits as its currency has: 4200 EUR is €42.00, 4200 JPY is ¥4,200. */
export function money(minor: number, currency: string): string {
  const { format, digits } = once(`money ${currency}`, () => {
    const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
    return { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
  });
  return format.format(minor / 10 ** digits);
}

/** A moment on the clocks of a place: `{ day: "Friday 15 January 2027", time: "19:30", zone: "Central European Standard Time" }`. */
export function when(moment: string, timeZone: string): { day: string; time: string; zone: string } {
  const at = new Date(moment);
  const { days, times, zones } = once(`when ${timeZone}`, () => ({
    days: new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    times: new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    zones: new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "long" }),
  }));
  const zone = zones.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? timeZone;
  return { day: days.format(at).replace(",", ""), time: times.format(at), zone };
}
