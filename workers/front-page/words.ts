export interface Words {
  readable(type: string): string;
  price(minor: number, currency: string): string;
  dayAndClock(startsAt: string, timeZone: string, nowMs: number): string;
}

const english = /^en(-[a-z0-9]{2,8}){0,2}$/i;

/** The reader's own English by their Accept-Language, else Britain's: what `web/src/locale.ts` finds in the browser. */
export function localeOf(acceptLanguage: string | undefined): string {
  const tags = (acceptLanguage ?? "").slice(0, 200).split(",");
  const tag = tags.map((each) => each.split(";")[0]?.trim() ?? "").find((each) => english.test(each)) ?? "en-GB";
  return Intl.DateTimeFormat.supportedLocalesOf([tag])[0] ?? "en-GB";
}

/** Dates, prices and kinds as the web app writes them in its `time.ts`, `money.ts` and `words.ts`. */
export function wordsIn(locale: string): Words {
  const twelveHours = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;
  const format = (at: string | number, timeZone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(at));
  return {
    readable(type) {
      const words = type.replaceAll("_", " ");
      return words === words.toUpperCase() ? words.charAt(0) + words.slice(1).toLowerCase() : words;
    },
    price(minor, currency) {
      const money = new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        trailingZeroDisplay: "stripIfInteger",
      } as Intl.NumberFormatOptions);
      return money.format(minor / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2));
    },
    dayAndClock(startsAt, timeZone, nowMs) {
      const year = format(startsAt, timeZone, { year: "numeric" });
      const thisYear = format(nowMs, timeZone, { year: "numeric" });
      const day = format(startsAt, timeZone, {
        weekday: "short",
        day: "numeric",
        month: "short",
        ...(year === thisYear ? {} : { year: "numeric" }),
      }).replace(",", "");
      return `${day}, ${format(startsAt, timeZone, { hour: twelveHours ? "numeric" : "2-digit", minute: "2-digit" })}`;
    },
  };
}
