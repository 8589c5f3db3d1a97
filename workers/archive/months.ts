/** `2026-10`: a month in UTC. */
export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

/** The first moment of a month and of the one after it, in ms; NaN for what is no month. */
export function boundsOf(month: string): { fromMs: number; untilMs: number } {
  const fromMs = /^\d{4}-\d\d$/.test(month) ? Date.parse(`${month}-01T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(fromMs)) return { fromMs, untilMs: fromMs };
  const first = new Date(fromMs);
  return { fromMs, untilMs: Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1) };
}

/** The `count` months before the one of `nowMs`, the oldest first. */
export function monthsBefore(nowMs: number, count: number): string[] {
  const now = new Date(nowMs);
  return Array.from({ length: count }, (_, turn) => monthOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count + turn)));
}
