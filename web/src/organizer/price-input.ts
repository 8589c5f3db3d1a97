/** How many digits a currency has behind the point. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** What somebody typed in major units, in minor ones: `42.50` or `42,5` EUR is 4250. Null for what is no amount of that currency. */
export function minorOf(typed: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(typed.trim());
  const [, whole = "", fraction = ""] = match ?? [];
  if (match === null || fraction.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || "0");
}

/** The same backwards: 4250 EUR is `42.50`, 4200 is `42`. */
export function majorOf(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const whole = Math.floor(minor / 10 ** digits);
  const rest = minor % 10 ** digits;
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(digits, "0")}`;
}
