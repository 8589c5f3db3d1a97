/** How many decimals a currency has by ISO 4217: 2 for EUR, none for JPY, 3 for KWD. */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** `6.5` or `6,50` as minor units of the currency; null for what is no amount, or has more decimals than the currency. Nothing separates thousands. */
export function minorUnitsOf(text: string, currency: string): number | null {
  const [, whole, decimals = ""] = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text) ?? [];
  const digits = decimalsOf(currency);
  if (whole === undefined || decimals.length > digits) return null;
  return Number(whole + decimals.padEnd(digits, "0"));
}
