const ranges = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] },
  // Cloudflare counts the days of the week from 1, Sunday.
  { min: 1, max: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
] as const;

/** Whether a cron expression of Cloudflare's kind (UTC, five fields, Sunday is 1) is due in the minute of `at`. Throws on what it cannot read. */
export function isDue(expression: string, at: Date): boolean {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== ranges.length) throw new Error(`“${expression}” does not have five fields`);
  const now = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCDay() + 1];
  return ranges.every((range, index) => valuesOf(fields[index] ?? "", range).has(now[index] ?? -1));
}

/** The numbers that a field such as `*`, `5`, `1,15`, `MON-FRI` or `10-50/5` stands for. */
function valuesOf(field: string, { min, max, names }: (typeof ranges)[number]): Set<number> {
  const numberOf = (text: string) => {
    const named = (names as readonly string[]).indexOf(text.toUpperCase());
    const value = named >= 0 ? named + min : Number(text);
    if (!Number.isInteger(value) || value < min || value > max) throw new Error(`“${text}” is not a value from ${min} to ${max}`);
    return value;
  };
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [span = "", step = "1"] = part.split("/");
    const [first = "", last] = span === "*" ? [String(min), String(max)] : span.split("-");
    const from = numberOf(first);
    const to = last !== undefined ? numberOf(last) : part.includes("/") ? max : from;
    for (let value = from; value <= to; value += Math.max(1, Number(step))) values.add(value);
  }
  return values;
}
