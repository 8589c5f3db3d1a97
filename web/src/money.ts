import { locale } from "./locale.ts";

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, short: boolean): Intl.NumberFormat {
  const key = `${currency}${short}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    ...(short ? { trailingZeroDisplay: "stripIfInteger" } : {}),
  });
  formats.set(key, format);
  return format;
}

function inMajor(minor: number, format: Intl.NumberFormat): number {
  return minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

/** An amount as it is charged: 4200 EUR is €42.00, 4200 JPY is ¥4,200. */
export function money(minor: number, currency: string): string {
  const format = formatOf(currency, false);
  return format.format(inMajor(minor, format));
}

/** An amount as it is advertised: round amounts lose their zeros. */
export function shortMoney(minor: number, currency: string): string {
  const format = formatOf(currency, true);
  return format.format(inMajor(minor, format));
}

/** `€42`, or `€42 – €65` where the ends differ. */
export function priceRange(from: number, to: number, currency: string): string {
  return from === to ? shortMoney(from, currency) : `${shortMoney(from, currency)} – ${shortMoney(to, currency)}`;
}
