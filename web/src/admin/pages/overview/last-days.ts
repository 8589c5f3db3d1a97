const dayMs = 86_400_000;

/** The last so many days in UTC, today among them. */
export function lastDays(count: number, nowMs: number = Date.now()): { from: string; to: string } {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: day(nowMs - (count - 1) * dayMs), to: day(nowMs) };
}
